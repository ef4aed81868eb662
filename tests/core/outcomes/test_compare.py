"""What happened to each outcome measure between two records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from corpus import REAL

from monitor.core.outcomes import Outcome, compare_outcomes, load_outcomes

DATA = Path(__file__).parents[2] / "data"
SWITCHED = {"added", "removed", "promoted", "demoted"}


def p(measure, frame="", description=""):
    return Outcome("primary", measure, frame, description)


def s(measure, frame="", description=""):
    return Outcome("secondary", measure, frame, description)


def events(old, new):
    """Return what is told, each event with its nature."""
    return sorted(f"{c.event} {c.nature}".strip() for c in compare_outcomes(old, new))


def _shared_cases():
    path = REAL.folder.parent / "outcomes" / "cases.json"
    return json.loads(path.read_text()) if path.is_file() else []


def _own_cases():
    return [
        case
        for name in ("cases", "edits")
        for case in json.loads((DATA / f"outcomes_{name}.json").read_text())
    ]


def _outcomes(side):
    return load_outcomes(
        {"protocolSection": {"outcomesModule": {f"{k}Outcomes": v for k, v in side.items()}}}
    )


@pytest.mark.shared
@pytest.mark.parametrize("case", _shared_cases(), ids=lambda case: case["name"])
def test_shared_cases(case):
    """What must be told is told, and what must not be is not."""
    found = compare_outcomes(_outcomes(case["before"]), _outcomes(case["after"]))
    events_found = {change.event for change in found if change.nature != "rewritten"}
    assert set(case["expect"]) - events_found == set()
    assert set(case["never"]) & events_found == set()
    if "not high" in case["note"] or "medium at most" in case["note"]:
        assert not events_found & SWITCHED
        assert all(change.nature != "moved" for change in found)


@pytest.mark.parametrize("case", _own_cases(), ids=lambda case: case["name"])
def test_own_cases(case):
    """Abbreviations, comparators and rewordings are one measure; another subscale, instrument or side is not."""
    found = compare_outcomes(_outcomes(case["before"]), _outcomes(case["after"]))
    events_found = {change.event for change in found if change.nature != "rewritten"}
    assert set(case["expect"]) - events_found == set()
    assert set(case["never"]) & events_found == set()


def test_a_comparator_in_other_letters_is_the_same_form():
    """Only spelling and spacing of a comparator differ."""
    old, new = p("Share with ≥ 50% less pain, ± 5"), p("Share with >=50 % less pain, +/-5")
    assert events([old], [new]) == ["reworded rewritten"]


@pytest.mark.parametrize(
    ("before", "after", "nature"),
    [
        ("Day -1", "Day 1", "moved"),
        ("POD 1, 2", "POD 12", "moved"),
        ("POD 3", "POD 5", "moved"),
        ("12 weeks ± 3 days", "12 weeks, 3 days", "reworded"),
        ("4-8 weeks", "4 to 8 weeks", "rewritten"),
        ("day 0, day 7", "day 7", "rewritten"),
        ("Week 0", "Week 1", "moved"),
        ("Week 0", "Weeks 0 and 1", "filled_in"),
        ("Days 0, 7", "Day 0", "cleared"),
    ],
)
def test_numbers_and_signs_of_a_time_frame(before, after, nature):
    """A sign or a number that differs is never another form of the same time."""
    assert events([p("Speed", before)], [p("Speed", after)]) == [f"time_frame {nature}"]


@pytest.mark.parametrize(
    ("before", "after", "nature"),
    [
        ("after surgery", "surgery", "reworded"),
        ("2 hours after the dose", "2 hours, dose", "reworded"),
        ("after surgery", "during surgery", "moved"),
        ("before surgery", "after surgery", "moved"),
        ("30 days after surgery", "30 days before surgery", "moved"),
        ("intraoperative", "during surgery", "rewritten"),
        ("until discharge", "through discharge", "rewritten"),
        ("24 weeks", "up to 24 weeks", "reworded"),
        ("every 24 weeks", "24 weeks", "reworded"),
    ],
)
def test_on_which_side_of_something_a_time_is(before, after, nature):
    """Before, during and after are never left out as words without meaning."""
    assert events([p("Speed", before)], [p("Speed", after)]) == [f"time_frame {nature}"]


@pytest.mark.parametrize(
    ("before", "after", "nature"),
    [
        ("Level of sodium in blood", "Level of sodium in serum", ""),
        ("Safety of the device", "Tolerability of the device", ""),
        ("Incidence of falls", "Number of falls", ""),
        ("Severe pain", "Pain intensity", ""),
        ("Recurrence of carcinoma", "Cancer recurrence", ""),
        ("Patients with falls", "Participants with falls", " rewritten"),
        ("Renal failure in patients", "Kidney failure in subjects", " rewritten"),
    ],
)
def test_only_words_of_one_meaning_are_another_form(before, after, nature):
    """Words that stand for one another in names find the measure; told as a form are those that say the same."""
    for old, new in ((p(before), p(after)), (p("Blood test", "", before), p("Blood test", "", after))):
        assert events([old], [new]) == [f"reworded{nature}"]


def test_an_edit_far_down_in_a_long_description_is_no_form():
    """What stands behind the first 2,000 letters is read too."""
    long = "It is measured by walking. " * 100
    assert events([p("Speed", "1 year", f"{long} Twice.")], [p("Speed", "1 year", f"{long} Once.")]) == [
        "reworded"
    ]


def test_the_same_edit_at_many_is_counted_in_their_list():
    """One change for many, and a primary's time that moved is grave while one filled in is not."""
    assert events([p("Pain")], [p("Pain", "6 months")]) == ["time_frame filled_in"]
    assert events([p("Pain", "3 months")], [p("Pain", "6 months")]) == ["time_frame moved"]


