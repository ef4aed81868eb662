"""Whether a change opens a trial to people or closes it; formats show it by a colour and a label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.model import Direction, Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.model import Change

Turn: TypeAlias = Literal["opens", "closes", ""]

_STATUS: dict[str, tuple[Turn, str]] = {
    "opened": ("opens", "Open to patients"),
    "resumed": ("opens", "Open to patients again"),
    "access_available": ("opens", "Available to patients"),
    "closed": ("closes", "Closed to patients"),
    "paused": ("closes", "Paused"),
    "stopped": ("closes", "Stopped"),
    "completed": ("closes", "Closed to patients"),
    "access_paused": ("closes", "Not available for now"),
    "access_ended": ("closes", "No longer available"),
}
"""Status events that open or close a trial to people, each with its label."""
_LAST_SITE = {"site_removed", "site_status"}
_DIRECTIONS: dict[Direction | None, Turn] = {Direction.LOOSENED: "opens", Direction.TIGHTENED: "closes"}


def turn(change: Change) -> Turn:
    """Return whether more people can join after a change (opens), or fewer (closes); "" if neither is known."""
    return _whole_trial(change)[0] or _DIRECTIONS.get(change.direction, "")


def trial_turn(changes: Iterable[Change]) -> tuple[Turn, str]:
    """Return whether a trial was opened or closed, and the label for it; by the last change that did either, else two ""."""
    found = [found for change in changes if (found := _whole_trial(change))[0]]
    return found[-1] if found else ("", "")


def _whole_trial(change: Change) -> tuple[Turn, str]:
    """Return whether a change opens or closes the whole trial, and the label for it; two "" if neither.

    Of sites, only the last open one that closes does; then the severity is high.
    """
    high = change.severity is Severity.HIGH
    if change.kind is Kind.LOCATIONS and change.event in _LAST_SITE and high:
        return "closes", "Closed to patients"
    if change.kind is Kind.STATUS and (change.event != "completed" or high):
        return _STATUS.get(change.event, ("", ""))
    return "", ""
