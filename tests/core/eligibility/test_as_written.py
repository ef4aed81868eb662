"""The words of a reason are those of the criterion, not those that it is compared by."""

from __future__ import annotations

import pytest

from monitor.core.eligibility import compare
from monitor.core.presentation.reasons import reason_words

IN, OUT = "Inclusion", "Exclusion"
WORDS = [
    (IN, "Crohn's disease", "Crohn's disease or ulcerative colitis (UC)", "ulcerative colitis (UC)"),
    (OUT, "Pulmonary embolism", "Pulmonary embolism or deep vein thrombosis", "deep vein thrombosis"),
    (OUT, "Steroids in the past month", "Steroids at more than 10 mg/day in the past month", "at more than 10 mg/day"),
    (OUT, "Autoimmune disease", "Autoimmune disease (except vitiligo)", "except vitiligo"),
    (OUT, "Antibodies within 30 days", "Antibodies within 30 days or 5 half-lives, whichever is longer", "5 half-lives, whichever is longer"),
    (OUT, "Stroke", "Stroke within the past 5 years", "within the past 5 years"),
    (OUT, "Hypertension", "Poorly-controlled hypertension", "Poorly-controlled"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "before", "after", "words"), WORDS)
def test_the_words_of_a_reason_stand_in_the_criterion(part, before, after, words):
    """In its spelling, with articles and comparators; also of words that went."""

    def why(old, new):
        sides = (f"{part} Criteria:\n\n* Vertigo\n* {side}\n* Tinnitus" for side in (old, new))
        (change,) = compare(*sides)
        return reason_words(reason.as_json() for reason in change.reasons)

    assert f"“{words}”" in why(before, after)
    assert f"“{words}”" in why(after, before)


def test_long_words_are_cut_between_words():
    """A reason shows about sixty letters of them."""
    more = "deep vein thrombosis of the left leg with swelling that lasted for some weeks at home"
    before, after = (
        f"Exclusion Criteria:\n\n* Pulmonary embolism{side}\n* Gout" for side in ("", f" or {more}")
    )
    (change,) = compare(before, after)
    words = reason_words(reason.as_json() for reason in change.reasons)
    assert "“deep vein thrombosis of the left leg with swelling that …”" in words
