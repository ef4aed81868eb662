"""Changes of results: one step of the submission, values that moved, violations, publications."""

from __future__ import annotations

import copy
from datetime import date

import pytest
from records import a_record, put

from monitor.core.changes import classify, overdue
from monitor.core.changes.registered import concerns_results, outcomes_differ
from monitor.core.presentation.sentences import summary
from monitor.model import Kind, Severity

TRACKING = ("derivedSection", "miscInfoModule", "submissionTracking", "submissionInfos")
EVENTS = ("annotationSection", "annotationModule", "unpostedAnnotation", "unpostedEvents")
VIOLATIONS = ("annotationSection", "annotationModule", "violationAnnotation", "violationEvents")
STATUS = ("protocolSection", "statusModule")
RELEASED = {"releaseDate": "2026-01-05"}
RETURNED = {**RELEASED, "resetDate": "2026-02-05"}
ANNOTATED = [{"type": "RELEASE", "date": "2026-01-05"}, {"type": "RESET", "date": "2026-02-05"}]


def changes_of(old, new):
    return [change for change in classify(old, new) if change.event != "housekeeping"]


def tracked(*infos, events=()):
    record = put(a_record(), list(infos), *TRACKING) if infos else a_record()
    return put(record, list(events), *EVENTS) if events else record


def posted(value="3.1", title="Walking speed", **more):
    """Return a record with posted results of one primary outcome."""
    record = a_record()
    record["hasResults"] = True
    groups = [{"id": "OG000", "title": "Cells"}]
    measure = {
        "type": "PRIMARY",
        "title": title,
        "timeFrame": "12 months",
        "groups": groups,
        "classes": [{"categories": [{"measurements": [{"groupId": "OG000", "value": value}]}]}],
        **more,
    }
    record["resultsSection"] = {"outcomeMeasuresModule": {"outcomeMeasures": [measure]}}
    put(record, "2026-01-05", *STATUS, "resultsFirstSubmitDate")
    return put(record, {"date": "2026-06-01", "type": "ACTUAL"}, *STATUS, "resultsFirstPostDateStruct")


STEPS = [
    ("submitted", Severity.MEDIUM, tracked(), tracked(RELEASED), "on 2026-01-05 and wait to be posted."),
    (
        "returned",
        Severity.MEDIUM,
        tracked(RELEASED),
        tracked(RETURNED, events=ANNOTATED),
        "for correction on 2026-02-05.",
    ),
    ("returned", Severity.MEDIUM, tracked(), tracked(events=ANNOTATED), "sent the submitted results back"),
    (
        "cancelled",
        Severity.LOW,
        tracked(RELEASED),
        tracked({**RELEASED, "unreleaseDate": "2026-01-09"}),
        "The sponsor took back the submitted results on 2026-01-09",
    ),
    ("cancelled", Severity.LOW, tracked(RETURNED, events=ANNOTATED), tracked(), "no longer shows"),
    ("posted", Severity.HIGH, tracked(RETURNED, RELEASED, events=ANNOTATED), posted(), "Results were posted"),
    ("removed", Severity.HIGH, posted(), a_record(), "The posted results were removed."),
]


@pytest.mark.parametrize(("event", "severity", "old", "new", "words"), STEPS)
def test_a_step_of_the_submission_is_one_change(event, severity, old, new, words):
    """Tracking, annotation and dates together are one change, and what is cleared away is no other."""
    (change,) = changes_of(old, new)
    assert (change.kind, change.event, change.severity) == (Kind.RESULTS, event, severity)
    assert words in summary(change)


def test_an_echo_in_another_place_is_noise():
    """The annotation that comes days after the tracking tells what was told."""
    changes = changes_of(tracked(RETURNED), tracked(RETURNED, events=ANNOTATED))
    assert {(change.event, change.severity) for change in changes} == {("edited", Severity.NOISE)}


LIFE = [
    ("submitted", {"releaseDate": "2026-01-05"}),
    ("returned", {"releaseDate": "2026-01-05", "resetDate": "2026-02-05"}),
    ("submitted", {"releaseDate": "2026-02-05"}),
    ("cancelled", {"releaseDate": "2026-02-05", "unreleaseDate": "2026-03-05"}),
    ("submitted", {"releaseDate": "2026-03-06"}),
    ("returned", {"releaseDate": "2026-03-06", "resetDate": "2026-04-06"}),
    ("submitted", {"releaseDate": "2026-05-01"}),
]


