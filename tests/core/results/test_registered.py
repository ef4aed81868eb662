"""Reported primary outcomes held against those that were registered."""

from __future__ import annotations

from records import a_record

from monitor.core.outcomes import Outcome
from monitor.core.results.registered import departures, load_reported

SURVIVAL = Outcome("primary", "Overall survival", "5 years")
WALK = Outcome("primary", "Six-minute walk distance", "1 year")
PAIN = Outcome("secondary", "Pain score", "1 year")


def kinds(registered, reported):
    return [(d.kind, (d.reported or d.registered).measure) for d in departures(registered, reported)]


def test_as_registered_is_no_departure():
    """The same outcomes, one of them with a longer name, depart in nothing."""
    longer = Outcome("primary", "Overall survival (OS), defined as time to death from any cause", "5 years")
    assert kinds([SURVIVAL, PAIN], [longer, PAIN]) == []


def test_missing_new_and_moved():
    """A registered primary is missing, another was never registered, a secondary became primary."""
    promoted = Outcome("primary", "Pain score", "1 year")
    infections = Outcome("primary", "Number of infections that need hospital care", "1 year")
    found = kinds([SURVIVAL, WALK, PAIN], [SURVIVAL, promoted, infections])
    assert sorted(found) == [
        ("missing", "Six-minute walk distance"),
        ("moved", "Pain score"),
        ("new", "Number of infections that need hospital care"),
    ]


def test_a_secondary_that_is_not_reported_is_no_departure():
    """Only primary outcomes are held against the registration."""
    assert kinds([SURVIVAL, PAIN], [SURVIVAL]) == []


def test_a_version_that_is_not_held_departs_in_nothing():
    """Without the registered outcomes nothing is known to depart."""
    assert departures([], [SURVIVAL]) == []
    assert departures([SURVIVAL], []) == []


def test_reported_outcomes_are_read_with_their_types():
    """The registry's types become the lists of the registration."""
    record = a_record()
    measures = [
        {"type": "PRIMARY", "title": "A", "timeFrame": "1 year"},
        {"type": "SECONDARY", "title": "B"},
        {"type": "OTHER_PRE_SPECIFIED", "title": "C"},
        {"type": "POST_HOC", "title": "D", "description": "E"},
    ]
    record["resultsSection"] = {"outcomeMeasuresModule": {"outcomeMeasures": measures}}
    assert load_reported(record) == [
        Outcome("primary", "A", "1 year"),
        Outcome("secondary", "B"),
        Outcome("other", "C"),
        Outcome("other", "D", "", "E"),
    ]
