"""Edits of eligibility and outcome measures, three for each event: what was before, what is edited."""

from __future__ import annotations

from core.presentation.cases.results import posted

from monitor.simulator.edits import ABSENT

E = "protocolSection.eligibilityModule"
O = "protocolSection.outcomesModule"  # noqa: E741
S = "protocolSection.statusModule"
TEXT = f"{E}.eligibilityCriteria"


def criteria(inclusion, exclusion=("Fever",)):
    """Return an eligibility text as the registry writes it."""
    lines = ("Inclusion Criteria:", "", *(f"* {line}" for line in inclusion))
    return "\n".join((*lines, "", "Exclusion Criteria:", "", *(f"* {line}" for line in exclusion)))


def text(before, after):
    """Return an edit of the eligibility text."""
    return {TEXT: before}, {TEXT: after}


BASE = ("Adults", "EDSS \\>= 3.0 and \\<= 7.0", "Haemoglobin \\>= 9.0 g/dL", "BMI 18.5-30.0 kg/m2")
LONG = (
    "Progressive multiple sclerosis by the 2017 McDonald criteria, with an EDSS from 3.0 to {} at screening, no relapse "
    "within the last {} months, stable treatment for six months, and adequate organ function as shown by laboratory "
    "values within 28 days before the first injection (ANC at least 1,500/mm3, platelets at least 100,000/mm3)"
)
NOTE = "Inclusion Criteria:\n\nParticipants must meet {} of the following\n\n* Adults\n* Walks 5 m"


def outcomes(**lists):
    """Return an edit of outcome lists, by ``primary``, ``secondary`` and ``other``."""
    return {f"{O}.{name}Outcomes": items for name, items in lists.items()}


SPEED = {"measure": "Walking speed", "timeFrame": "12 months"}
FATIGUE = {"measure": "Fatigue", "description": "By questionnaire", "timeFrame": "6 months"}
LIFE = {"measure": "Quality of life", "timeFrame": "12 months"}
PAIN = {"measure": "Pain on a scale from 0 to 10", "timeFrame": "1 year"}
MANY = [
    {"measure": f"Level of {name} in blood", "timeFrame": "59 months"}
    for name in ("sodium", "zinc", "iron", "lead")
]
DONE = {f"{S}.primaryCompletionDateStruct": {"date": "2026-05-01", "type": "ACTUAL"}}

