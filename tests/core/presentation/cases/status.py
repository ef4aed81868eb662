"""Edits of the status and of expanded access, three for each event: what was before, what is edited."""

from __future__ import annotations

from monitor.simulator.edits import ABSENT

S = "protocolSection.statusModule"
TISCH = "NCT03822858"


def step(before, after, **more):
    """Return a move between two statuses, with further fields of the status module that are edited."""
    return (
        {f"{S}.overallStatus": before},
        {f"{S}.overallStatus": after, **{f"{S}.{key}": value for key, value in more.items()}},
    )


def programme(state, nct=TISCH):
    """Return an ``expandedAccessInfo`` that names a programme."""
    return {"hasExpandedAccess": True, "nctId": nct, "statusForNctId": state}


def access(before, after):
    """Return an edit of the expanded access that a trial names."""
    return {f"{S}.expandedAccessInfo": before}, {f"{S}.expandedAccessInfo": after}


def why(before, after, state="SUSPENDED"):
    """Return an edit of the reason alone."""
    first = {f"{S}.overallStatus": state} | ({f"{S}.whyStopped": before} if before else {})
    return first, {f"{S}.whyStopped": after}


LONG = (
    "This decision was conducted by the sponsor and not driven by safety concerns as no new safety signals have been "
    "observed in the CCR8 program. Participants who benefit may stay on treatment in a rollover study until the "
    "product is approved or its development ends, and all of them are followed for survival for two more years."
)
CASES = {
    "status.opened": [
        step("NOT_YET_RECRUITING", "RECRUITING"),
        step("NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION"),
        step("ACTIVE_NOT_RECRUITING", "RECRUITING"),
    ],
    "status.closed": [
        step("RECRUITING", "ACTIVE_NOT_RECRUITING"),
        step("RECRUITING", "ENROLLING_BY_INVITATION"),
        step("NOT_YET_RECRUITING", "ACTIVE_NOT_RECRUITING"),
    ],
    "status.paused": [
        step("RECRUITING", "SUSPENDED", whyStopped="Supply of cells"),
        step("NOT_YET_RECRUITING", "SUSPENDED", whyStopped="Funding is under review."),
        step("ENROLLING_BY_INVITATION", "SUSPENDED"),
    ],
    "status.resumed": [
        step("SUSPENDED", "RECRUITING"),
        step("SUSPENDED", "ENROLLING_BY_INVITATION"),
        (
            {f"{S}.overallStatus": "SUSPENDED", f"{S}.whyStopped": "FDA"},
            {f"{S}.overallStatus": "RECRUITING", f"{S}.whyStopped": ABSENT},
        ),
    ],
    "status.stopped": [
        step("RECRUITING", "TERMINATED", whyStopped="Slow accrual."),
        step("ACTIVE_NOT_RECRUITING", "TERMINATED", whyStopped=LONG),
        step("NOT_YET_RECRUITING", "WITHDRAWN", whyStopped="PI left institution"),
    ],
    "status.withheld": [
        step("AVAILABLE", "WITHHELD"),
        step("RECRUITING", "WITHHELD"),
        step("UNKNOWN", "WITHHELD"),
    ],
    "status.access_available": [
        step("TEMPORARILY_NOT_AVAILABLE", "AVAILABLE"),
        step("NO_LONGER_AVAILABLE", "AVAILABLE"),
        step("NOT_YET_RECRUITING", "AVAILABLE"),
    ],
    "status.access_paused": [
        step("AVAILABLE", "TEMPORARILY_NOT_AVAILABLE"),
        step("NO_LONGER_AVAILABLE", "TEMPORARILY_NOT_AVAILABLE"),
        step("APPROVED_FOR_MARKETING", "TEMPORARILY_NOT_AVAILABLE"),
    ],
    "status.access_ended": [
        step("AVAILABLE", "NO_LONGER_AVAILABLE"),
        step("TEMPORARILY_NOT_AVAILABLE", "NO_LONGER_AVAILABLE"),
        step("APPROVED_FOR_MARKETING", "NO_LONGER_AVAILABLE"),
    ],
    "status.access_approved": [
        step("AVAILABLE", "APPROVED_FOR_MARKETING"),
        step("TEMPORARILY_NOT_AVAILABLE", "APPROVED_FOR_MARKETING"),
        step("NO_LONGER_AVAILABLE", "APPROVED_FOR_MARKETING"),
    ],
    "status.completed": [
        step("RECRUITING", "COMPLETED"),
        step("ACTIVE_NOT_RECRUITING", "COMPLETED"),
        step("UNKNOWN", "COMPLETED"),
    ],
    "status.went_unknown": [
        step("RECRUITING", "UNKNOWN", lastKnownStatus="RECRUITING"),
        step("NOT_YET_RECRUITING", "UNKNOWN", lastKnownStatus="NOT_YET_RECRUITING"),
        step("SUSPENDED", "UNKNOWN", lastKnownStatus="RECRUITING"),
    ],
    "status.expanded_access": [
        access(programme("TEMPORARILY_NOT_AVAILABLE"), programme("AVAILABLE")),
        access({"hasExpandedAccess": False}, programme("AVAILABLE")),
        access(ABSENT, {"hasExpandedAccess": True}),
        access(programme("NO_LONGER_AVAILABLE"), {"hasExpandedAccess": False}),
        access(programme("AVAILABLE"), programme("APPROVED_FOR_MARKETING", "NCT90000044")),
    ],
    "status.why_stopped": [
        why("Supply of cells", "Supply of cells; the manufacturer moves"),
        why(None, "Slow accrual.", "TERMINATED"),
        why("FDA", ABSENT),
    ],
    "status.other": [
        step("TERMINATED", "ACTIVE_NOT_RECRUITING"),
        step("UNKNOWN", "NOT_YET_RECRUITING"),
        step("RECRUITING", "OPEN_FOR_REGISTRY"),
        (
            {f"{S}.overallStatus": "UNKNOWN", f"{S}.lastKnownStatus": "RECRUITING"},
            {f"{S}.lastKnownStatus": "NOT_YET_RECRUITING"},
        ),
    ],
}