def in_life(steps, *, annotated=True):
    """Return a record after so many steps, as the registry writes it: the annotation has what came to an end."""
    infos = {info["releaseDate"]: info for _, info in LIFE[:steps]}
    events = []
    for info in infos.values():
        ends = [("RESET", info.get("resetDate")), ("UNRELEASE", info.get("unreleaseDate"))]
        ended = [{"type": kind, "date": day} for kind, day in ends if day]
        events += [{"type": "RELEASE", "date": info["releaseDate"]}, *ended] if ended else []
    record = tracked(*infos.values(), events=events if annotated else ())
    if infos:
        put(record, "2026-01-05", *TRACKING[:-1], "estimatedResultsFirstSubmitDate")
    if events and annotated:
        put(record, "Invented Institute", *EVENTS[:-1], "unpostedResponsibleParty")
    return record


def with_quality_control():
    """Return a record as it is posted: dates of submission and quality control, no annotation, no tracking."""
    return put(posted(), "2026-05-20", *STATUS, "resultsFirstSubmitQcDate")


@pytest.mark.parametrize("annotated", [True, False])
def test_every_order_of_states_is_one_change_of_the_state_that_is_reached(annotated):
    """However many steps lie between two days, what is told is where the submission stands now."""
    for first in range(len(LIFE)):
        for last in range(first + 1, len(LIFE) + 1):
            old, new = in_life(first, annotated=annotated), in_life(last, annotated=annotated)
            loud = [change.event for change in changes_of(old, new) if change.severity is not Severity.NOISE]
            assert loud == [LIFE[last - 1][0]], (first, last)


@pytest.mark.parametrize("steps", range(len(LIFE) + 1))
def test_what_posting_clears_is_told_by_nothing_but_posted(steps):
    """Tracking and annotation go and the dates of quality control come, all of it one change."""
    changes = changes_of(in_life(steps), with_quality_control())
    assert [change.event for change in changes] == ["posted"]
    delayed = with_quality_control()
    for section in ("derivedSection", "annotationSection"):
        if section in in_life(steps):
            delayed[section] = in_life(steps)[section]
    assert [change.event for change in changes_of(in_life(steps), delayed)] == ["posted"]
    assert {change.severity for change in changes_of(delayed, with_quality_control())} <= {Severity.NOISE}


def test_what_is_cleared_after_a_cancellation_is_noise():
    """The sponsor took the results back, which was told then."""
    changes = changes_of(in_life(4), a_record())
    assert {(change.event, change.severity) for change in changes} == {("edited", Severity.NOISE)}


CERTIFIED = {
    "statusModule__dispFirstSubmitDate": "2026-02-01",
    "statusModule__dispFirstPostDateStruct": {"date": "2026-02-16", "type": "ACTUAL"},
}
FIELDS = [
    (posted(), put(posted(), None, *STATUS, "resultsFirstPostDateStruct"), "edited"),
    (posted(), put(posted(), None, *STATUS, "resultsFirstSubmitDate"), "edited"),
    (posted(), put(posted(), {"limitationsAndCaveats": {}}, "resultsSection", "moreInfoModule"), "amended"),
    (put(posted(), {"pointOfContact": {}}, "resultsSection", "moreInfoModule"), posted(), "amended"),
    (a_record(**CERTIFIED), a_record(), "edited"),
    (a_record(statusModule__delayedPosting=True), a_record(), "edited"),
    (put(a_record(), [{"type": "VIOLATION_IDENTIFIED"}], *VIOLATIONS), a_record(), "edited"),
]


@pytest.mark.parametrize(("old", "new", "event"), FIELDS)
def test_only_posted_results_as_a_whole_are_removed(old, new, event):
    """A field, a date or a module that is gone is an edit or an amendment, each field once."""
    changes = changes_of(old, new)
    assert {change.event for change in changes} == {event}
    assert len({change.path for change in changes}) == len(changes) <= 2
    assert all(change.severity is not Severity.HIGH for change in changes)


def test_a_certificate_is_told_in_words():
    """Its three dates are one change."""
    new = put(a_record(), "2026-02-01", *STATUS, "dispFirstSubmitDate")
    put(new, {"date": "2026-02-16", "type": "ACTUAL"}, *STATUS, "dispFirstPostDateStruct")
    (change,) = changes_of(a_record(), new)
    assert summary(change) == "A certificate that delays the results was posted on 2026-02-16."


@pytest.mark.parametrize(
    ("kind", "event", "severity"),
    [
        ("VIOLATION_IDENTIFIED", "violation", Severity.HIGH),
        ("PENALTY_IMPOSED", "violation", Severity.HIGH),
        ("CORRECTION_CONFIRMED", "violation_resolved", Severity.MEDIUM),
        ("ISSUES_IN_LETTER_ADDRESSED_CONFIRMED", "violation_resolved", Severity.MEDIUM),
    ],
)
def test_violations_and_their_end(kind, event, severity):
    """The registry's four types are two events, each with its day in its sentence."""
    new = put(a_record(), [{"type": kind, "issuedDate": "2026-03-01"}], *VIOLATIONS)
    (change,) = changes_of(a_record(), new)
    assert (change.event, change.severity) == (event, severity)
    assert "(2026-03-01)." in summary(change)


