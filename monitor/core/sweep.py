"""Which pass over the whole registry is due: all of it each week, what was updated each release. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from monitor.model import Json

FULL_EVERY = timedelta(days=7)
"""The registry edits records without moving their update date (nine of 67 real changes, measured): a pass
by that date alone would never see those."""
MARGIN = timedelta(days=1)
"""A release can have updates that are posted on the day of the one before it."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass over the registry, under way or to begin."""

    release: str
    """The release that it is of, a ``dataTimestamp``."""
    since: str | None = None
    """The day from which on updates are asked for; None for all records."""
    token: str | None = None
    """The next page."""
    began: str | None = None
    """When its first page came."""
    seen: int = 0
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Swept:
    """How far the passes have come."""

    full: str | None = None
    """The release of the last pass over everything that came to its end."""
    last: str | None = None
    """The release of the last pass of any kind that did."""
    began: str | None = None
    """When the last pass over everything began: what was not seen since then, it did not come upon."""
    under_way: Pass | None = None

    def due(self, release: str) -> Pass | None:
        """Return the pass that this release needs, from the page at which it was cut short; None if it has been."""
        under_way = self.under_way
        if under_way and under_way.release == release:
            return under_way
        if self.full is None or self.last is None or _day(release) - _day(self.full) >= FULL_EVERY:
            return Pass(release)
        if under_way and under_way.since is None:
            return Pass(release)  # pages of another release do not fit together
        if self.last == release:
            return None
        return Pass(release, since=(_day(self.last) - MARGIN).isoformat())

    def done(self, ended: Pass) -> Swept:
        """Return how far it has come when a pass is at its end."""
        if ended.since:
            return Swept(self.full, ended.release, self.began)
        return Swept(ended.release, ended.release, ended.began)

    def at(self, under_way: Pass) -> Swept:
        """Return how far it has come in the middle of a pass."""
        return replace(self, under_way=under_way)


def stored(swept: Swept) -> dict[str, Any]:
    """Return it as JSON."""
    return asdict(swept)


def loaded(value: Json) -> Swept:
    """Read what ``stored`` gave; None is before the first pass."""
    if not value:
        return Swept()
    under_way = value.get("under_way")
    return Swept(
        value.get("full"), value.get("last"), value.get("began"), Pass(**under_way) if under_way else None
    )


def _day(release: str) -> date:
    return date.fromisoformat(release[:10])
