"""Where the submission of results stands, and which single step lies between two records."""

from __future__ import annotations

import itertools
import json

import pytest
from records import a_record, put

from monitor.core.results.submission import load_submission
from monitor.core.results.transitions import (
    certificate_transition,
    submission_transition,
    violation_transitions,
)

TRACKING = ("derivedSection", "miscInfoModule", "submissionTracking")
EVENTS = ("annotationSection", "annotationModule", "unpostedAnnotation", "unpostedEvents")
VIOLATIONS = ("annotationSection", "annotationModule", "violationAnnotation", "violationEvents")
KINDS = {"RESET": "resetDate", "UNRELEASE": "unreleaseDate"}


def a_submission(*events, tracked=True, annotated=True, posted=None):
    """Return a record with events (type, day), written as the registry writes them in both places."""
    record = a_record()
    infos = []
    for kind, day in events:
        if kind == "RELEASE":
            infos.append({"releaseDate": day})
        else:
            infos[-1][KINDS[kind]] = day
    if events and tracked:
        tracking = {"estimatedResultsFirstSubmitDate": infos[0]["releaseDate"], "submissionInfos": infos}
        put(record, tracking, *TRACKING)
    if annotated:
        ended = [event for event in events if event != events[-1] or event[0] != "RELEASE"]
        if ended:
            put(record, [{"type": kind, "date": day} for kind, day in ended], *EVENTS)
    if posted:
        record["hasResults"] = True
        put(record, {"moreInfoModule": {}}, "resultsSection")
        put(
            record,
            {"date": posted, "type": "ACTUAL"},
            "protocolSection",
            "statusModule",
            "resultsFirstPostDateStruct",
        )
    return record


R1, BACK1, R2, BACK2 = (
    ("RELEASE", "2026-01-05"),
    ("RESET", "2026-02-05"),
    ("RELEASE", "2026-03-05"),
    ("UNRELEASE", "2026-04-05"),
)
SAME_DAY = (("RELEASE", "2026-01-05"), ("RESET", "2026-02-05"), ("RELEASE", "2026-02-05"))
STATES = [
    ((), "none", None),
    ((R1,), "released", "2026-01-05"),
    ((R1, BACK1), "returned", "2026-02-05"),
    ((R1, BACK1, R2), "released", "2026-03-05"),
    ((R1, BACK1, R2, BACK2), "cancelled", "2026-04-05"),
    ((R1, ("UNRELEASE", "2026-01-05")), "cancelled", "2026-01-05"),
    ((R1, ("UNRELEASE", "2026-01-05"), R1), "released", "2026-01-05"),
    ((R1, ("RESET", "2026-01-05")), "returned", "2026-01-05"),
    (SAME_DAY, "released", "2026-02-05"),
    ((*SAME_DAY, ("RESET", "2026-02-05")), "returned", "2026-02-05"),
]


@pytest.mark.parametrize(("events", "state", "day"), STATES)
@pytest.mark.parametrize("annotated", [True, False])
def test_the_state_is_read_from_all_places_together(events, state, day, annotated):
    """The last submission says where results stand, with or without the annotation beside the tracking."""
    submission = load_submission(a_submission(*events, annotated=annotated))
    assert (submission.state, submission.day) == (state, day)


@pytest.mark.parametrize(
    ("events", "state", "day"), [row for row in STATES if row[1] in {"returned", "cancelled"}]
)
def test_the_annotation_alone_tells_what_came_to_an_end(events, state, day):
    """Without tracking, a return or a withdrawal is read from the annotation."""
    submission = load_submission(a_submission(*events, tracked=False))
    assert (submission.state, submission.day) == (state, day)


def test_an_estimated_day_of_submission_says_that_but_not_when():
    """The registry's own estimate is no day on which results were submitted."""
    record = put(a_record(), {"estimatedResultsFirstSubmitDate": "2026-06-01"}, *TRACKING)
    submission = load_submission(record)
    assert (submission.state, submission.day) == ("released", None)
    assert submission_transition(submission, load_submission(a_submission(("RELEASE", "2026-06-02")))) is None


