"""The direction of a criterion that came or went: better none than a wrong one."""

from __future__ import annotations

import pytest

from monitor.core.eligibility import compare
from monitor.core.eligibility.reasons import What, because
from monitor.model import Direction

UP, DOWN, OPEN = Direction.TIGHTENED, Direction.LOOSENED, Direction.UNDETERMINED
IN, OUT = "Inclusion", "Exclusion"
FLIP = {UP: DOWN, DOWN: UP, OPEN: OPEN}


def text(part: str, *items: str) -> str:
    """Write a text with the given items in one part and filler in the other."""
    filler = {
        IN: ["Signed informed consent form", "Confirmed diagnosis of lupus"],
        OUT: ["Pregnancy", "Epilepsy"],
    }
    lines = {name: [*filler[name], *(items if name == part else ())] for name in (IN, OUT)}
    return "\n\n".join(
        f"{name} Criteria:\n\n" + "\n".join(f"* {item}" for item in listed) for name, listed in lines.items()
    )


NEW = [
    (IN, "Able to swallow capsules", UP),
    (OUT, "Active hepatitis B infection", UP),
    (OUT, "Malignancy, except for basal cell carcinoma of the skin", UP),
    (IN, "Patients with controlled diabetes are eligible", OPEN),
    (OUT, "Patients with controlled diabetes are eligible", OPEN),
    (OUT, "Except for basal cell carcinoma of the skin", OPEN),
    (IN, "Participants may be enrolled after a wash-out", OPEN),
    (IN, "Prior radiotherapy is allowed", OPEN),
    (IN, "Subjects with liver failure will be excluded", OPEN),
    (IN, "Cohort 3: progressive multiple sclerosis", OPEN),
    (IN, "For Arm B: relapsing disease", OPEN),
    (IN, "Healthy volunteers", OPEN),
    (IN, "Metastatic pancreatic cancer that progressed after chemotherapy", OPEN),  # perhaps one more way in
    (IN, "Diagnosed with relapsing nephritis", UP),
    (IN, "Subgroup 2: progressive disease", OPEN),
    (IN, "One of the following:", OPEN),
    (IN, "Signed informed consent form", OPEN),  # said twice
    (IN, "No further restrictions", OPEN),
    (IN, "No other malignancy", UP),
    (OUT, "Nobody will be excluded because of a language barrier", OPEN),
    (OUT, "No further treatment options", UP),
    (OUT, "None of the required vaccinations", UP),
]


@pytest.mark.parametrize(("part", "item", "expected"), NEW)
def test_a_criterion_that_comes_or_goes_has_a_direction_by_its_part(part, item, expected):
    """Added it tightens where that is certain, removed it loosens."""
    (change,) = compare(text(part), text(part, item))
    assert (change.event, change.direction, change.before) == ("criterion_added", expected, None)
    (change,) = compare(text(part, item), text(part))
    assert (change.event, change.direction, change.after) == ("criterion_removed", FLIP[expected], None)


@pytest.mark.parametrize(
    ("item", "event"),
    [
        ("None", "restructured"),
        ("Not specified", "restructured"),
        ("EXCEPT", "restructured"),
        ("None other than those named above", "restructured"),
        ("No further exclusion criteria", "restructured"),
        ("There are no other exclusion criteria for this study.", "restructured"),
        ("No exclusions apart from the reverse of the inclusion criteria", "restructured"),
        ("Nothing else", "restructured"),
        ("Other protocol-defined exclusion criteria may apply", "restructured"),
        ("NOTE: other protocol-defined criteria may apply", "restructured"),
        ("Note: inhaled steroids are permitted", "edited"),
    ],
)
def test_what_is_no_criterion_is_not_told_as_one(item, event):
    """Boilerplate that comes or goes leaves the criteria the same; a note is edited."""
    assert [(change.event, change.direction) for change in compare(text(OUT), text(OUT, item))] == [
        (event, OPEN)
    ]
    assert [(change.event, change.direction) for change in compare(text(OUT, item), text(OUT))] == [
        (event, OPEN)
    ]


NESTED = [
    (IN, "At least one of the following:", "Fatigue grade 2", DOWN),
    (IN, "Any of the following signs:", "Optic neuritis", DOWN),
    (IN, "One or more of the following", "Optic neuritis", DOWN),
    (IN, "All of the following:", "Optic neuritis", UP),
    (IN, "Adequate organ function, defined as:", "Platelets ≥ 100,000/µL", UP),
    (IN, "Disease history:", "Optic neuritis", OPEN),
    (IN, "No more than one of the following:", "Optic neuritis", OPEN),
    (IN, "Must not have any of the following:", "Optic neuritis", OPEN),
    (IN, "Patients are allowed if any of the following applies:", "Optic neuritis", OPEN),
    (OUT, "Any of the following:", "Heart failure", UP),
    (OUT, "Cardiac disease, defined by at least one of the following:", "Heart failure", UP),
    (OUT, "All of the following:", "Heart failure", DOWN),
    (OUT, "Cardiac disease, such as:", "Heart failure", OPEN),
    (OUT, "Malignancy, except any of the following:", "Basal cell carcinoma", DOWN),
    (IN, "At least one of the following:", "Except in children", OPEN),
]


