"""The direction of a limit that moved, row by row: better none than a wrong one."""

from __future__ import annotations

import pytest

from monitor.core.eligibility import compare
from monitor.core.presentation.reasons import reason_words
from monitor.model import Direction

UP, DOWN, OPEN = Direction.TIGHTENED, Direction.LOOSENED, Direction.UNDETERMINED
IN, OUT = "Inclusion", "Exclusion"
FLIP = {UP: DOWN, DOWN: UP, OPEN: OPEN}


def text(part, item):
    """Write a text of one part with the given item among others."""
    return f"{part} Criteria:\n\n* Optic neuritis\n* {item}\n* Epilepsy"


REWORDED = [
    # plain comparisons
    (IN, "Age ≥ 18 years", "Age ≥ 16 years", DOWN),
    (IN, "Age \\>= 18 years", "Age \\>= 21 years", UP),
    (
        IN,
        "Age at least 18 years at the time of signing consent",
        "Age at least 12 years at the time of signing consent",
        DOWN,
    ),
    (IN, "Aged 18 years or older", "Aged 21 years or older", UP),
    (IN, "65 years of age and under", "70 years of age and under", DOWN),
    (IN, "EDSS score ≤ 6.5", "EDSS score ≤ 7", DOWN),
    (OUT, "EDSS score > 6.5", "EDSS score > 7.0", DOWN),
    (OUT, "Body mass index of 35 or more", "Body mass index of 40 or more", DOWN),
    (OUT, "Systolic blood pressure above 160 mmHg", "Systolic blood pressure above 150 mmHg", UP),
    (IN, "Body weight not less than 45 kg", "Body weight not less than 40 kg", DOWN),
    (IN, "Body weight no less than 45 kg", "Body weight no more than 45 kg", OPEN),
    (IN, "Body mass index must not exceed 30", "Body mass index must not exceed 35", DOWN),
    (IN, "No more than 2 prior lines of therapy", "No more than 3 prior lines of therapy", DOWN),
    (IN, "At least two prior lines of therapy", "At least three prior lines of therapy", UP),
    (OUT, "More than 2 prior lines of therapy", "More than 1 prior lines of therapy", UP),
    (IN, "Minimum of 2 relapses", "Minimum of 1 relapses", DOWN),
    (IN, "Up to 2 prior regimens", "Up to 4 prior regimens", DOWN),
    (IN, "Left ventricular ejection fraction over 50%", "Left ventricular ejection fraction over 45%", DOWN),
    (OUT, "Fewer than 3 remaining teeth", "Fewer than 5 remaining teeth", UP),
    # the end itself
    (IN, "Age > 18 years", "Age ≥ 18 years", DOWN),
    (OUT, "Bilirubin ≥ 2 mg/dL", "Bilirubin > 2 mg/dL", DOWN),
    (IN, "Age ≥ 18 years", "Age at least 18 years", OPEN),
    (IN, "Age > 18 years", "Age < 18 years", OPEN),
    # ranges
    (IN, "Age between 18 and 65 years", "Age between 18 and 75 years", DOWN),
    (IN, "Age 18 to 65 years", "Age 20 to 60 years", UP),
    (IN, "Age 18-65 years", "Age 16-60 years", OPEN),
    (IN, "ECOG performance status 0-1", "ECOG performance status 0-2", DOWN),
    (OUT, "HbA1c 7.0%–10.0%", "HbA1c 6.5%–10.0%", UP),
    (IN, "Age 18-65 years", "Age ≥ 18 years", DOWN),
    (IN, "Age ≥ 18 and ≤ 65 years", "Age ≥ 16 and ≤ 70 years", DOWN),
    (IN, "Age ≥ 18 and ≤ 65 years", "Age ≥ 16 and ≤ 60 years", OPEN),
    # time windows and wash-outs
    (OUT, "Stroke within 3 months", "Stroke within 6 months", UP),
    (OUT, "Stroke in the last 6 months", "Stroke in the last 3 months", DOWN),
    (IN, "Diagnosed within 6 months", "Diagnosed within 12 months", DOWN),
    (IN, "At least 4 weeks since prior chemotherapy", "At least 2 weeks since prior chemotherapy", DOWN),
    (IN, "No systemic steroids within 28 days", "No systemic steroids within 14 days", DOWN),
    (IN, "No live vaccine within 30 days of dosing", "No live vaccine within 90 days of dosing", UP),
    (OUT, "No live vaccine within 30 days of dosing", "No live vaccine within 90 days of dosing", OPEN),
    (OUT, "At least 4 weeks since prior chemotherapy", "At least 2 weeks since prior chemotherapy", OPEN),
    (IN, "On a stable dose within the last 3 months", "On a stable dose within the last 6 months", UP),
    (
        IN,
        "Abstain from alcohol within 24 hours of visit",
        "Abstain from alcohol within 48 hours of visit",
        OPEN,
    ),
    (
        IN,
        "No more than 2 attacks in the last 12 months",
        "No more than 2 attacks in the last 24 months",
        UP,
    ),
    (IN, "At least 2 attacks in the last 12 months", "At least 2 attacks in the last 24 months", DOWN),
    (
        IN,
        "Agree to contraception up to 30 days after the last dose",
        "Agree to contraception up to 90 days after the last dose",
        OPEN,
    ),
    (
        OUT,
        "Unwilling to use contraception for at least 3 months",
        "Unwilling to use contraception for at least 6 months",
        UP,
    ),
    # units
    (OUT, "Surgery within 4 weeks", "Surgery within 28 days", OPEN),
    (OUT, "Surgery within 4 weeks", "Surgery within 14 days", DOWN),
    (OUT, "Surgery within 4 weeks", "Surgery within 2 months", UP),
    (IN, "Haemoglobin ≥ 9 g/dL", "Haemoglobin ≥ 80 g/L", DOWN),
    (IN, "Haemoglobin ≥ 9 g/dL", "Haemoglobin ≥ 5 mmol/L", DOWN),
    (IN, "AST ≤ 2.5 x ULN", "AST ≤ 3 x ULN", DOWN),
    (OUT, "AST > 2.5 × ULN", "AST > 3 × ULN", DOWN),
    (IN, "Platelets ≥ 100,000/µL", "Platelets ≥ 75,000/µL", DOWN),
    (IN, "Platelets ≥ 100 x 10\\^9/L", "Platelets ≥ 75 x 10\\^9/L", DOWN),
    (IN, "Platelets ≥ 10\\^9/L", "Platelets ≥ 10\\^8/L", DOWN),
    (IN, "Creatinine ≤ 1,5 mg/dL", "Creatinine ≤ 2,0 mg/dL", DOWN),
    (IN, "Neutrophils ≥ 1.500/µL", "Neutrophils ≥ 1.000/µL", OPEN),
    (IN, "T-score ≤ -2.5", "T-score ≤ -2.0", DOWN),
    # numbers that are no thresholds
    (OUT, "Receives prednisone 10 mg daily", "Receives prednisone 20 mg daily", OPEN),
    (
        IN,
        "Recovered from toxicity as graded by CTCAE v4.0",
        "Recovered from toxicity as graded by CTCAE v5.0",
        OPEN,
    ),
    (IN, "Measurable disease by RECIST 1.0", "Measurable disease by RECIST 1.1", OPEN),
    (IN, "Completed phase 1-2 of the parent study", "Completed phase 1-3 of the parent study", OPEN),
    (OUT, "Blood pressure ≥ 140/90 mmHg", "Blood pressure ≥ 160/90 mmHg", DOWN),
    # words that turn it round
    (
        IN,
        "Patients under 18 years must have parental consent",
        "Patients under 21 years must have parental consent",
        OPEN,
    ),
    (
        IN,
        "If bilirubin > 2 mg/dL, direct bilirubin is normal",
        "If bilirubin > 3 mg/dL, direct bilirubin is normal",
        OPEN,
    ),
    (
        IN,
        "Patients with platelets < 100 will be excluded",
        "Patients with platelets < 75 will be excluded",
        OPEN,
    ),
    (OUT, "Prednisone is allowed at ≤ 10 mg daily", "Prednisone is allowed at ≤ 20 mg daily", OPEN),
    (OUT, "Prior cancer unless cured for > 5 years", "Prior cancer unless cured for > 3 years", DOWN),
    (OUT, "Platelets must be ≥ 100", "Platelets must be ≥ 75", OPEN),
    (OUT, "HbA1c outside 7% to 10%", "HbA1c outside 6% to 10%", DOWN),
    # what only looks like a limit of the criterion
    (IN, "Age > 17 years", "Age ≥ 18 years", OPEN),
    (IN, "Patients ≥ 65 years: cognitive test passed", "Patients ≥ 70 years: cognitive test passed", OPEN),
    (
        IN,
        "Two attacks. Attacks less than 14 days apart count once",
        "Two attacks. Attacks less than 30 days apart count once",
        OPEN,
    ),
    (IN, "Assent from children over 7 years", "Assent from children over 9 years", OPEN),
    (OUT, "Steroids up to 4 weeks before dosing", "Steroids up to 2 weeks before dosing", DOWN),
    (IN, "Relapse within 1-2 weeks", "Relapse within 1-3 weeks", OPEN),
    (IN, "Not more than 10 mg unless tapered", "Not more than 20 mg unless tapered", DOWN),
    (
        IN,
        "Platelets > 100 without transfusion within 7 days",
        "Platelets > 100 without transfusion within 14 days",
        UP,
    ),
    (OUT, "Unable to walk at least 100 m", "Unable to walk at least 20 m", DOWN),
    (OUT, "Age < 18 years or > 65 years", "Age < 16 years or > 75 years", DOWN),
    (OUT, "Stroke within 30 days", "Stroke within 1 month", OPEN),
    (IN, "Disease duration ≤ 15 years", "Disease duration ≤ 20 years", DOWN),
    (OUT, "Needs oxygen at more than 2 L/min", "Needs oxygen at more than 4 L/min", DOWN),
    (IN, "Score of 10 or higher", "Score of 8 or higher", DOWN),
    (IN, "Score of 10 or higher", "Score of 10 or lower", OPEN),
    # words moved as well
    (IN, "Able to walk without aid", "Able to walk with aid", OPEN),
    (IN, "Must have active disease on MRI", "May have active disease on MRI", OPEN),
    (IN, "Age ≥ 18 years and able to walk", "Age ≥ 16 years and willing to walk", OPEN),
    (IN, "Not pregnant for 3 months", "Pregnant for 3 months", OPEN),
    (IN, "Age ≥ 18 years, EDSS ≤ 6", "Age ≥ 16 years, EDSS ≤ 7", DOWN),
    (IN, "Age ≥ 18 years, EDSS ≤ 6", "Age ≥ 16 years, EDSS ≤ 5", OPEN),
]


