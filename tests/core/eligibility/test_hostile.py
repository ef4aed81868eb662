"""No text, however made, takes long to read or to compare."""

from __future__ import annotations

from functools import partial

import pytest
from timing import within

from monitor.core.eligibility import compare, stated_ages
from monitor.core.eligibility.model import LONGEST

SIZE = 200_000
UNITS = [
    "1234567890", "-", "(", "()", ".", "• ", "<5h ", "* Age >= 18 years\n", "* x\n", "1. ", "1,000,", "a or ", "x, y and ",
    "except for ", "no not ", "II-IV ", "≥ 3 x ULN ", "<p>", "&lt;", "\\<", " ", "a", "x (y [z ", "a: ", "a; ", "within the last 5 ",
    "stage I, II or III ", "ECOG 0, 1 or 2 ", "Inclusion Criteria:\n", "exclusion criteria ", "排除标准", "at any time ", "10^9 x 10^9 ",
    "1.5x10", "aa bb (ab) ", "Patients with A or B, unless ≥ 3 mg/dL (eg, foo) within 2 weeks. ", "\n", "\t* x\n", "note: ",
    "all any of ", "may not be a the reason for ", "with or without ", "not be a considered ", "criteria for inclusion of ",
]  # fmt: skip


def others(text):
    """Give texts that differ from a given one in their parts, numbers, length and letters."""
    return (
        text[: len(text) // 2] + " x",
        f"Inclusion Criteria:\n\n* {text} y",
        f"Exclusion Criteria:\n\n* {text.replace('5', '6')}\n* z",
        text.replace("1", "2").replace("a", "b") + "c",
    )


@pytest.mark.parametrize("unit", UNITS)
def test_a_hostile_text_is_compared_within_two_seconds(unit):
    """Of 200 KB with each edit; of the largest size compared criterion by criterion, one of the edits in turn."""
    text = (unit * (SIZE // len(unit) + 1))[:SIZE]
    for other in others(text):
        assert within(2, partial(compare, text, other))
    text = text[:59_000]
    assert within(2, partial(compare, text, others(text)[UNITS.index(unit) % 4]))


@pytest.mark.parametrize("unit", UNITS)
def test_a_hostile_text_is_read_within_two_seconds(unit):
    """Of the largest size that is read, with its ages, and of 200 KB; two more tries where the first was disturbed."""
    text = (unit * (SIZE // len(unit) + 1))[:SIZE]
    assert within(2, partial(stated_ages, text))
    assert within(2, partial(stated_ages, text[:LONGEST]))


def test_of_a_text_beyond_the_limit_no_age_is_read():
    """As nothing else of it is; up to the limit ages are read."""
    text = "Inclusion Criteria:\n\n* Age >= 18 years\n"
    assert stated_ages(text + " " * (LONGEST - len(text)))
    assert stated_ages(text + " " * LONGEST) == ()


def test_a_text_beyond_the_limit_is_edited_once():
    """Five thousand equal criteria, one of them changed, are one change with the size."""
    text = "Inclusion Criteria:\n\n" + "* Age >= 18 years\n" * 5_000
    (change,) = compare(text, text.replace("18", "21", 1) + "* End\n")
    assert (change.event, change.before, change.after) == ("edited", None, None)
    assert f"{len(text):,}" in change.reasons[0].of