def test_four_steps_of_one_day_are_told_by_the_last():
    """Released, returned, released and taken back on one day; the day before, nothing was known."""
    record = a_record()
    day = "2026-01-05"
    infos = [{"releaseDate": day, "resetDate": day}, {"releaseDate": day, "unreleaseDate": day}]
    put(record, {"submissionInfos": infos}, *TRACKING)
    put(record, [{"type": t, "date": day} for t in ("RELEASE", "RESET", "RELEASE", "UNRELEASE")], *EVENTS)
    step = submission_transition(load_submission(a_record()), load_submission(record))
    assert step is not None
    assert (step.event, step.day) == ("cancelled", day)


def test_tracking_that_lags_behind_the_annotation_does_not_hide_a_return():
    """The annotation says RESET while the tracking still shows the release alone."""
    record = a_submission(R1, BACK1)
    put(record, [{"releaseDate": R1[1]}], *TRACKING, "submissionInfos")
    assert load_submission(record).state == "returned"


def test_the_order_of_the_lists_does_not_matter():
    """Submissions are put in order by their days."""
    record = a_submission(R1, BACK1, R2)
    put(
        record,
        [{"releaseDate": R2[1]}, {"releaseDate": R1[1], "resetDate": BACK1[1]}],
        *TRACKING,
        "submissionInfos",
    )
    assert load_submission(record).day == R2[1]


def test_a_withdrawal_of_unknown_day_is_one():
    """The registry marks the day of an old withdrawal as unknown."""
    record = put(
        a_record(),
        [{"releaseDate": "2010-01-05", "unreleaseDateUnknown": True}],
        *TRACKING,
        "submissionInfos",
    )
    submission = load_submission(record)
    assert (submission.state, submission.day) == ("cancelled", None)


@pytest.mark.parametrize(
    "value", [None, [], {}, "x", 7, [None, "x", {"releaseDate": 7}], {"submissionInfos": {"a": 1}}]
)
def test_a_strange_shape_is_no_submission(value):
    """Whatever stands in the places of tracking and annotation, nothing is raised."""
    record = put(put(a_record(), value, *TRACKING), value, *EVENTS)
    assert load_submission(record).state == "none"
    record = put(a_record(), value, *TRACKING, "submissionInfos")
    assert load_submission(record).state == "none"


STEPS = [
    ((), (R1,), "submitted", "2026-01-05"),
    ((R1,), (R1, BACK1), "returned", "2026-02-05"),
    ((R1,), (R1, ("UNRELEASE", "2026-02-01")), "cancelled", "2026-02-01"),
    ((R1, BACK1), (R1, BACK1, R2), "submitted", "2026-03-05"),
    ((), (R1, BACK1), "returned", "2026-02-05"),
    ((R1,), (R1, BACK1, R2), "submitted", "2026-03-05"),
    ((R1, BACK1), (R1, BACK1, R2, ("RESET", "2026-04-01")), "returned", "2026-04-01"),
    ((R1,), SAME_DAY, "submitted", "2026-02-05"),
    ((), SAME_DAY, "submitted", "2026-02-05"),
    ((R1,), (), "cancelled", None),
    ((R1, BACK1), (), "cancelled", None),
]


@pytest.mark.parametrize(("before", "after", "event", "day"), STEPS)
@pytest.mark.parametrize("annotated", [True, False])
def test_a_step_is_one_event_that_says_where_it_stands_now(before, after, event, day, annotated):
    """However much happened between two records, one event says where the submission stands."""
    old, new = (load_submission(a_submission(*events, annotated=annotated)) for events in (before, after))
    transition = submission_transition(old, new)
    assert (transition.event, transition.day) == (event, day)


@pytest.mark.parametrize("events", [row[0] for row in STATES if row[0] not in {(), (R1,)}])
def test_an_annotation_that_comes_later_is_no_step(events):
    """The registry writes the same submission into a second place: nothing happened."""
    first, second = (
        load_submission(a_submission(*events, annotated=annotated)) for annotated in (False, True)
    )
    assert submission_transition(first, second) is None
    assert submission_transition(second, first) is None


