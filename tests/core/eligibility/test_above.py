"""What a line above a criterion does to the direction of its edits."""

from __future__ import annotations

import pytest

from monitor.core.eligibility import compare

LISTS = {"inclusion": ("Able to travel", "Lupus"), "exclusion": ("Porphyria", "Epilepsy")}
DOSE, COUNT = ("Prednisone > {} mg daily", 10, 20), ("Platelets ≥ {}", 100, 75)


def text(part, lead, item, *, nested):
    """Write a text with a list of two items under a line, a bullet or a heading, at the end of a part."""
    written = []
    for name, items in LISTS.items():
        lines = "\n".join(f"* {other}" for other in items)
        if name == part:
            lines += (
                f"\n* {lead}\n\n  * {item}\n  * Stable mood"
                if nested
                else f"\n\n{lead}\n\n* {item}\n* Stable mood"
            )
        written.append(f"{name.capitalize()} Criteria:\n\n{lines}")
    return "\n\n".join(written)


def directions(part, lead, edit, *, nested):
    """Give the directions of an edit of the first item."""
    form, before, after = edit
    changes = compare(*(text(part, lead, form.format(value), nested=nested) for value in (before, after)))
    return {change.direction.value for change in changes}


TURNED = [
    ("exclusion", "Immunosuppression; the following are excluded from this criterion:", DOSE),
    ("exclusion", "Those without marrow reserve are excluded. Marrow reserve is defined by:", COUNT),
    ("exclusion", "Patients on steroids are excluded, but not those on:", DOSE),
    ("exclusion", "Not eligible with the following, but may be re-tested if on:", DOSE),
    ("exclusion", "Not eligible, but may be enrolled with:", DOSE),
    ("exclusion", "Permitted concomitant therapy:", DOSE),
    ("exclusion", "Patients may still enter with:", DOSE),
    ("exclusion", "Unable to stop the following:", DOSE),
    ("exclusion", "Adequate organ function is required:", COUNT),
    ("exclusion", "Failure to meet any of the following:", COUNT),
    ("exclusion", "Laboratory values outside these limits:", COUNT),
    ("exclusion", "No adequate marrow reserve:", COUNT),
    ("inclusion", "Must discontinue the following before enrollment:", DOSE),
    ("inclusion", "Washout of:", DOSE),
    ("inclusion", "Contraindicated medications:", DOSE),
    ("inclusion", "Will be withdrawn if:", DOSE),
    ("inclusion", "Intolerance of:", DOSE),
]


DOUBLE = ["People who are not enrolled in any of the following:", "Ineligible for any of these therapies:"]


@pytest.mark.parametrize("lead", DOUBLE)
def test_a_list_of_those_of_which_somebody_lacks_all_has_no_direction(lead):
    """Who is kept out for being in none of a list is let in by a longer list."""
    assert directions("exclusion", lead, DOSE, nested=True) == {"undetermined"}


@pytest.mark.parametrize("nested", [True, False])
@pytest.mark.parametrize(("part", "lead", "edit"), TURNED)
def test_a_line_that_may_turn_its_list_round_leaves_no_direction(part, lead, edit, nested):
    """What is permitted, stopped, lacking or outside of limits counts the other way, or may."""
    assert directions(part, lead, edit, nested=nested) == {"undetermined"}


PLAIN = [
    ("exclusion", "Anybody with any of the following must be excluded:", DOSE, "loosened"),
    ("exclusion", "Volunteers must not meet any of the following:", DOSE, "loosened"),
    (
        "exclusion",
        "Anyone with any of these is not eligible for enrolment as a participant:",
        DOSE,
        "loosened",
    ),
    ("exclusion", "The following drugs are excluded:", DOSE, "loosened"),
    ("exclusion", "For their interactions participants must not have had:", DOSE, "loosened"),
    ("exclusion", "Immunosuppression, including but not limited to:", DOSE, "loosened"),
    ("inclusion", "Those who meet all of these criteria are eligible for the study:", COUNT, "loosened"),
    ("exclusion", "Inadequate organ function as defined by:", ("Platelets < {}", 100, 75), "loosened"),
    ("exclusion", "Cardiac failure of any kind:", ("LVEF < {}%", 50, 40), "loosened"),
    ("inclusion", "Unless otherwise noted, all of the following:", COUNT, "loosened"),
    ("inclusion", "If the patient is not yet treated, all of the following:", COUNT, "loosened"),
    ("inclusion", "Must have stopped treatment, namely:", ("≥ {} days since surgery", 7, 14), "tightened"),
]


@pytest.mark.parametrize("nested", [True, False])
@pytest.mark.parametrize(("part", "lead", "edit", "expected"), PLAIN)
def test_a_line_that_turns_nothing_round_leaves_the_direction(part, lead, edit, expected, nested):
    """A condition before its comma, "unless otherwise noted" and how long ago something was stopped are no reversal."""
    assert directions(part, lead, edit, nested=nested) == {expected}


WAITING = [
    ("Minimum wash-out from earlier treatments:", ("{} weeks for antibodies", 4, 2), "loosened"),
    ("Washout of:", ("Statins: ≥ {} days", 14, 28), "tightened"),
    ("Time elapsed since the last dose of:", ("Rituximab: at least {} months", 3, 6), "tightened"),
    ("No wash-out is needed for:", ("{} weeks for antibodies", 4, 2), "undetermined"),
    ("Washout of:", ("up to {} weeks for antibodies", 4, 2), "undetermined"),
    ("Washout of:", ("2-{} weeks for antibodies", 4, 6), "undetermined"),
    ("Washout of:", ("{} weeks for antibodies and 1 week for statins", 4, 2), "undetermined"),
]


@pytest.mark.parametrize("nested", [True, False])
@pytest.mark.parametrize(("lead", "edit", "direction"), WAITING)
def test_a_longer_time_in_a_list_of_washouts_asks_for_more(lead, edit, direction, nested):
    """A line that names one time and nothing that denies it says how long somebody has to wait."""
    assert directions("inclusion", lead, edit, nested=nested) == {direction}


@pytest.mark.parametrize(
    "lead",
    [
        "Excluded for now; the subjects can be re-evaluated later:",
        "Not eligible with any of the following, but may be rescreened once:",
        "Adults with one or more of the following at the first visit are not eligible to join the study at that time",
        "Adults with one or more of the following are not eligible, though they may be rescreened after a month.",
    ],
)
def test_a_sentence_before_a_list_keeps_out_though_people_may_come_again(lead):
    """It opens the exclusions without a colon too; that somebody is screened once more lets nobody in."""
    assert directions("inclusion", lead, DOSE, nested=False) == {"loosened"}


@pytest.mark.parametrize(
    ("part", "lead"),
    [
        ("exclusion", "Immunosuppression. Not included are:"),
        ("exclusion", "Immunosuppression, excluding:"),
        ("inclusion", "Patients on steroids are eligible with:"),
    ],
)
def test_a_line_that_may_except_or_permit_its_list_leaves_no_direction(part, lead):
    """Below a criterion "not included" may be an exception, and who is "eligible with" something was perhaps banned."""
    assert directions(part, lead, DOSE, nested=True) == {"undetermined"}
