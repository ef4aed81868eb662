"""Sentences that say nothing of who takes part, and criteria that only look like them."""

import pytest

from monitor.core.eligibility import compare
from monitor.core.eligibility.remarks import is_remark, without_remarks
from monitor.model import Direction

REMARKS = [
    "Caution: interactions with grapefruit are listed in the brochure",
    "Background: cystinuria is rare",
    "No minimum height",
    "No maximum number of earlier relapses applies",
    "It is of no interest how the stent was placed",
    "Earlier homeopathy is of no importance",
    "The length of the residence does not matter",
    "Language is no barrier",
    "The attending urologist decides on the approach",
    "The sponsor may grant exceptions",
    "Dropouts are replaced",
    "Urine is collected on days 2 and 5",
    "Tremor will be scored on video",
    "Menopause: no bleeding for a year without another cause",
    "Relapse means a return of symptoms for two days",
    "One drink is 12 g of alcohol",
    "The observation window is 14 days",
    "Whether a fistula is complex is left to the surgeon",
    "Excluded patients are listed in a log",
    "Women of any parity qualify",
    "None other than those named in section 5",
    "The run-in period lasts 2 weeks",
    "The first 8 participants form the sentinel group",
    "Around 40 girls are to be recruited",
    "Fathers may go on smoking",
    "Cyclists are not barred from entry",
    "Whatever the length of the stay",
    "Abbreviations: HAQ, Health Assessment Questionnaire; VAS, visual analogue scale",
    "A rheumatologist of the centre counts the swollen joints",
    "The decision rests with the chief surgeon",
    "Recruitment ends when 30 knees have been treated",
    "Men who drop out will be replaced",
    "A fall during the study must be reported to the sponsor",
]
CRITERIA = [
    "Stone is larger than 8 mm",
    "The serum lithium level is below 1.2 mmol/L",
    "Biopsy tissue must be available",
    "Survival is expected to exceed 5 months",
    "The lesion is measurable by ultrasound",
    "The wound has not healed",
    "The grandmother lives with the child",
    "Adults who qualify for dialysis",
    "Laboratory tests must be within the normal range",
    "The physician determines that the patient is too frail",
    "Upper respiratory infection",
    "No minimal change disease",
    "Surgery will be required during the study",
    "Neuropathy is excluded",
    "The nurse confirms that the wound is dry",
    "Study drugs within 30 days",
    "Cysts are found in the left kidney",
    "Diagnosis made by means of endoscopy",
]


@pytest.mark.parametrize("part", ["Inclusion", "Exclusion"])
def test_a_remark_that_comes_has_no_direction(part):
    """A line that names no people and no state of theirs tells nothing of who may take part."""
    for line in REMARKS:
        before = f"{part} Criteria:\n- Gout\n- Psoriasis\n"
        changes = compare(before, f"{before}- {line}\n")
        assert {change.direction for change in changes} <= {Direction.UNDETERMINED}, line


@pytest.mark.parametrize(
    "line", ["Married or single", "Knee prosthesis placed more than 2 years ago", "Term and preterm babies"]
)
def test_an_inclusion_that_embraces_or_is_long_past_has_no_direction(line):
    """A thing with its opposite names everybody, and what is long past may only be let in."""
    before = "Inclusion Criteria:\n- Gout\n- Psoriasis\n"
    assert {change.direction for change in compare(before, f"{before}- {line}\n")} == {Direction.UNDETERMINED}


def test_a_criterion_is_no_remark():
    """A sentence about people, or of a state or value of theirs, is a criterion."""
    assert [line for line in CRITERIA if is_remark(line)] == []


def test_those_who_alone_are_let_in_are_a_requirement():
    """The word "only" turns what permits into a requirement."""
    before = "Inclusion Criteria:\n- Gout\n"
    (change,) = compare(before, f"{before}- Only men over 40 are eligible\n")
    assert change.direction is Direction.TIGHTENED


def test_a_remark_behind_a_criterion_is_left_out():
    """A remark behind a criterion changes nothing of it; a permission stays."""
    assert without_remarks("Gout. Attacks are counted from the first.") == "Gout"
    assert without_remarks("Gout. Colchicine is allowed.") == "Gout. Colchicine is allowed."


def test_a_sentence_of_repeated_words_is_read_at_once():
    """The words before a state may be repeated without end."""
    assert is_remark("The tumor is " + "currently " * 57 + "zzz")
    assert is_remark("The tumor is " + "currently not still also " * 20 + "zzz")
