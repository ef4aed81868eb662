"""Overall status, why it stopped, and expanded access: what a patient can do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.context import STATUS_MODULE
from monitor.core.presentation import labels as words
from monitor.core.records.accessors import get
from monitor.model import Kind, Origin, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.changes.context import Step
    from monitor.model import Change, Difference, Json

_OPEN = {"RECRUITING", "ENROLLING_BY_INVITATION"}
_ALWAYS = {  # what the new status means whatever was before
    "TERMINATED": "stopped",
    "WITHDRAWN": "stopped",
    "COMPLETED": "completed",
    "SUSPENDED": "paused",
    "UNKNOWN": "went_unknown",
    "WITHHELD": "withheld",
    "AVAILABLE": "access_available",
    "TEMPORARILY_NOT_AVAILABLE": "access_paused",
    "NO_LONGER_AVAILABLE": "access_ended",
    "APPROVED_FOR_MARKETING": "access_approved",
}
_MEANING = {
    "opened": "new patients can join",
    "closed": "no new patients are taken in",
    "paused": "no new patients are taken in for now; it may go on later",
    "resumed": "new patients can join again",
    "stopped": "the trial ended early and will not start again",
    "completed": "the trial ended as planned",
    "went_unknown": "the registry has not had the status confirmed for two years",
    "access_available": "patients can ask for the treatment outside a trial",
    "access_paused": "the treatment cannot be asked for at the moment",
    "access_ended": "the treatment can no longer be asked for",
    "access_approved": "the treatment is approved for sale",
    "withheld": "the record's details are not public",
}


def transition(before: Json, after: Json) -> str:
    """Return the event that a move between two overall statuses is, seen by a patient.

    An unknown status, or a move that neither opens nor closes anything, is ``other``.
    """
    if isinstance(after, str) and after in _ALWAYS:
        return _ALWAYS[after]
    if after == "RECRUITING" or (after == "ENROLLING_BY_INVITATION" and before != "RECRUITING"):
        return "resumed" if before == "SUSPENDED" else "opened"
    if after == "ENROLLING_BY_INVITATION":
        return "closed"  # only those who are asked can join from now on
    if after == "ACTIVE_NOT_RECRUITING":
        return "closed" if before in _OPEN | {"NOT_YET_RECRUITING", "SUSPENDED", "UNKNOWN"} else "other"
    if after == "NOT_YET_RECRUITING" and before in _OPEN:
        return "closed"
    return "other"


def status(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    """Tell of the overall status, of why it stopped, and of expanded access."""
    names = {difference.path[2] for difference in differences}
    if "overallStatus" in names:
        yield _overall(step)
    elif "lastKnownStatus" in names:
        yield _last_known(step)
    if "whyStopped" in names:
        yield _why(step)
    if "expandedAccessInfo" in names:
        yield _expanded_access(step)


def _overall(step: Step) -> Change:
    path = (*STATUS_MODULE, "overallStatus")
    before, after = step.both(*path)
    event = transition(before, after)
    summary = f"The status went from {words.status(before)} to {words.status(after)}"
    summary += f": {_MEANING[event]}." if event in _MEANING else "."
    if after == "ENROLLING_BY_INVITATION":
        summary = summary.removesuffix(".") + ", by invitation only."
    known, why = get(step.new, *STATUS_MODULE, "lastKnownStatus"), get(step.new, *STATUS_MODULE, "whyStopped")
    if event == "went_unknown" and known:
        summary += f" The last known status was {words.status(known)}."
    if event in {"stopped", "paused"}:
        summary += f" Reason given: {words.shown(why)}." if why else " No reason was given."
    # The registry itself writes UNKNOWN, without moving the update date (measured).
    origin = Origin.REGISTRY if "UNKNOWN" in (before, after) and step.origin is Origin.REGISTRY else None
    origin = Origin.REGISTRY if after == "UNKNOWN" else origin
    return step.told(Kind.STATUS, event, path, before, after, summary, origin=origin)


def _last_known(step: Step) -> Change:
    path = (*STATUS_MODULE, "lastKnownStatus")
    before, after = step.both(*path)
    summary = f"The last known status changed from {words.status(before)} to {words.status(after)}."
    return step.told(Kind.STATUS, "other", path, before, after, summary)


def _why(step: Step) -> Change:
    path = (*STATUS_MODULE, "whyStopped")
    before, after = step.both(*path)
    summary = (
        f"The reason given for stopping is now {words.shown(after)}"
        if after
        else "The reason for stopping was removed"
    )
    summary += f"; it was {words.shown(before)}." if before else "."
    return step.told(Kind.STATUS, "why_stopped", path, before, after, summary)


def _expanded_access(step: Step) -> Change:
    path = (*STATUS_MODULE, "expandedAccessInfo")
    before, after = step.both(*path)
    same = _access(before) == _access(after)
    summary = f"Expanded access (treatment outside the trial) was “{_access(before)}” and is now “{_access(after)}”."
    if same:
        summary = f"The record says “{_access(after)}” of expanded access in another way; nothing changed."
    return step.told(
        Kind.STATUS,
        "expanded_access",
        path,
        before,
        after,
        summary,
        severity=Severity.NOISE if same else None,
    )


def _access(info: Json) -> str:
    """Put an ``expandedAccessInfo`` into words; "not stated" and "no" say the same to a patient."""
    if not get(info, "hasExpandedAccess") and not get(info, "nctId"):
        return "none"
    number, state = get(info, "nctId"), get(info, "statusForNctId")
    return "offered" + (f" as {number}" if number else "") + (f", {words.status(state)}" if state else "")
