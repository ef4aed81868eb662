"""Whole texts: what belongs to which part, what is one criterion, what came, went or only moved."""

from __future__ import annotations

from monitor.core.eligibility import compare, read


def text(inclusions, exclusions=("Porphyria", "Epilepsy")):
    """Write a text with two lists."""
    parts = (("Inclusion", inclusions), ("Exclusion", exclusions))
    return "\n\n".join(
        f"{name} Criteria:\n\n" + "\n".join(f"* {item}" for item in items) for name, items in parts
    )


def told(before, after):
    """Give what is told: event, direction and the new or old words."""
    return [
        (change.event, change.direction.value, (change.after or change.before).text)
        if change.before or change.after
        else change.event
        for change in compare(before, after)
    ]


def parts(written):
    """Give the part and the words of each criterion."""
    return [(criterion.part.value, criterion.text) for criterion in read(written)]


def test_a_bullet_that_names_its_group_is_one_criterion():
    """A heading with its content in one bullet opens no part: the bullets behind it belong to everybody."""
    bullet = "Inclusion criteria for the dose expansion: Adults with melanoma, sarcoma or thymoma"
    found = parts(text(["Able to travel", bullet, "Willing to have a biopsy"]))
    assert found[:3] == [
        ("inclusion", "Able to travel"),
        ("inclusion", bullet),
        ("inclusion", "Willing to have a biopsy"),
    ]
    assert [criterion.heading for criterion in read(text([bullet, "Willing to have a biopsy"]))[:2]] == [
        "",
        "",
    ]


def test_a_bullet_for_one_group_that_came_has_no_direction():
    """It binds nobody outside its group, and may open the group."""
    bullet = "Inclusion criteria for the dose expansion: Adults with melanoma"
    assert told(text(["Able to travel"]), text(["Able to travel", bullet])) == [
        ("criterion_added", "undetermined", bullet)
    ]


def test_a_group_and_a_part_with_a_comma_between_them_are_a_heading():
    """A line such as "Extension, inclusion criteria:" opens inclusions though it stands behind the exclusions."""
    after = (
        text(["Able to travel"])
        + "\n\nOpen-label extension, inclusion criteria:\n\n* Completed the main study"
    )
    assert parts(after)[-1] == ("inclusion", "Completed the main study")
    assert told(text(["Able to travel"]), after) == [
        ("criterion_added", "undetermined", "Completed the main study")
    ]
    sentence = text(
        ["Able to travel", "Patients who, in addition, meet the exclusion criteria, are not enrolled"]
    )
    assert [part for part, _ in parts(sentence)] == ["inclusion", "inclusion", "exclusion", "exclusion"]
