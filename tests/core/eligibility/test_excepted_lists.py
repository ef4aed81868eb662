"""Lists of what an exclusion excepts: whoever they describe is let in."""

from __future__ import annotations

import pytest

from monitor.core.eligibility import compare

TEXT = "Inclusion Criteria:\n\n* Gout\n\nExclusion Criteria:\n\n* Porphyria\n* {}\n\n{}\n\n* Rickets"
OPPOSITE = {"loosened": "tightened", "tightened": "loosened", "undetermined": "undetermined"}
WITHIN_YEARS = "Cancer in the past 8 years, except for the following:"
STEROIDS = "Systemic steroids, other than:"
UNLESS_ALL = "Brain abscess unless all of these criteria are met:"
UNLESS_ONE = "Hepatitis C unless one of the following is true:"
EXCEPTED = [
    (WITHIN_YEARS, "Lip cancer", "Lip cancer|Ductal carcinoma in situ", "loosened"),
    (WITHIN_YEARS, "Lip cancer|Thyroid cancer", "Lip cancer|Adequately treated thyroid cancer", "tightened"),
    (STEROIDS, "Prednisone up to 8 mg daily|Creams", "Prednisone up to 6 mg daily|Creams", "tightened"),
    (STEROIDS, "Creams", "Creams|Eye drops", "loosened"),
    (UNLESS_ALL, "Drained|Stable for 5 weeks", "Drained|Stable for 7 weeks", "tightened"),
    (UNLESS_ALL, "Drained", "Drained|Afebrile", "tightened"),
    (UNLESS_ONE, "On antivirals", "On antivirals|RNA below 30 IU/mL", "loosened"),
]
UNSURE = [
    ("Fewer than three courses of antibiotics, other than:", "Amoxicillin", "Amoxicillin|Cefalexin"),
    ("Antibodies within 6 weeks, except for:", "Denosumab within 3 months", "Denosumab within 5 months"),
    ("Brain abscess unless:", "Drained", "Drained|Afebrile"),
    ("Unable to stop drugs other than:", "Melatonin", "Melatonin|Valerian"),
    ("Not on a diet, except:", "Vegan", "Vegan|Low in salt"),
    ("Cancer except:", "Lip cancer; melanoma is excluded", "Lip cancer; melanoma and sarcoma are excluded"),
    ("Cancer with these exceptions:", "Lip cancer|Thyroid cancer", "Thyroid cancer|Lip cancer"),
]


def directions(lead, before, after):
    """Give the directions of what changed in a list below a lead."""
    texts = (
        TEXT.format(lead, "\n".join(f"  * {item}" for item in items.split("|"))) for items in (before, after)
    )
    return {change.direction.value for change in compare(*texts)}


@pytest.mark.parametrize(("lead", "before", "after", "direction"), EXCEPTED)
def test_a_list_of_exceptions_lets_in_whom_it_describes(lead, before, after, direction):
    """One more exception, or a wider one, loosens; one more thing that an exception asks for tightens."""
    assert directions(lead, before, after) == {direction}
    assert directions(lead, after, before) == {OPPOSITE[direction]}


@pytest.mark.parametrize(("lead", "before", "after"), UNSURE)
def test_a_list_that_may_be_no_exception_has_no_direction(lead, before, after):
    """What a cap does not count, what has a window of its own and what a denial excepts may count the other way."""
    assert directions(lead, before, after) | directions(lead, after, before) == {"undetermined"}
