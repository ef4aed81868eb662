"""Two texts that differ in punctuation alone, and those that differ in a number or a sign."""

from __future__ import annotations

import pytest
from timing import within

from monitor.core.records.punctuation import only_punctuation

DIFFERENT = [
    ("2.5 mg/kg", "25 mg/kg"),
    ("HbA1c < 7.0 %", "HbA1c > 7.0 %"),
    ("Week 1, 2", "Week 12"),
    ("Day -1", "Day 1"),
    ("at −80 °C", "at 80 °C"),
    ("95 ± 5", "95 5"),
    ("age ≥ 18", "age 18"),
    ("age ≥ 18", "age ≤ 18"),
    ("10⁶ cells", "106 cells"),
    ("1:2 ratio", "1/2 ratio"),
    ("1-2 doses", "1, 2 doses"),
    ("HER2- tumours", "HER2+ tumours"),
    ("5 % cream", "5 cream"),
    ("½ tablet", "12 tablet"),
    ("$50", "€50"),
    ("0.50", "0.05"),
    ("1.200", "1200"),
    ("Week 1,2", "Week 1, 2"),  # may be a decimal
]
SAME = [
    ("Cells, given once.", "cells given once"),
    ("age >= 18", "Age ≥18"),
    ("95 +/- 5", "95 ± 5"),
    ("18-65 years", "18–65 years"),
    ("1,200 ml", "1200 ml"),
    ("10⁶", "10^6"),
    ("* one\n* two", "- one\n- two"),
    ("Hôpital Laennec", "Hôpital La<ennec"),
    ("café", "cafe\u0301"),
]


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_numbers_and_signs_are_no_punctuation(first, second):
    """A decimal point, a minus, a comparator or a sign of a unit that came, went or turned is a difference."""
    assert not only_punctuation(first, second)
    assert not only_punctuation(second, first)


@pytest.mark.parametrize(("first", "second"), SAME)
def test_form_is_punctuation(first, second):
    """Spacing, case, and another form of the same sign or number say the same."""
    assert only_punctuation(first, second)


@pytest.mark.parametrize("text", ["1," * 50_000, "-" * 100_000, "1.0" * 40_000, "0" * 100_000 + "."])
def test_long_texts_are_compared_in_a_moment(text):
    """The time grows with the length alone."""
    assert within(1, lambda: only_punctuation(text, text + " "))
