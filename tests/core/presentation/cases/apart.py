"""Changes that are told from other things than two records, three for each event."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core.changes.conftest import edited
from core.presentation.cases.results import posted
from core.presentation.cases.status import S, programme
from core.presentation.cases.who import LIFE, PAIN, E, outcomes
from records import a_record

from monitor.core.changes import classify, overdue, record_events
from monitor.core.changes.programmes import with_parent, with_programme
from monitor.core.changes.registered import outcomes_differ

if TYPE_CHECKING:
    from monitor.model import Change

MS = "NCT03822858"
LONG = "A Phase II Study of Intrathecal Administration of Autologous Mesenchymal Stem Cells " * 4


def differ(first: dict, last: dict | None = None) -> Change:
    """Return what is told when results are posted of a trial that was registered with other outcomes."""
    old = a_record()
    registered = {"first": edited(old, first)} | ({"primary_completion": edited(old, last)} if last else {})
    found = outcomes_differ(old, edited(old, posted()), registered)
    assert found is not None
    return found


def expanded_access(first: dict, edits: dict, name: str) -> Change:
    """Return a change of a trial that names an expanded-access programme, for that programme's readers too."""
    old = edited(a_record(), first | {f"{S}.expandedAccessInfo": programme("AVAILABLE")})
    new = edited(old, edits)
    return next(change for change in with_programme(classify(old, new), new, MS) if change.event == name)


def programmes(before: str, after: str, parent: str | None, name: str) -> Change:
    """Return a change of an expanded-access programme whose parent has a status, for the parent's readers too."""
    old = edited(a_record(), {f"{S}.overallStatus": before})
    new = edited(old, {f"{S}.overallStatus": after})
    return next(c for c in with_parent(classify(old, new), "NCT03355365", parent) if c.event == name)


def access() -> dict[str, list[Change]]:
    """Return changes that mean something for an expanded-access programme or for its parent."""
    recruiting, closed = {f"{S}.overallStatus": "RECRUITING"}, {f"{S}.overallStatus": "ACTIVE_NOT_RECRUITING"}
    return {
        "status.opened": [expanded_access(closed, recruiting, "opened")],
        "status.closed": [expanded_access(recruiting, closed, "closed")],
        "eligibility.age": [expanded_access({}, {f"{E}.minimumAge": "25 Years"}, "age")],
        "status.paused": [expanded_access(recruiting, {f"{S}.overallStatus": "SUSPENDED"}, "paused")],
        "status.withheld": [programmes("AVAILABLE", "WITHHELD", "UNKNOWN", "withheld")],
        "status.access_paused": [
            programmes("AVAILABLE", "TEMPORARILY_NOT_AVAILABLE", None, "access_paused"),
            programmes("AVAILABLE", "TEMPORARILY_NOT_AVAILABLE", "NOT_YET_RECRUITING", "access_paused"),
        ],
        "status.access_approved": [
            programmes("AVAILABLE", "APPROVED_FOR_MARKETING", "SUSPENDED", "access_approved")
        ],
        "status.completed": [
            expanded_access(
                recruiting,
                {
                    f"{S}.overallStatus": "COMPLETED",
                    f"{S}.expandedAccessInfo": programme("NO_LONGER_AVAILABLE"),
                },
                "completed",
            )
        ],
        "status.access_available": [
            programmes("TEMPORARILY_NOT_AVAILABLE", "AVAILABLE", "RECRUITING", "access_available")
        ],
        "status.access_ended": [programmes("AVAILABLE", "NO_LONGER_AVAILABLE", "COMPLETED", "access_ended")],
    }


def made() -> dict[str, list[Change]]:
    """Return the changes by their events."""
    switched = outcomes(primary=[PAIN], secondary=[{"measure": "Walking speed", "timeFrame": "12 months"}])
    return access() | {
        "results.overdue": [
            overdue.overdue("2026-03-28", date(2026, 4, 1)),
            overdue.overdue("2025-03-31", date(2026, 9, 4)),
            overdue.overdue("2020-06-30", date(2026, 9, 4)),
        ],
        "results.outcomes_differ": [
            differ(outcomes(primary=[PAIN])),
            differ(switched, outcomes(primary=[LIFE])),
            differ(switched),
        ],
        "record.gone": [
            record_events.gone(MS, "RECRUITING"),
            record_events.gone(MS, "TEMPORARILY_NOT_AVAILABLE"),
            record_events.gone("NCT90000002", None),
        ],
        "record.returned": [
            record_events.returned(MS, "RECRUITING"),
            record_events.returned(MS, "COMPLETED"),
            record_events.returned("NCT90000002", None),
        ],
        "record.renamed": [
            record_events.renamed("NCT03661047", "NCT03419455"),
            record_events.renamed(MS, "NCT90000002"),
            record_events.renamed("NCT00201097", "NCT00000001"),
        ],
        "record.related_found": [
            record_events.related_found(
                MS, "NCT90000009", "Cells Again", "same intervention, similar condition"
            ),
            record_events.related_found(MS, "NCT90000010", LONG, "same sponsor"),
            record_events.related_found(MS, "NCT90000011", "Do Cells Help?", "shared publication"),
        ],
        "record.found": [
            record_events.found("NCT90000009", "Cells Again", "cell therapy in progressive MS"),
            record_events.found("NCT90000010", LONG, "cells"),
            record_events.found("NCT90000011", "Do Cells Help?", "cells near New York"),
        ],
        "record.left_search": [
            record_events.left_search("NCT90000009", "cell therapy in progressive MS"),
            record_events.left_search(MS, "cells"),
            record_events.left_search("NCT90000011", "cells near New York"),
        ],
    }
