"""Which pass over the whole registry is due: all of it each week, what was updated each release. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from monitor.core.records.dates import parse_day

if TYPE_CHECKING:
    from monitor.model import Json

FULL_EVERY = timedelta(days=7)
"""The registry edits records without moving their update date (nine of 67 real changes, measured): a pass
by that date alone would never see those."""
MAX_TRIES = 3
"""So often a page is asked for; then its token may be what is wrong."""
MAX_MOVES = 3
"""So often a pass begins anew because a release came out: there is one a day."""
MAX_RECORDS = 5_000_000
"""More records than the registry has, by far."""
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
    failures: int = 0
    """How often in a row its next page could not be used."""
    anew: bool = False
    """Whether its pages ended too soon once already, and it was begun again."""
    served: str | None = None
    """The data set that its pages came from, where the registry names it."""
    moves: int = 0
    """How often it was begun again because a release came out between its pages."""

    @property
    def endless(self) -> bool:
        """Whether more has come than there can be: its pages go in a circle."""
        return self.seen > (MAX_RECORDS if self.total is None else 1.02 * self.total + 1000)

    @property
    def short(self) -> bool:
        """Whether much of what was promised did not come."""
        return self.total is not None and self.seen < 0.98 * self.total

    def failed(self) -> Pass:
        """Return the pass after its page could not be used; after several times it begins anew."""
        if self.failures + 1 < MAX_TRIES:
            return replace(self, failures=self.failures + 1)
        return Pass(self.release, self.since, anew=self.anew, moves=self.moves)

    def moved(self, served: str | None) -> bool:
        """Return whether the next page came from another data set than the page before.

        After several times it is the name that moves, not the release.
        """
        known = self.token is not None and None not in {served, self.served}
        return known and served != self.served and self.moves < MAX_MOVES

    def restarted(self) -> Pass:
        """Return the pass from its beginning, because a release came out between its pages."""
        return Pass(self.release, self.since, anew=self.anew, moves=self.moves + 1)

    def again(self) -> Pass:
        """Return the pass from its beginning, because its pages ended too soon."""
        return Pass(self.release, self.since, anew=True, moves=self.moves)


@dataclass(frozen=True, slots=True)
class Progress:
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
        if under_way and under_way.since is None:
            return Pass(release)  # pages of another release do not fit together
        if self.last == release:
            return None
        now, full, last = (parse_day((name or "")[:10]) for name in (release, self.full, self.last))
        # a release that is not named by a day, or that came before the last, needs all of it to be seen
        if now is None or full is None or last is None or now < last or now - full >= FULL_EVERY:
            return Pass(release)
        return Pass(release, since=(last - MARGIN).isoformat())

    def done(self, ended: Pass) -> Progress:
        """Return how far it has come when a pass is at its end."""
        if ended.since:
            return Progress(self.full, ended.release, self.began)
        return Progress(ended.release, ended.release, ended.began)

    def with_current(self, under_way: Pass) -> Progress:
        """Return how far it has come in the middle of a pass."""
        return replace(self, under_way=under_way)


def to_json(progress: Progress) -> dict[str, Any]:
    """Return it as JSON."""
    return asdict(progress)


def from_json(value: Json) -> Progress:
    """Read what ``to_json`` wrote; None is before the first pass."""
    if not value:
        return Progress()
    under_way = value.get("under_way")
    return Progress(
        value.get("full"), value.get("last"), value.get("began"), Pass(**under_way) if under_way else None
    )