@pytest.mark.parametrize(("part", "lead", "item", "expected"), NESTED)
def test_an_item_under_a_lead_has_the_direction_that_its_lead_gives(part, lead, item, expected):
    """One more way under "at least one of" opens, one more condition under "all of" closes."""
    before = text(part, f"{lead}\n\n  * Tremor of the hands\n  * Loss of hearing")
    after = text(part, f"{lead}\n\n  * Tremor of the hands\n  * Loss of hearing\n  * {item}")
    (change,) = compare(before, after)
    assert (change.event, change.direction) == ("criterion_added", expected)
    assert compare(after, before)[0].direction is FLIP[expected]


def test_items_tied_by_or_have_no_direction():
    """Where neighbours are joined by "or", one more may be a way in."""
    before = text(IN, "Relapsing disease; or", "Progressive disease")
    assert [
        change.direction
        for change in compare(before, before.replace("\n\nExclusion", "\n* Optic neuritis\n\nExclusion"))
    ] == [OPEN]


def test_items_beside_their_lead_have_no_direction():
    """A list on the same level as its lead may be a list of ways in."""
    before = text(IN, "At least one of the following:", "Tremor of the hands", "Loss of hearing")
    after = text(
        IN, "At least one of the following:", "Tremor of the hands", "Loss of hearing", "Optic neuritis"
    )
    assert [change.direction for change in compare(before, after)] == [OPEN]


def test_a_kind_of_people_beside_another_has_no_direction():
    """Two bullets that each name patients may be two ways in."""
    before = text(IN, "Patients with relapsing sclerosis")
    after = text(IN, "Patients with relapsing sclerosis", "Patients with progressive sclerosis")
    assert [change.direction for change in compare(before, after)] == [OPEN]


def test_an_item_under_a_lead_that_changed_has_no_direction():
    """When the lead says something else now, one more item may mean either."""
    before = text(IN, "At least one of the following:\n\n  * Rash of the face\n  * Loss of hearing")
    after = text(IN, "All of the following:\n\n  * Rash of the face\n  * Loss of hearing\n  * Optic neuritis")
    assert {change.direction for change in compare(before, after)} == {OPEN}


def test_a_new_cohort_has_no_direction():
    """What comes under a new heading may be a new way in."""
    after = text(IN).replace("\n\nExclusion", "\n\nArm B:\n\n* Age ≥ 60 years\n\nExclusion")
    changes = compare(text(IN), after)
    assert {change.event for change in changes} == {"criterion_added"}
    assert {change.direction for change in changes} == {OPEN}
    assert {(change.after.text, change.after.heading) for change in changes} == {("Age ≥ 60 years", "Arm B")}


def test_a_criterion_under_a_heading_that_both_have_tightens():
    """One more requirement for a cohort that was there asks more of it."""
    before = text(IN).replace("\n\nExclusion", "\n\nArm B:\n\n* Age ≥ 60 years\n\nExclusion")
    after = before.replace("60 years\n", "60 years\n* Able to swallow capsules\n")
    (change,) = compare(before, after)
    assert (change.direction, change.after.heading) == (UP, "Arm B")


def test_a_criterion_that_changes_sides_has_no_direction():
    """Moved from inclusion to exclusion it is reworded, its direction open."""
    (change,) = compare(text(IN, "Active hepatitis B infection"), text(OUT, "Active hepatitis B infection"))
    assert (change.event, change.direction) == ("criterion_reworded", OPEN)
    assert change.reasons == because(What.MOVED, "inclusion", "exclusion")


def test_a_criterion_turned_into_its_opposite_has_no_direction():
    """Pregnancy gone from the exclusions and "not pregnant" come to the inclusions is no change of meaning."""
    after = text(IN, "Not pregnant at screening").replace("* Pregnancy\n", "")
    assert {change.direction for change in compare(text(IN), after)} == {OPEN}


def test_a_criterion_that_was_split_or_merged_has_no_direction():
    """Words that only went from one criterion to another tighten nothing."""
    whole = text(OUT, "Active hepatitis B infection or uncontrolled diabetes mellitus")
    parts = text(OUT, "Active hepatitis B infection", "Uncontrolled diabetes mellitus")
    assert {change.direction for change in compare(whole, parts)} == {OPEN}
    assert {change.direction for change in compare(parts, whole)} == {OPEN}


def test_a_text_written_anew_has_no_directions():
    """When hardly anything is left of the text, single criteria say nothing."""
    before = text(IN, "Age ≥ 18 years", "Optic neuritis", "Brain lesions on imaging")
    after = "Inclusion Criteria:\n\n* Walks unaided\n* Speaks French\n* Owns a telephone\n* Lives nearby"
    assert {change.direction for change in compare(before, after)} == {OPEN}


def test_the_first_text_of_all_has_no_directions():
    """Where there were no criteria, none was tightened."""
    assert {change.direction for change in compare("", text(IN))} == {OPEN}


def test_a_text_without_parts_has_no_directions():
    """Without inclusion and exclusion a criterion may mean either."""
    assert [
        change.direction for change in compare("* Optic neuritis", "* Optic neuritis\n* Loss of hearing")
    ] == [OPEN]


def test_an_item_of_a_new_list_does_not_open_anything():
    """A new requirement with alternatives asks for more, not for less."""
    after = text(IN, "At least one of the following:\n\n  * Optic neuritis\n  * Loss of hearing")
    directions = {change.after.text: change.direction for change in compare(text(IN), after)}
    assert directions["At least one of the following:"] is UP
    assert DOWN not in directions.values()
