"""What happened to the results between two records: at most one transition of their submission."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.core.records.accessors import get, items_at, text_at
from monitor.core.results.submission import ANNOTATION, State, Submission

if TYPE_CHECKING:
    from monitor.model import Json, Record

Event: TypeAlias = Literal[
    "submitted",
    "returned",
    "cancelled",
    "posted",
    "removed",
    "certificate",
    "violation",
    "violation_resolved",
]

_EVENT_OF: dict[State, Event] = {"released": "submitted", "returned": "returned", "cancelled": "cancelled"}
_VIOLATIONS: dict[str, Event] = {
    "VIOLATION_IDENTIFIED": "violation",
    "PENALTY_IMPOSED": "violation",
    "CORRECTION_CONFIRMED": "violation_resolved",
    "ISSUES_IN_LETTER_ADDRESSED_CONFIRMED": "violation_resolved",
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One change of the state of a submission of results, or one event about a violation of the reporting law."""

    event: Event
    day: str | None
    """The day that the record gives for it; None where it gives none."""
    before: State | None = None
    after: State | None = None
    detail: str = ""
    """What the registry says about a violation: its type, and its description where there is one."""


def submission_transition(before: Submission, after: Submission) -> Transition | None:
    """Return the transition between two states of a submission; None if the state is the same.

    When the registry posts results, it removes the traces of their submission; that is part of ``posted``. If the
    traces vanish without results, the submission is ``cancelled``, without a day, unless it was cancelled before.
    """
    if after.state == "posted":
        event: Event | None = None if before.state == "posted" else "posted"
    elif before.state == "posted":
        event = "removed"
    elif after.state == "none":
        event = None if before.state in {"none", "cancelled"} else "cancelled"
    else:
        event = _EVENT_OF[after.state] if _moved(before, after) else None
    if event is None:
        return None
    return Transition(event, None if event == "removed" else after.day, before.state, after.state)


def _moved(before: Submission, after: Submission) -> bool:
    """Return whether a submission has another state, or the same state after a further submission."""
    return before.state != after.state or len(after.cycles) > len(before.cycles)


def certificate_transition(before: Submission, after: Submission) -> Transition | None:
    """Return the transition that a certificate which delays the results appeared; None if none did."""
    if after.certificate is None or before.certificate is not None:
        return None
    return Transition("certificate", after.certificate)


def violation_transitions(old: Record, new: Record) -> list[Transition]:
    """Return the new events about violations of the reporting law, the oldest first, without those of unknown types."""
    known = Counter(_identity(event) for event in _violations(old))
    found = []
    for event in _violations(new):
        if known[_identity(event)]:
            known[_identity(event)] -= 1
            continue
        name = _VIOLATIONS.get(str(event.get("type")))
        if name is not None:
            found.append(Transition(name, _day(event), detail=_detail(event)))
    if not found and _flagged(new) and not _flagged(old):
        found.append(Transition("violation", None))
    return sorted(found, key=lambda step: step.day or "")


def _violations(record: Record) -> list[dict[str, Json]]:
    return items_at(record, *ANNOTATION, "violationAnnotation", "violationEvents")


def _identity(event: dict[str, Json]) -> tuple[str, str | None]:
    return str(event.get("type")), _day(event)


def _day(event: dict[str, Json]) -> str | None:
    """Return the day of a violation event: when it was issued, else released, else posted."""
    days = (text_at(event, key) for key in ("issuedDate", "releaseDate", "creationDate", "postedDate"))
    return next((day for day in days if day), None)


def _detail(event: dict[str, Json]) -> str:
    return "\n".join(text for text in (text_at(event, "type"), text_at(event, "description")) if text)


def _flagged(record: Record) -> bool:
    return get(record, "protocolSection", "oversightModule", "fdaaa801Violation") is True