@pytest.mark.parametrize(("part", "before", "after", "expected"), REWORDED)
def test_a_reworded_criterion_has_the_direction_of_its_thresholds(part, before, after, expected):
    """One reworded criterion is told, with this direction, and the opposite one the other way round."""
    (change,) = compare(text(part, before), text(part, after))
    assert (change.event, change.direction) == ("criterion_reworded", expected)
    assert (expected is OPEN) or change.reasons
    (mirrored,) = compare(text(part, after), text(part, before))
    assert mirrored.direction is FLIP[expected]


def test_the_reason_says_what_moved():
    """A direction comes with a few plain words."""
    reasons = {
        reason_words(reason.as_json() for reason in compare(text(part, old), text(part, new))[0].reasons)
        for part, old, new in (
            (IN, "EDSS ≤ 6.5", "EDSS ≤ 7"),
            (OUT, "Stroke within 3 months", "Stroke within 6 months"),
            (IN, "Age 18-65 years", "Age 18-75 years"),
            (IN, "Age > 18 years", "Age ≥ 18 years"),
        )
    }
    assert reasons == {
        "upper limit raised from 6.5 to 7",
        "time window lengthened from 3 months to 6 months in an exclusion",
        "range widened from 18–65 years to 18–75 years",
        "18 years itself is now allowed",
    }
