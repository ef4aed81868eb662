"""Status: who can join, phase, number of participants, and the key dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation import labels
from monitor.core.presentation.prose import pieces
from monitor.core.records.accessors import get, status_of, text_at
from monitor.core.sections.model import Section
from monitor.core.sections.parts import capital, facts, line, module, words

if TYPE_CHECKING:
    from monitor.core.presentation.prose import Line
    from monitor.core.sections.model import Limits
    from monitor.model import Json, Record

WHO_CAN_JOIN = {
    "RECRUITING": "People can join now.",
    "ENROLLING_BY_INVITATION": "Only people who are invited can join.",
    "NOT_YET_RECRUITING": "Nobody can join yet.",
    "ACTIVE_NOT_RECRUITING": "Nobody new can join. Those who joined are still treated or followed up.",
    "COMPLETED": "Nobody can join. The trial is over, as planned.",
    "SUSPENDED": "Nobody can join for now. The trial is paused and may go on.",
    "TERMINATED": "Nobody can join. The trial was stopped early.",
    "WITHDRAWN": "Nobody can join. The trial was called off before anybody joined.",
    "AVAILABLE": "The treatment is available outside a trial, to people who meet the criteria.",
    "TEMPORARILY_NOT_AVAILABLE": "The treatment is not available for now.",
    "NO_LONGER_AVAILABLE": "The treatment is no longer available in this way.",
    "APPROVED_FOR_MARKETING": "The treatment is approved. A doctor can say how to get it.",
    "WITHHELD": "The record is not public, so it does not say.",
    "UNKNOWN": "Nobody knows: the sponsor has not confirmed the record for two years.",
}
"""What each overall status means for somebody who wants to take part (the registry's glossary, in its plain part)."""


def status(record: Record, _: Limits) -> Section:
    """Return the section of status and dates."""
    part, design = module(record, "statusModule"), module(record, "designModule")
    code = status_of(record)
    return Section(
        "status",
        "Status and dates",
        facts(
            ("Status", labels.status(code) if code else ""),
            ("Who can join", WHO_CAN_JOIN.get(code or "", "")),
            ("Last known status", line(get(part, "lastKnownStatus"), "lastKnownStatus")),
            ("Reason given for stopping", line(get(part, "whyStopped"))),
            ("Phase", phases(get(design, "phases"))),
            ("Type of study", capital(words(get(design, "studyType"), "studyType"))),
            ("Participants", _participants(get(design, "enrollmentInfo"))),
            ("Start", _date(get(part, "startDateStruct"))),
            ("Primary completion", _date(get(part, "primaryCompletionDateStruct"))),
            ("Completion", _date(get(part, "completionDateStruct"))),
            ("First posted", _date(get(part, "studyFirstPostDateStruct"), "estimated")),
            ("Results first posted", _date(get(part, "resultsFirstPostDateStruct"), "estimated")),
            ("Record last updated", _date(get(part, "lastUpdatePostDateStruct"), "estimated")),
            ("Last verified", words(get(part, "statusVerifiedDate"), "statusVerifiedDate")),
            ("Expanded access", _expanded_access(get(part, "expandedAccessInfo"))),
        ),
    )


def phases(value: Json) -> str:
    """Write ``["PHASE1", "PHASE2"]`` as people do, ``1/2``; "" for none."""
    found = (
        [phase for phase in value if isinstance(phase, str) and phase != "NA"]
        if isinstance(value, list)
        else []
    )
    return words("/".join(phase.replace("EARLY_PHASE", "early ").removeprefix("PHASE") for phase in found))


def _date(value: Json, unsure: str = "planned") -> str:
    """Return a date; of one that the registry calls estimated it says what that means: a plan, or a past day not known for sure."""
    day = words(get(value, "date"), "date")
    return f"{day} ({unsure})" if day and get(value, "type") == "ESTIMATED" else day


def _participants(value: Json) -> str:
    count = get(value, "count")
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        return ""
    kind = {"ESTIMATED": " (planned)", "ACTUAL": " (counted)"}.get(get(value, "type") or "", "")
    return f"{count:,}{kind}"


def _expanded_access(value: Json) -> Line:
    number = text_at(value, "nctId")
    if number:
        return pieces(f"{number} {labels.status(get(value, 'statusForNctId')).lower()}")
    return pieces("Yes") if get(value, "hasExpandedAccess") is True else ()
