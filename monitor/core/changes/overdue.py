"""Results that were due and are not there: told from the record and the day alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from monitor.core.changes.context import STATUS_MODULE
from monitor.core.changes.dates import day_of
from monitor.core.changes.events import severity
from monitor.core.changes.results import ANNOTATION, has_results
from monitor.core.records.accessors import get, items_at
from monitor.core.records.compare import path_text
from monitor.model import Change, Kind, Origin

if TYPE_CHECKING:
    from monitor.model import Record

DUE_YEARS = 1
CERTIFIED_YEARS = 3
"""Results are due a year after the primary completion, with a certificate of delay three (42 CFR 11.44)."""


def due(record: Record) -> str | None:
    """Return the day on which a trial's results are due, as far as the record tells; None for never.

    An inference: whether the law asks this trial for results is not in the record. Trials
    that posted or submitted results, that are no interventional studies, or that nobody
    took part in owe none.
    """
    module = get(record, *STATUS_MODULE)
    completion = get(module, "primaryCompletionDateStruct")
    day = day_of(get(completion, "date"))
    if day is None or get(completion, "type") != "ACTUAL" or get(module, "overallStatus") == "WITHDRAWN":
        return None
    if day.year > date.max.year - CERTIFIED_YEARS:
        return None  # a slip of the pen, such as 9999-12-31
    if get(record, "protocolSection", "designModule", "studyType") != "INTERVENTIONAL" or get(
        module, "resultsWaived"
    ):
        return None
    if has_results(record) or get(module, "resultsFirstSubmitDate") or _waiting(record):
        return None
    years = CERTIFIED_YEARS if get(module, "dispFirstSubmitDate") else DUE_YEARS
    leap_day = (day.month, day.day) == (2, 29)
    return (
        day.replace(year=day.year + years, month=3, day=1) if leap_day else day.replace(year=day.year + years)
    ).isoformat()


def _waiting(record: Record) -> bool:
    """Say whether results were submitted and not taken back or returned since."""
    events = items_at(record, *ANNOTATION, "unpostedAnnotation", "unpostedEvents")
    return bool(events) and events[-1].get("type") == "RELEASE"


def overdue(due_on: str, today: date) -> Change:
    """Make the change that tells, once, that results were due and are not there."""
    return Change(
        kind=Kind.RESULTS,
        event="overdue",
        path=path_text((*STATUS_MODULE, "primaryCompletionDateStruct")),
        before=None,
        after=due_on,
        severity=severity(Kind.RESULTS, "overdue"),
        origin=Origin.REGISTRY,
        details={"days": (today - date.fromisoformat(due_on)).days},
    )