CASES = {
    "eligibility.age": [
        ({}, {f"{E}.minimumAge": "25 Years"}),
        ({}, {f"{E}.maximumAge": ABSENT}),
        ({f"{E}.maximumAge": "18 Months"}, {f"{E}.maximumAge": "6 Years"}),
    ],
    "eligibility.criterion_added": [
        text(criteria(BASE), criteria(BASE, ("Fever", "Any earlier treatment with stem cells"))),
        text(criteria(BASE), criteria((*BASE, LONG.format("6.5", "12")))),
        text(
            criteria(BASE, ("Any of the following:\n  * Fever",)),
            criteria(BASE, ("Any of the following:\n  * Fever\n  * Pneumonia",)),
        ),
    ],
    "eligibility.criterion_removed": [
        text(criteria(BASE), criteria(BASE[:1] + BASE[2:])),
        text(criteria(BASE, ("Fever", "Pregnancy or breast-feeding.")), criteria(BASE)),
        text(criteria((*BASE, LONG.format("6.5", "12"))), criteria(BASE)),
    ],
    "eligibility.sex": [
        ({}, {f"{E}.sex": "FEMALE"}),
        ({f"{E}.sex": "MALE"}, {f"{E}.sex": "ALL"}),
        ({}, {f"{E}.genderDescription": "Women who were ever pregnant"}),
    ],
    "eligibility.criterion_reworded": [
        text(criteria(BASE), criteria(("Adults", "EDSS \\>= 3.0 and \\<= 6.5", *BASE[2:]))),
        text(criteria(BASE), criteria((*BASE[:2], "Haemoglobin \\>= 8.0 g/dL", "BMI 18.0-32.0 kg/m2"))),
        text(criteria((LONG.format("7.0", "12"),)), criteria((LONG.format("6.5", "24"),))),
        text(criteria(BASE, ("Fever", "Able to walk 20 m")), criteria((*BASE, "Able to walk 20 m"))),
    ],
    "eligibility.healthy_volunteers": [
        ({}, {f"{E}.healthyVolunteers": True}),
        ({f"{E}.healthyVolunteers": True}, {f"{E}.healthyVolunteers": False}),
        ({}, {f"{E}.healthyVolunteers": ABSENT}),
    ],
    "eligibility.population": [
        ({}, {f"{E}.studyPopulation": "Patients of two primary care clinics"}),
        (
            {f"{E}.studyPopulation": "Patients of two clinics"},
            {f"{E}.studyPopulation": "Patients of two clinics in Ohio"},
        ),
        ({f"{E}.samplingMethod": "PROBABILITY_SAMPLE"}, {f"{E}.samplingMethod": "NON_PROBABILITY_SAMPLE"}),
    ],
    "eligibility.edited": [
        text(NOTE.format("all"), NOTE.format("both")),
        text(NOTE.format("all"), NOTE.format("all or nearly all")),
        ({}, {f"{E}.newField": "Women and men"}),
    ],
    "eligibility.restructured": [
        text(criteria(BASE), criteria(BASE[::-1])),
        ({}, {f"{E}.minimumAge": "216 Months"}),
        ({}, {f"{E}.stdAges": ["ADULT", "OLDER_ADULT"]}),
    ],
    "outcomes.promoted": [
        ({}, outcomes(primary=[SPEED, LIFE], secondary=[FATIGUE])),
        (outcomes(other=[PAIN]), outcomes(other=[], secondary=[FATIGUE, LIFE, PAIN])),
        (DONE, outcomes(primary=[SPEED, LIFE], secondary=[FATIGUE])),
    ],
    "outcomes.demoted": [
        ({}, outcomes(primary=[PAIN], secondary=[FATIGUE, LIFE, SPEED])),
        ({}, outcomes(secondary=[FATIGUE], other=[LIFE])),
        (DONE, outcomes(primary=[PAIN], secondary=[FATIGUE, LIFE, SPEED])),
    ],
    "outcomes.added": [
        ({}, outcomes(primary=[SPEED, PAIN])),
        ({}, outcomes(secondary=[FATIGUE, LIFE, PAIN | {"description": "Asked by telephone. " * 20}])),
        (posted(), outcomes(other=[{"measure": "Number of falls"}])),
    ],
    "outcomes.removed": [
        (outcomes(primary=[SPEED, PAIN]), outcomes(primary=[SPEED])),
        ({}, outcomes(secondary=[FATIGUE])),
        (DONE | outcomes(other=[PAIN]), outcomes(other=ABSENT)),
    ],
    "outcomes.reworded": [
        ({}, outcomes(secondary=[FATIGUE | {"description": "By telephone interview"}, LIFE])),
        ({}, outcomes(primary=[SPEED | {"description": "Timed 25-foot walk, the mean of two trials."}])),
        (
            outcomes(primary=[{"measure": "Pain and fatigue scores", "timeFrame": "1 year"}]),
            outcomes(
                primary=[{"measure": f"{name} score", "timeFrame": "1 year"} for name in ("Pain", "Fatigue")]
            ),
        ),
        (
            outcomes(other=MANY),
            outcomes(other=[item | {"measure": item["measure"].replace("blood", "serum")} for item in MANY]),
        ),
    ],
    "outcomes.time_frame": [
        ({}, outcomes(primary=[SPEED | {"timeFrame": "24 months"}])),
        (outcomes(primary=[{"measure": "Walking speed"}]), outcomes(primary=[SPEED])),
        (outcomes(other=MANY), outcomes(other=[item | {"timeFrame": "58 months"} for item in MANY])),
        ({}, outcomes(primary=[SPEED | {"timeFrame": "6 and 12 months"}])),
        (outcomes(primary=[SPEED | {"timeFrame": "6 and 12 months"}]), outcomes(primary=[SPEED])),
        ({}, outcomes(primary=[SPEED | {"timeFrame": "12 months after the first dose"}])),
        ({}, outcomes(primary=[SPEED | {"timeFrame": "Month 12"}])),
    ],
    "outcomes.edited": [
        (outcomes(secondary=[LIFE | {"unit": "points"}]), outcomes(secondary=[LIFE | {"unit": "score"}])),
        ({f"{O}.note": "Measured by a rater"}, {f"{O}.note": "Measured by a blinded rater"}),
        (
            outcomes(primary=[SPEED | {"scale": 10}]),
            outcomes(primary=[SPEED | {"scale": 100}]),
        ),
    ],
}
