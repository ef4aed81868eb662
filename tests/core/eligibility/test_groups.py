"""Headings that sort criteria, and lines that stand in several groups."""

from __future__ import annotations

import pytest

from monitor.core.eligibility import compare

EXCLUSIONS = "Exclusion Criteria:\n\n* Porphyria\n* Gout\n{}* Earlier rituximab\n* Epilepsy"


def told(before, after):
    """Give what is told: the event and the first letter of the direction."""
    return [(change.event, change.direction.value[0]) for change in compare(before, after)]


@pytest.mark.parametrize(
    "topic", ["Prior/Concomitant Therapy:", "Medical conditions:", "Other:", "Laboratory assessments:"]
)
def test_a_heading_that_only_sorts_criteria_is_form(topic):
    """The criteria below it are asked of everybody, as before."""
    before, after = EXCLUSIONS.format(""), EXCLUSIONS.format(f"\n{topic}\n\n")
    assert told(before, after) == told(after, before) == [("restructured", "u")]


@pytest.mark.parametrize("group", ["Patients with asthma:", "Arm B:", "Cancer patients with relapse:"])
def test_a_heading_that_may_name_people_is_told(group):
    """What stands below it may be asked of them alone."""
    assert ("edited", "u") in told(EXCLUSIONS.format(""), EXCLUSIONS.format(f"\n{group}\n\n"))


def test_a_heading_for_a_part_in_another_tense_is_the_same():
    """Which criteria keep out does not depend on the words for keeping out."""
    lead = "Exclusion Criteria:\n\n{}\n\n* Gout\n* Asthma"
    former = lead.format("Patients who met the below criteria were excluded:")
    assert told(former, lead.format("Patients who meet any of the criteria below will be excluded:")) == [
        ("restructured", "u")
    ]


def test_a_line_that_went_from_one_group_is_told_though_another_keeps_it():
    """A sentence of another group's criterion stood there before: it is no other place of the line."""
    arms = "Exclusion Criteria:\n\nArm A only:\n\n{}* Gout\n\nArm B only:\n\n* Earlier rituximab. A stroke."
    line = "* Earlier rituximab\n"
    assert [event for event, _ in told(arms.format(line), arms.format(""))] == ["criterion_removed"]
    assert [event for event, _ in told(arms.format(""), arms.format(line))] == ["criterion_added"]


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("Adequate organ function", ("Platelets ≥ 100", "Haemoglobin ≥ 9 g/dL")),
        ("Heart disease", ("Angina", "Myocarditis")),
    ],
)
def test_a_list_below_a_criterion_that_had_none_has_no_direction(line, items):
    """It says what is meant by what was asked before; an item more in a list that stood has one."""
    text = "Inclusion Criteria:\n\n* Able to travel\n* {}\n* Lupus\n"
    whole = text.format(line)
    listed = [
        text.format(f"{line}, all of the following:\n\n" + "\n".join(f"  * {item}" for item in found))
        for found in (items[:1], items)
    ]
    assert {direction for _, direction in told(whole, listed[1])} == {"u"}
    assert told(*listed) == [("criterion_added", "t")]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [(("", ""), "l"), (("\nArm B:\n\n", "\nArm B:\n\n"), "u"), (("", "\nArm B:\n\n"), "u")],
)
def test_a_label_asks_a_criterion_of_fewer_unless_its_group_has_a_heading(headings, expected):
    """Who is in another group no longer meets it; below the heading of a group it says what was so before."""
    before, after = map(EXCLUSIONS.format, headings)
    after = after.replace("Earlier rituximab", "Earlier rituximab (Arm B only)")
    found = [change for change in compare(before, after) if change.event == "criterion_reworded"]
    assert [change.direction.value[0] for change in found] == [expected]
