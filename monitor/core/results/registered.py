"""Reported primary outcomes compared with those that were registered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.core.outcomes import Outcome, compare_outcomes
from monitor.core.records.accessors import items_at, text_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.core.outcomes.model import ListName
    from monitor.model import Json, Record

Kind: TypeAlias = Literal["missing", "new", "moved"]

_LISTS: Mapping[Json, ListName] = {
    "PRIMARY": "primary",
    "SECONDARY": "secondary",
    "OTHER_PRE_SPECIFIED": "other",
    "POST_HOC": "other",
}


@dataclass(frozen=True, slots=True)
class Departure:
    """One primary outcome that was not reported as it was registered."""

    kind: Kind
    """Missing: registered as primary, not reported. New: reported as primary, not registered. Moved: primary on
    one side, secondary or other on the other."""
    registered: Outcome | None
    reported: Outcome | None


def load_reported(record: Record) -> list[Outcome]:
    """Return the outcomes of the posted results, in their order."""
    found = []
    for item in items_at(record, "resultsSection", "outcomeMeasuresModule", "outcomeMeasures"):
        name = _LISTS.get(item.get("type"), "other")
        texts = (text_at(item, key) or "" for key in ("title", "timeFrame", "description"))
        found.append(Outcome(name, *texts))
    return found


def departures(registered: Sequence[Outcome], reported: Sequence[Outcome]) -> list[Departure]:
    """Return the departures of the reported primary outcomes from the registered ones; none if either list is empty."""
    if not registered or not reported:
        return []
    found = []
    for change in compare_outcomes(registered, reported):
        if not change.primary:
            continue
        kinds: dict[str, Kind] = {
            "removed": "missing",
            "added": "new",
            "promoted": "moved",
            "demoted": "moved",
        }
        kind = kinds.get(change.event)
        if kind is not None:
            found.append(Departure(kind, change.before, change.after))
    return found