def test_rated_pairs_are_seldom_taken_for_another_measure():
    """Of 102 pairs, a tenth of the reworded are told as switched at most, and nine tenths of the others are."""
    pairs = json.loads((DATA / "outcomes_rated.json").read_text())
    wrong = {"same": 0, "different": 0}
    for pair in pairs:
        old, new = (_outcomes({"primary": [pair[side]]}) for side in ("before", "after"))
        switched = any(change.event in SWITCHED for change in compare_outcomes(old, new))
        wrong[pair["rating"]] += switched != (pair["rating"] == "different")
    total = {rating: sum(pair["rating"] == rating for pair in pairs) for rating in wrong}
    assert wrong["same"] <= 0.1 * total["same"]
    assert wrong["different"] <= 0.1 * total["different"]


SAME_MEASURE = [
    (p("PFS"), p("Progression-Free Survival"), "reworded"),
    (p("Forced expiratory volume in one second", "week 12"), p("FEV1", "week 12"), "reworded"),
    (p("Apnea-hypopnea index", "1 night"), p("AHI", "1 night"), "reworded"),
    (p("Relapse of the Qwerty syndrome (RQS)", "1 year"), p("RQS", "1 year"), "reworded"),
    (p("Number of seizures"), p("Number of seisures"), "reworded"),
    (p("Tumour volume", "1 year"), p("Tumor Volume.", "1 year"), "reworded rewritten"),
    (p("Pain score", "24 weeks"), p("Pain score", "Week 24"), "time_frame rewritten"),
    (p("Pain score", "24 weeks"), p("Pain score", "Baseline to week 24"), "time_frame rewritten"),
    (p("Pain score", "1 year"), p("Pain score", "52 weeks"), "time_frame rewritten"),
    (p("Pain score", "three months"), p("Pain score", "3 months"), "time_frame rewritten"),
    (p("Pain score", "3 months"), p("Pain score", "12 weeks"), "time_frame reworded"),
    (p("Pain score", "24 weeks"), p("Pain score", "24 weeks after surgery"), "time_frame reworded"),
    (p("Pain score", "24 weeks"), p("Pain score", "Baseline, weeks 4, 12 and 24"), "time_frame filled_in"),
    (p("Pain score", "end of study"), p("Pain score", "up to 24 months"), "time_frame filled_in"),
    (p("Pain score", "6 months"), p("Pain score"), "time_frame cleared"),
    (p("Pain score", "12 weeks"), p("Pain score", "13 weeks"), "time_frame moved"),
    (p("Pain score", "2.5 hours"), p("Pain score", "25 hours"), "time_frame moved"),
    (p("Pain score", "Week 1, 2"), p("Pain score", "Week 12"), "time_frame moved"),
    (p("Pain score", "at discharge"), p("Pain score", "at surgery"), "time_frame moved"),
    (p("EDSS at month 6", "6 months"), p("EDSS at month 12", "12 months"), "time_frame moved"),
    (p("Walk", "", "by the timed walk"), p("Walk by the timed walk"), "reworded rearranged"),
    (p("Walking speed"), p("walking speed."), "reworded rewritten"),
]


@pytest.mark.parametrize(("before", "after", "event"), SAME_MEASURE, ids=lambda value: str(value)[-40:])
def test_the_same_measure_is_one_thing_that_happened(before, after, event):
    """An edit of one measure is one event: reworded, or its time frame with what happened to it."""
    events_found = events([before], [after])
    assert events_found == [event]


DIFFERENT = [
    ("Change in systolic blood pressure", "Change in diastolic blood pressure"),
    ("SBP", "DBP"),
    ("Part A: number of patients with toxicity", "Part B: number of patients with toxicity"),
    ("Cohort 1 response", "Cohort 2 response"),
    ("Overall survival", "Progression-free survival"),
    ("Visual acuity of the left eye", "Visual acuity of the right eye"),
    ("SF-36 physical component score", "SF-36 mental component score"),
    ("Number of participants with fever", "Number of participants with relapse"),
]


