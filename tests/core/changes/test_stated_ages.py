"""Ages that stand both in the criteria and in fields of their own."""

from __future__ import annotations

import pytest
from records import a_record

from monitor.core.changes import classify
from monitor.core.presentation.sentences import summary
from monitor.model import Direction

CRITERIA = "Inclusion Criteria:\n\n* {}\n* Lupus nephritis\n\nExclusion Criteria:\n\n* Pregnancy"


def record(age, **fields):
    """Return a record whose criteria state an age."""
    names = {f"eligibilityModule__{name}": value for name, value in fields.items()}
    return a_record(eligibilityModule__eligibilityCriteria=CRITERIA.format(age), **names)


def only(before, after):
    """Return the one change of the eligibility."""
    (change,) = (found for found in classify(before, after) if found.kind == "eligibility")
    return change


def test_an_age_field_that_the_criteria_contradict_has_no_direction():
    """Whom the trial takes is told from the text, which is mentioned."""
    change = only(
        record("Age ≥ 18 years", minimumAge="18 Years"), record("Age ≥ 18 years", minimumAge="30 Years")
    )
    assert change.direction is Direction.UNDETERMINED
    assert "changed from 18 Years to 30 Years; the criteria say 18 years" in summary(change)


@pytest.mark.parametrize(
    "age", ["Age > 29 years", "Age ≥ 30 years", "Age of 30 to 60 years", "Adults of either sex"]
)
def test_an_age_field_that_the_criteria_bear_out_has_its_direction(age):
    """Nothing is mentioned where the text says the same or nothing."""
    change = only(record(age, minimumAge="18 Years"), record(age, minimumAge="30 Years"))
    assert change.direction is Direction.TIGHTENED
    assert "criteria say" not in summary(change)


def test_a_criterion_that_contradicts_the_field_keeps_the_direction_of_its_text():
    """The field is only mentioned."""
    change = only(
        record("Age ≥ 18 years", minimumAge="18 Years"), record("Age ≥ 21 years", minimumAge="18 Years")
    )
    assert change.direction is Direction.TIGHTENED
    assert "the record's own field says: youngest age 18 Years" in summary(change)


def test_several_ages_in_the_criteria_contradict_nothing():
    """One limit for a part of the trial is none for all of it."""
    age = "Age ≥ 18 years in part A, age ≥ 12 years in part B"
    change = only(record(age, minimumAge="18 Years"), record(age, minimumAge="12 Years"))
    assert change.direction is Direction.LOOSENED


def test_no_limit_and_an_age_that_nobody_reaches_are_one():
    """A field of "120 Years" means none, so that a stated limit contradicts it."""
    change = only(
        record("Age ≤ 65 years", maximumAge="65 Years"), record("Age ≤ 65 years", maximumAge="120 Years")
    )
    assert change.direction is Direction.UNDETERMINED
    assert "the criteria say 65 years" in summary(change)
