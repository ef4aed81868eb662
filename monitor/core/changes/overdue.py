"""Results that were due and are not there, judged by the record and the day alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from monitor.core.changes.context import STATUS_MODULE
from monitor.core.changes.events import severity
from monitor.core.records.accessors import get
from monitor.core.records.compare import path_text
from monitor.core.results.overdue import results_due
from monitor.model import Change, Kind, Origin

if TYPE_CHECKING:
    from monitor.model import Record


def due(record: Record) -> str | None:
    """Return the day on which a trial's results are due, as far as the record says; None if none are owed."""
    completion = get(record, *STATUS_MODULE, "primaryCompletionDateStruct")
    if get(completion, "type") != "ACTUAL":  # first, since it is the cheapest test and every record is asked
        return None
    return results_due(record).day


def overdue(due_on: str, today: date) -> Change:
    """Return the change that results were due on a day and are not there today."""
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
