"""Two consecutive records of a trial, and what the rules for each kind of change need of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.core.changes.events import severity as usual_severity
from monitor.core.records.accessors import get
from monitor.core.records.compare import path_text
from monitor.core.records.vanished import is_updated
from monitor.model import Change, Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from monitor.model import Difference, Direction, Json, Kind, Path, Record, Severity

PROTOCOL = "protocolSection"
STATUS_MODULE = (PROTOCOL, "statusModule")


@dataclass(frozen=True)
class Step:
    """Two consecutive records of one trial, and its earlier changes of dates, oldest first."""

    old: Record
    new: Record
    past: Sequence[Change] = ()

    @cached_property
    def origin(self) -> Origin:
        """The sponsor, where an update date moved; else the registry (nine of 67 real changes, measured)."""
        return Origin.SPONSOR if is_updated(self.old, self.new) else Origin.REGISTRY

    def values(self, *path: str) -> tuple[Json, Json]:
        """Return what lies at ``path`` in the old and in the new record."""
        return get(self.old, *path), get(self.new, *path)

    def change(
        self,
        kind: Kind,
        event: str,
        path: Path,
        before: Json,
        after: Json,
        *,
        subject: str = "",
        context: tuple[str, ...] = (),
        severity: Severity | None = None,
        origin: Origin | None = None,
        direction: Direction | None = None,
        **details: Json,
    ) -> Change:
        """Return a change of this step, with the event's usual severity and the step's origin unless given."""
        return Change(
            kind=kind,
            event=event,
            path=path_text(path),
            before=before,
            after=after,
            severity=severity or usual_severity(kind, event),
            origin=origin or self.origin,
            direction=direction,
            subject=subject,
            context=context,
            details=details,
        )


if TYPE_CHECKING:
    Rule = Callable[[Step, Sequence[Difference]], Iterable[Change]]
    """From the differences of its paths to their changes; each difference must appear in some change."""


def item_of(difference: Difference) -> Path | None:
    """Return the path of the outermost list item that a difference lies in; None if it is in none."""
    for place, key in enumerate(difference.path):
        if key.startswith("["):
            return difference.path[: place + 1]
    return None


def by_item(differences: Iterable[Difference]) -> dict[Path, list[Difference]]:
    """Return differences by the path of the list item that they lie in; one that lies in none is by its own path."""
    groups: dict[Path, list[Difference]] = {}
    for difference in differences:
        groups.setdefault(item_of(difference) or difference.path, []).append(difference)
    return groups


def parts(differences: Sequence[Difference], depth: int) -> tuple[Json, Json]:
    """Return what was and what is, each an object by the path below ``depth``.

    For a single difference at that depth itself: its values.
    """
    if len(differences) == 1 and len(differences[0].path) == depth:
        return differences[0].before, differences[0].after
    before = {path_text(d.path[depth:]): d.before for d in differences if d.before is not None}
    after = {path_text(d.path[depth:]): d.after for d in differences if d.after is not None}
    return before or None, after or None