def test_the_flag_of_a_violation_is_told_once():
    """Flag and event in one step are one change; the flag alone is one too."""
    flagged = a_record(oversightModule__fdaaa801Violation=True)
    assert [c.event for c in changes_of(a_record(), flagged)] == ["violation"]
    both = put(
        copy.deepcopy(flagged), [{"type": "VIOLATION_IDENTIFIED", "issuedDate": "2026-03-01"}], *VIOLATIONS
    )
    assert [c.event for c in changes_of(a_record(), both)] == ["violation"]


def test_an_amended_value_is_told_from_what_to_what():
    """The sentence has the outcome, the group and both values; before and after have them by their names."""
    (change,) = changes_of(posted("3.1"), posted("3.7"))
    assert (change.event, change.path) == ("amended", "resultsSection")
    assert change.before == {"Walking speed | Cells | value": "3.1"}
    assert change.after == {"Walking speed | Cells | value": "3.7"}
    assert summary(change) == (
        "The posted results were amended (1 value of primary outcomes): "
        "Walking speed, Cells: value changed from 3.1 to 3.7."
    )


def test_an_amendment_without_values_names_its_modules():
    """What is read by no rule is told by the name of its module."""
    (change,) = changes_of(posted(), posted(description="By the timed walk."))
    assert summary(change) == "The posted results were amended (outcome measures)."


def test_posted_results_in_another_order_tell_nothing():
    """The order of lists in the results is no amendment."""
    old = posted()
    measures = old["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"]
    measures.append({**measures[0], "title": "Sleep", "type": "SECONDARY"})
    new = copy.deepcopy(old)
    new["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"].reverse()
    assert changes_of(old, new) == []


def reference(kind):
    return {"pmid": "7", "type": kind, "citation": "A. Author. Cells that walk. 2026."}


def test_a_publication_of_the_results_is_told_as_one():
    """Type RESULT is published, of the results; what the registry derives stays a reference."""
    held = a_record()["protocolSection"]["referencesModule"]["references"]
    path = ("protocolSection", "referencesModule", "references")
    (change,) = changes_of(a_record(), put(a_record(), [*held, reference("RESULT")], *path))
    assert (change.kind, change.event, change.severity) == (Kind.RESULTS, "published", Severity.MEDIUM)
    assert summary(change) == (
        "A publication of the trial's results was added: A. Author. Cells that walk. 2026 (PubMed 7)."
    )
    (change,) = changes_of(a_record(), put(a_record(), [*held, reference("DERIVED")], *path))
    assert (change.kind, change.event) == (Kind.REFERENCES, "added")


def test_reported_outcomes_that_differ_are_told_with_their_names():
    """Missing and new, against the first registration and the one at primary completion."""
    first = put(
        a_record(), [{"measure": "Blood count"}], "protocolSection", "outcomesModule", "primaryOutcomes"
    )
    old, new = a_record(), posted()
    changes = classify(old, new)
    assert concerns_results(changes)
    change = outcomes_differ(old, new, {"first": first, "primary_completion": a_record()})
    assert (
        change.details == {"first": {"missing": ["Blood count"], "new": ["Walking speed"]}} or change.details
    )
    assert change.severity is Severity.MEDIUM
    assert summary(change).startswith(
        "The reported primary outcomes differ from the registered ones: compared with those registered first, "
        "not reported as primary: “Blood count”"
    )


def test_reported_outcomes_are_told_to_differ_once():
    """An amendment that leaves the difference as it was says nothing of it, and none is told where nothing differs."""
    first = put(
        a_record(), [{"measure": "Blood count"}], "protocolSection", "outcomesModule", "primaryOutcomes"
    )
    assert outcomes_differ(posted("3.1"), posted("3.7"), {"first": first}) is None
    same = put(
        a_record(),
        [{"measure": "Walking speed", "timeFrame": "12 months"}],
        "protocolSection",
        "outcomesModule",
        "primaryOutcomes",
    )
    assert outcomes_differ(a_record(), posted(), {"first": same}) is None
    assert outcomes_differ(a_record(), posted(), {}) is None


def test_overdue_says_since_when():
    """The sentence has the day, how long ago it was, and that it is inferred."""
    change = overdue.overdue("2026-03-28", date(2026, 4, 1))
    assert "due by 2026-03-28, 4 days ago" in summary(change)
    assert "inferred" in summary(change)


def test_overdue_is_for_those_that_owe_results():
    """What the record exempts has no due day."""
    done = a_record(statusModule__primaryCompletionDateStruct={"date": "2025-03-31", "type": "ACTUAL"})
    assert overdue.due(done) == "2026-03-31"
    assert (
        overdue.due(put(copy.deepcopy(done), ["PHASE1"], "protocolSection", "designModule", "phases")) is None
    )
    assert overdue.due(put(done, [RELEASED], *TRACKING)) is None
