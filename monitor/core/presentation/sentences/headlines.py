"""Headlines: the event's headline of the table, or a more exact one where the values allow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.events import event_row
from monitor.core.changes.status import OPEN
from monitor.core.presentation.labels import status as status_label
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.vocabulary import OUTCOME_LISTS
from monitor.core.records.accessors import get
from monitor.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Change

_FRAMES = {
    "filled_in": "time frame of an outcome filled in",
    "cleared": "time frame of an outcome cut",
    "reworded": "time frame of an outcome reworded",
    "rewritten": "time frame of an outcome reworded",
}
_INVITED = {"opened": "enrolling by invitation", "resumed": "enrolling by invitation again"}


def headline(change: Change) -> str:
    """Return what happened in a few words; for the overall status with both values."""
    exact = _EXACT.get(change.kind)
    words = (exact(change) if exact else "") or event_row(change.kind, change.event).headline
    overall = change.kind is Kind.STATUS and change.path.endswith("overallStatus")
    if overall and isinstance(change.after, str):
        return f"{words} ({status_label(change.before)} → {status_label(change.after)})"
    return words


def _status(change: Change) -> str:
    if change.after == "ENROLLING_BY_INVITATION":
        return _INVITED.get(change.event, "now by invitation only")
    return "withdrawn before it began" if change.after == "WITHDRAWN" else ""


def _outcomes(change: Change) -> str:
    if change.event == "time_frame":
        return _FRAMES.get(str(change.details.get("nature")), "")
    lists = [str(get(side, "list")) for side in (change.before, change.after)]
    if (
        change.event not in {"promoted", "demoted"}
        or not set(lists) <= OUTCOME_LISTS.keys()
        or "primary" in lists
    ):
        return ""
    return f"outcome moved from {lists[0]} to {lists[1]}"


def _eligibility(change: Change) -> str:
    moved = change.event == "criterion_reworded" and flat(str(change.before)) == flat(str(change.after))
    return "eligibility criterion moved" if moved else ""


def _enrollment(change: Change) -> str:
    final = get(change.before, "type") == get(change.after, "type") == "ACTUAL"
    return "number of participants corrected" if final and change.event in {"raised", "lowered"} else ""


def _locations(change: Change) -> str:
    if change.event != "site_status":
        return ""
    opened, closed = change.after in OPEN, change.before in OPEN
    if opened != closed and change.after is not None:
        return (
            "site opened"
            if opened
            else "last open site closed"
            if change.details.get("last_open")
            else "site closed"
        )
    return "site status changed"


_EXACT: dict[Kind, Callable[[Change], str]] = {
    Kind.STATUS: _status,
    Kind.OUTCOMES: _outcomes,
    Kind.ELIGIBILITY: _eligibility,
    Kind.ENROLLMENT: _enrollment,
    Kind.LOCATIONS: _locations,
}
"""Kinds that may have a more exact headline; each function returns "" for the table's."""
