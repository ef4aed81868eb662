"""Statuses: who can join now and who could, and the reason for stopping."""

from __future__ import annotations

import pytest
from records import a_record

from monitor.core.changes import classify
from monitor.model import Kind, Severity


def changes_of(before, after, **more):
    """Return the changes of a step between two statuses; ``more`` are pairs of other fields of the status module."""
    records = []
    for place, status in enumerate((before, after)):
        fields = {f"statusModule__{name}": pair[place] for name, pair in more.items()}
        records.append(a_record(statusModule__overallStatus=status, **fields))
    return [change for change in classify(*records) if change.event != "housekeeping"]


ENDS = [
    ("RECRUITING", "COMPLETED", "completed", Severity.HIGH),
    ("ENROLLING_BY_INVITATION", "COMPLETED", "completed", Severity.HIGH),
    ("ACTIVE_NOT_RECRUITING", "COMPLETED", "completed", Severity.MEDIUM),
    ("NOT_YET_RECRUITING", "COMPLETED", "completed", Severity.MEDIUM),
    ("RECRUITING", "ACTIVE_NOT_RECRUITING", "closed", Severity.HIGH),
    ("COMPLETED", "ACTIVE_NOT_RECRUITING", "other", Severity.MEDIUM),
    ("RECRUITING", "TERMINATED", "stopped", Severity.HIGH),
    ("NOT_YET_RECRUITING", "WITHDRAWN", "stopped", Severity.HIGH),
    ("RECRUITING", "UNKNOWN", "went_unknown", Severity.MEDIUM),
    ("SUSPENDED", "RECRUITING", "resumed", Severity.HIGH),
]


@pytest.mark.parametrize(("before", "after", "event", "severity"), ENDS)
def test_how_grave_an_end_is(before, after, event, severity):
    """What ends an open trial's recruitment is as grave as closed, and the change says who could and can join."""
    (change,) = changes_of(before, after)
    assert (change.event, change.severity) == (event, severity)
    open_ones = {"RECRUITING", "ENROLLING_BY_INVITATION"}
    assert change.details["could_join"] is (before in open_ones)
    assert change.details["can_join"] is (after in open_ones)


@pytest.mark.parametrize("after", ["TERMINATED", "WITHDRAWN", "SUSPENDED"])
def test_the_reason_for_stopping_is_told_once(after):
    """With the stop, and by nothing else; a reason that changes later is told by itself."""
    (change,) = changes_of("RECRUITING", after, whyStopped=(None, "No money"))
    assert change.details["why_stopped"] == "No money"
    (later,) = changes_of(after, after, whyStopped=("No money", "No cells"))
    assert (later.event, later.severity) == ("why_stopped", Severity.MEDIUM)


def test_a_reason_that_goes_because_the_trial_goes_on_is_noise():
    """That it recruits again is what there is to tell."""
    changes = changes_of("SUSPENDED", "RECRUITING", whyStopped=("No cells", None))
    assert {change.event for change in changes if change.severity is not Severity.NOISE} == {"resumed"}


def test_a_status_in_other_letters_is_the_registrys_spelling():
    """The registry spells the same status anew: nothing happened to the trial."""
    changes = changes_of("ACTIVE_NOT_RECRUITING", "Active, not recruiting")
    assert [(change.kind, change.severity) for change in changes] == [(Kind.STATUS, Severity.NOISE)]