@pytest.mark.parametrize(("before", "after"), DIFFERENT)
def test_look_alikes_that_measure_something_else_are_two(before, after):
    """What tells look-alikes apart is never ignored."""
    assert events([p(before, "1 year")], [p(after, "1 year")]) == ["added", "removed"]


def test_a_dose_that_tells_look_alikes_apart():
    """Where a look-alike stays, another dose is another measure."""
    old = [s("Cmax at 5 mg"), s("Cmax at 10 mg")]
    assert events(old, [s("Cmax at 5 mg"), s("Cmax at 20 mg")]) == ["added", "removed"]


def test_a_dose_alone_is_corrected():
    """Without a look-alike another number is a rewording, and none that is only of form."""
    assert events([s("Cmax at 2.5 mg")], [s("Cmax at 25 mg")]) == ["reworded"]


def test_a_reworded_outcome_that_moved_is_found_in_the_other_list():
    """The primary outcome became secondary under a longer name, and a secondary one primary."""
    old = [p("Liebowitz Social Anxiety Scale", "12 weeks"), s("Sleep quality", "12 weeks")]
    new = [p("Sleep quality by the PSQI", "12 weeks"), s("Liebowitz Social Anxiety Scale total", "12 weeks")]
    assert {change.event for change in compare_outcomes(old, new)} == {"promoted", "demoted", "reworded"}


def test_equal_outcomes_go_first_across_all_lists():
    """A look-alike in the same list does not take what stands unchanged in another one."""
    six, twelve = "EDSS at month 6", "EDSS at month 12"
    assert events([p(six), s(twelve)], [p(twelve), s(six)]) == ["demoted", "promoted"]


def test_other_outcomes_are_a_list_like_the_others():
    """From other to secondary is a promotion."""
    (change,) = compare_outcomes([Outcome("other", "Sleep")], [s("Sleep")])
    assert (change.event, change.primary) == ("promoted", False)


def test_the_same_edit_of_many_is_one_result():
    """59 months become 58 in twenty outcomes: one result that names them all."""
    old = [s(f"Measure of {letter}", "59 months") for letter in "abcdefghijklmnopqrst"]
    new = [s(o.measure, "58 months") for o in old]
    (change,) = compare_outcomes(old, new)
    assert (change.event, change.nature, len(change.alike)) == ("time_frame", "moved", 20)
    assert change.alike[:2] == ("Measure of a", "Measure of b")


def test_unlike_edits_of_many_are_not_one_result():
    """Two outcomes with the same edit, and one with another."""
    old = [s("Sleep", "1 month"), s("Pain", "1 month"), s("Walking", "1 month")]
    new = [s("Sleep", "2 months"), s("Pain", "2 months"), s("Walking", "3 months")]
    assert events(old, new) == ["time_frame moved"] * 3


def test_one_that_becomes_two_and_two_that_become_one():
    """A part is neither added nor removed."""
    whole, parts = (
        [p("Pain and fatigue scores", "1 year")],
        [p("Pain score", "1 year"), p("Fatigue score", "1 year")],
    )
    assert events(whole, parts) == ["reworded", "reworded split"]
    assert events(parts, whole) == ["reworded", "reworded merged"]


def test_reordered_lists_say_nothing():
    """The order of a list is no change."""
    outcomes = [s(f"Measure of {letter}", "1 year") for letter in "abcdef"]
    assert events(outcomes, outcomes[::-1]) == []


def test_duplicates_are_counted():
    """Of two equal outcomes one is dropped: removed once."""
    assert events([s("Sleep"), s("Sleep")], [s("Sleep")]) == ["removed"]
    assert events([s("Sleep")], [s("Sleep"), s("Sleep")]) == ["added"]


def test_what_is_told_carries_both_states():
    """Before and after have the list and all texts; an absent text is null."""
    (change,) = compare_outcomes([p("Sleep", "1 month", "Hours.")], [p("Sleep", "2 months", "Hours.")])
    assert change.before.as_json() == {
        "list": "primary",
        "measure": "Sleep",
        "timeFrame": "1 month",
        "description": "Hours.",
    }
    assert p("Sleep").as_json()["timeFrame"] is None


@pytest.mark.parametrize(
    "value", [None, "x", 7, [], ["x", None, 7], [{"measure": 7}, {"measure": None}], {"a": 1}]
)
def test_strange_shapes_hold_no_outcomes(value):
    """Whatever stands in the place of a list, nothing is raised and nothing invented."""
    assert load_outcomes({"protocolSection": {"outcomesModule": {"primaryOutcomes": value}}}) == []
    assert load_outcomes({"protocolSection": {"outcomesModule": value}}) == []
