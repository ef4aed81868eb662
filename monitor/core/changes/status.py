"""Overall status, why it stopped, and expanded access: what a patient can do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.context import STATUS_MODULE
from monitor.core.changes.events import severity as usual_severity
from monitor.core.records.accessors import get
from monitor.core.records.punctuation import only_punctuation
from monitor.model import Kind, Origin, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.changes.context import Step
    from monitor.model import Change, Difference, Json

OPEN = ("RECRUITING", "ENROLLING_BY_INVITATION")
"""Statuses in which people can join a trial or a site; a tuple, since the value looked for may be unhashable JSON."""
_WITH_REASON = ("TERMINATED", "WITHDRAWN", "SUSPENDED")
_ALWAYS = {  # new status → event, whatever the status before
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


def transition(before: Json, after: Json) -> str:
    """Return the event of a change of the overall status, as a patient sees it.

    ``other`` is an unknown status, or a change that neither opens nor closes anything.
    """
    if isinstance(after, str) and after in _ALWAYS:
        return _ALWAYS[after]
    if after == "RECRUITING" or (after == "ENROLLING_BY_INVITATION" and before != "RECRUITING"):
        return "resumed" if before == "SUSPENDED" else "opened"
    if after == "ENROLLING_BY_INVITATION":
        return "closed"  # only those who are asked can join from now on
    if after == "ACTIVE_NOT_RECRUITING":
        return "closed" if before in (*OPEN, "NOT_YET_RECRUITING", "SUSPENDED", "UNKNOWN") else "other"
    if after == "NOT_YET_RECRUITING" and before in OPEN:
        return "closed"
    return "other"


def status(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    """Yield the changes of the overall status, of the reason for stopping, and of expanded access."""
    names = {difference.path[2] for difference in differences}
    reason_included = False
    if "overallStatus" in names:
        overall = _overall(step)
        yield overall
        reason_included = overall.event in {"stopped", "paused"} and bool(overall.details["why_stopped"])
    elif "lastKnownStatus" in names:
        yield _last_known(step)
    if "whyStopped" in names and not reason_included:
        yield _why(step)
    if "expandedAccessInfo" in names:
        yield _expanded_access(step)


def _overall(step: Step) -> Change:
    path = (*STATUS_MODULE, "overallStatus")
    before, after = step.values(*path)
    # The registry itself writes UNKNOWN, without moving the update date (measured).
    registry = after == "UNKNOWN" or (before == "UNKNOWN" and step.origin is Origin.REGISTRY)
    event = transition(before, after)
    closing = before in OPEN and after not in OPEN
    respelled = only_punctuation(before, after)
    return step.change(
        Kind.STATUS,
        event,
        path,
        before,
        after,
        severity=Severity.NOISE if respelled else usual_severity(Kind.STATUS, event, closing=closing),
        origin=Origin.REGISTRY if registry or respelled else None,
        field="overallStatus",
        could_join=before in OPEN,
        can_join=after in OPEN,
        last_known=get(step.new, *STATUS_MODULE, "lastKnownStatus"),
        why_stopped=get(step.new, *STATUS_MODULE, "whyStopped"),
    )


def _last_known(step: Step) -> Change:
    path = (*STATUS_MODULE, "lastKnownStatus")
    return step.change(Kind.STATUS, "other", path, *step.values(*path), field="lastKnownStatus")


def _why(step: Step) -> Change:
    """Return the change of the reason for stopping.

    Noise if only its form changed, or if it was removed because the trial goes on.
    """
    path = (*STATUS_MODULE, "whyStopped")
    before, after = step.values(*path)
    goes_on = after is None and get(step.new, *STATUS_MODULE, "overallStatus") not in _WITH_REASON
    severity = Severity.NOISE if goes_on or only_punctuation(before, after) else None
    return step.change(Kind.STATUS, "why_stopped", path, before, after, severity=severity)


def _expanded_access(step: Step) -> Change:
    path = (*STATUS_MODULE, "expandedAccessInfo")
    before, after = step.values(*path)
    same = access(before) == access(after)
    severity = Severity.NOISE if same else None
    return step.change(Kind.STATUS, "expanded_access", path, before, after, severity=severity, same=same)


def access(info: Json) -> tuple[Json, Json] | None:
    """Return number and status of the expanded access that an ``expandedAccessInfo`` offers; None for none.

    "Not stated" and "no" say the same to a patient.
    """
    if not get(info, "hasExpandedAccess") and not get(info, "nctId"):
        return None
    return get(info, "nctId"), get(info, "statusForNctId")