@pytest.mark.parametrize("events", [row[0] for row in STATES])
@pytest.mark.parametrize("cleared", [True, False])
def test_posting_is_nothing_but_posted(events, cleared):
    """What the registry clears away when it posts results is no withdrawal and no removal."""
    old = load_submission(a_submission(*events))
    new = load_submission(a_submission(*(() if cleared else events), posted="2026-06-01"))
    transition = submission_transition(old, new)
    assert (transition.event, transition.day) == ("posted", "2026-06-01")
    assert submission_transition(new, new) is None


def test_traces_that_are_cleared_after_the_posting_are_no_step():
    """Tracking that vanishes a day after the results were posted says nothing new."""
    old, new = a_submission(R1, posted="2026-06-01"), a_submission(posted="2026-06-01")
    assert submission_transition(load_submission(old), load_submission(new)) is None


@pytest.mark.parametrize("events", [(), (R1,), (R1, BACK1)])
def test_posted_results_that_vanish_are_removed(events):
    """Only posted results can be removed."""
    old, new = load_submission(a_submission(posted="2026-06-01")), load_submission(a_submission(*events))
    assert submission_transition(old, new).event == "removed"


def test_every_pair_of_states_is_at_most_one_step_and_none_to_itself():
    """No pair of records yields more than one event of the submission, and equal ones none."""
    records = [load_submission(a_submission(*events)) for events, _, _ in STATES]
    for old, new in itertools.product(records, repeat=2):
        transition = submission_transition(old, new)
        if old.state != new.state and (old.state, new.state) != (
            "cancelled",
            "none",
        ):  # told when it happened
            assert transition is not None
        if old == new:
            assert transition is None


def test_a_certificate_of_delay_is_a_step_of_its_own():
    """A certificate appears with the day on which it was posted."""
    old = load_submission(a_record())
    new = load_submission(
        a_record(
            statusModule__dispFirstSubmitDate="2026-02-01",
            statusModule__dispFirstPostDateStruct={"date": "2026-02-16", "type": "ACTUAL"},
        )
    )
    assert (certificate_transition(old, new).event, certificate_transition(old, new).day) == (
        "certificate",
        "2026-02-16",
    )
    assert certificate_transition(new, new) is None
    assert submission_transition(old, new) is None


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        ("VIOLATION_IDENTIFIED", "violation"),
        ("PENALTY_IMPOSED", "violation"),
        ("CORRECTION_CONFIRMED", "violation_resolved"),
        ("ISSUES_IN_LETTER_ADDRESSED_CONFIRMED", "violation_resolved"),
    ],
)
def test_a_violation_and_its_correction_are_told_apart(kind, event):
    """Each type of the registry's violation events is one of two."""
    held = [{"type": "VIOLATION_IDENTIFIED", "issuedDate": "2025-01-01"}]
    new = [*held, {"type": kind, "issuedDate": "2026-01-01", "description": "A letter."}]
    old_record, new_record = put(a_record(), held, *VIOLATIONS), put(a_record(), new, *VIOLATIONS)
    (transition,) = violation_transitions(old_record, new_record)
    assert (transition.event, transition.day, transition.detail) == (
        event,
        "2026-01-01",
        f"{kind}\nA letter.",
    )
    assert violation_transitions(new_record, new_record) == []


def test_the_flag_of_a_violation_tells_nothing_that_its_event_tells():
    """The oversight module's flag counts only where no event came with it."""
    flagged = a_record(oversightModule__fdaaa801Violation=True)
    assert [transition.event for transition in violation_transitions(a_record(), flagged)] == ["violation"]
    events = [{"type": "VIOLATION_IDENTIFIED", "issuedDate": "2026-01-01"}]
    assert len(violation_transitions(a_record(), put(flagged, events, *VIOLATIONS))) == 1


@pytest.mark.shared
def test_real_records_in_review(real):
    """The real record in review is released; the one whose traces were cleared goes from released to nothing."""
    steps = real.folder / "steps"
    read = [
        load_submission(json.loads((steps / name).read_text()))
        for name in (
            "NCT05138757_in-review.json",
            "NCT04457778_review-cleared/old.json",
            "NCT04457778_review-cleared/new.json",
        )
    ]
    assert [(s.state, s.day) for s in read] == [
        ("released", "2026-01-26"),
        ("released", "2026-03-02"),
        ("none", None),
    ]
    assert submission_transition(read[1], read[2]).event == "cancelled"
