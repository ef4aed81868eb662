"""The life of a trial out of its versions and changes, and its drawing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import a_record

from monitor.report.axis import NARROW, WIDE, Axis
from monitor.report.model import Band, PlannedDate, Target, Timeline
from monitor.report.timeline import draw
from monitor.report.timeline_data import life

TODAY = date(2026, 9, 10)
COMPLETION = "protocolSection.statusModule.completionDateStruct"
ENROLLMENT = "protocolSection.designModule.enrollmentInfo"


def version(day, status="RECRUITING", **rest):
    return {"valid_from": day, "status": status, **rest}


def step(day, kind, event="edited", direction=None, number=1, severity="high"):
    return {
        "day": day,
        "kind": kind,
        "event": event,
        "direction": direction,
        "number": number,
        "severity": severity,
    }


def lived(versions, steps=(), plans=(), gone=None, **record):
    return life(a_record(**record), versions, steps, plans, today=TODAY, gone=gone)


def test_equal_statuses_are_one_band_and_the_time_before_is_said_to_be_unheld():
    """From the registration on; a version that leaves the status makes no new band."""
    timeline = lived([version("2025-03-01"), version("2025-08-01"), version("2026-01-05", "SUSPENDED")])
    assert [(band.code, str(band.start)) for band in timeline.bands] == [
        ("unheld", "2024-11-01"),
        ("RECRUITING", "2025-03-01"),
        ("SUSPENDED", "2026-01-05"),
    ]
    assert timeline.bands[-1].end == TODAY


def test_a_first_version_soon_after_the_registration_leaves_nothing_unheld():
    """Two weeks between submission and posting are usual."""
    assert [band.code for band in lived([version("2024-11-12")]).bands] == ["RECRUITING"]


def test_a_trial_that_is_gone_ends_in_a_band_that_says_so():
    """Whatever its last status was."""
    assert (
        lived([version("2025-03-01")], gone="2026-09-01T10:00:00Z").bands[-1].words
        == "Gone from the registry"
    )


@pytest.mark.parametrize(
    ("ways", "shape"),
    [
        (["loosened"], "loosened"),
        (["tightened", "tightened"], "tightened"),
        (["loosened", "tightened"], "eligibility"),
        (["tightened", "undetermined"], "eligibility"),
        ([None], "eligibility"),
    ],
)
def test_eligibility_shows_a_direction_only_where_all_changes_have_it(ways, shape):
    """A wrong one could send a patient the wrong way."""
    steps = [step("2025-05-05", "eligibility", direction=direction) for direction in ways]
    assert [mark.shape for mark in lived([version("2025-03-01")], steps).marks] == [shape]


def test_what_has_no_weight_makes_no_mark():
    """Nor has what is of another kind than the drawing shows."""
    steps = [step("2025-05-05", "eligibility", severity="noise"), step("2025-05-05", "locations")]
    assert lived([version("2025-03-01")], steps).marks == ()


def test_plans_are_told_in_turn_with_what_stood_first():
    """The first plan is what the first change says was before; then each change; the record has the last word."""
    plans = [
        {
            "path": COMPLETION,
            "before": {"date": "2026-01"},
            "after": {"date": "2026-12"},
            "day": "2025-06-01",
        },
        {
            "path": COMPLETION,
            "before": {"date": "2026-12"},
            "after": {"date": "2027-12", "type": "ESTIMATED"},
            "day": "2026-02-01",
        },
    ]
    entries = dict(lived([version("2025-03-01")], plans=plans).plans)["Completion"]
    assert [(str(plan.since), plan.words) for plan in entries] == [
        ("2025-03-01", "2026-01"),
        ("2025-06-01", "2026-12"),
        ("2026-02-01", "2027-12"),
    ]


@pytest.mark.parametrize(
    "value", [{"date": "9999-12"}, {"date": "soon"}, {"date": None}, [], "x", {"date": ["2026"]}]
)
def test_a_plan_that_no_calendar_has_is_left_out(value):
    """It would flatten the rest of the drawing, or cannot be drawn."""
    timeline = lived([version("2025-03-01")], statusModule__completionDateStruct=value)
    assert [name for name, _ in timeline.plans] == ["Primary completion"]


@pytest.mark.parametrize(
    "value", [{"count": 99999999}, {"count": -1}, {"count": "50"}, {"count": True}, None]
)
def test_a_number_of_participants_that_is_none_is_left_out(value):
    """Such as the registry's placeholder."""
    assert lived([version("2025-03-01")], designModule__enrollmentInfo=value).targets == ()


DAYS = st.dates(date(1999, 1, 1), TODAY)


@given(DAYS, st.integers(0, 9000))
def test_marks_of_an_axis_never_collide(start, days):
    """On a telephone and on a large screen there is space between the words of any two; all lie inside."""
    axis = Axis(start, start + timedelta(days=days))
    for ticks, width in ((axis.ticks(), WIDE), ([tick for tick in axis.ticks() if not tick.wide], NARROW)):
        spans = []
        for tick in ticks:
            size = 6.5 * len(tick.words)
            begin = tick.at * width / 100 - {"start": 0, "middle": size / 2, "end": size}[tick.anchor]
            spans.append((begin, begin + size))
        assert all(begin >= 0 and end <= width for begin, end in spans), spans
        assert all(after[0] - before[1] >= 2 for before, after in pairwise(spans)), spans


@given(st.lists(DAYS, min_size=1, max_size=40, unique=True), st.lists(DAYS, max_size=40))
def test_any_life_can_be_drawn(turns, ends):
    """All of it lies within the drawing, however often a trial turns and slips."""
    turns.sort()
    bands = tuple(Band(day, TODAY, "RECRUITING", "Recruiting") for day in turns)
    plans = tuple(PlannedDate(turns[0], day, str(day), actual=False) for day in ends)
    timeline = Timeline(
        turns[0],
        TODAY,
        bands,
        plans=(("Completion", plans),) if plans else (),
        targets=(Target(turns[0], TODAY, 0, actual=True),),
    )
    drawing = draw(timeline)
    assert all(0 <= box.x <= 100 and 0 < box.y + box.height <= drawing.height for box in drawing.boxes)
    assert all(0 <= sign.x <= 100 and 0 < sign.y < drawing.height for sign in drawing.signs)
    assert len(drawing.signs) <= 7
