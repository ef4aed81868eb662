"""Edits of results and what leads to them, three for each event: what was before, what is edited."""

from __future__ import annotations

from monitor.simulator.edits import ABSENT

S = "protocolSection.statusModule"
TRACKING = "derivedSection.miscInfoModule.submissionTracking"
UNPOSTED = "annotationSection.annotationModule.unpostedAnnotation"
VIOLATIONS = "annotationSection.annotationModule.violationAnnotation"
OVERSIGHT = "protocolSection.oversightModule"
REFERENCES = "protocolSection.referencesModule.references"


def tracked(*submissions):
    """Return the edit that puts submissions into the tracking."""
    return {TRACKING: {"submissionInfos": list(submissions)}}


RELEASED = {"releaseDate": "2026-01-05"}
RETURNED = RELEASED | {"resetDate": "2026-02-16"}
AGAIN = {"releaseDate": "2026-03-20"}
UNPOSTED_EVENTS = {
    "unpostedEvents": [{"type": "RELEASE", "date": "2026-01-05"}, {"type": "RESET", "date": "2026-02-16"}]
}


def posted(value="3.1", spread="0.8", deaths=1, started="50", measures=1, **more):
    """Return the edit that makes a record one with results; the outcomes after the first are secondary and empty."""
    group = {"id": "OG000", "title": "Cells"}
    measure = {
        "type": "PRIMARY",
        "title": "Walking speed",
        "timeFrame": "12 months",
        "unitOfMeasure": "m/s",
        "groups": [group],
        "classes": [
            {"categories": [{"measurements": [{"groupId": "OG000", "value": value, "spread": spread}]}]}
        ],
    }
    event = {"id": "EG000", "title": "Cells", "deathsNumAffected": deaths, "deathsNumAtRisk": 44}
    serious = {"seriousNumAffected": 3, "seriousNumAtRisk": 44}
    flow = {
        "groups": [{"id": "FG000", "title": "Cells"}],
        "periods": [
            {
                "title": "Overall study",
                "milestones": [
                    {"type": "STARTED", "achievements": [{"groupId": "FG000", "numSubjects": started}]}
                ],
            }
        ],
    }
    section = {
        "participantFlowModule": flow,
        "outcomeMeasuresModule": {
            "outcomeMeasures": [
                measure,
                *({"type": "SECONDARY", "title": f"Item {n}"} for n in range(1, measures)),
            ]
        },
        "adverseEventsModule": {"eventGroups": [event | serious]},
        **more,
    }
    return {"hasResults": True, "resultsSection": section, f"{S}.resultsFirstSubmitDate": "2026-01-05"}


def violation(*types, description=None):
    """Return the edit that puts events about a violation into the annotation."""
    text = {"description": description} if description else {}
    return {
        VIOLATIONS: {"violationEvents": [{"type": name, "issuedDate": day} | text for name, day in types]}
    }


def reference(kind, citation, pmid=None):
    """Return the edit that adds a reference."""
    item = {"type": kind, "citation": citation} | ({"pmid": pmid} if pmid else {})
    return {REFERENCES: lambda old: [*old, item]}


def certificate(day, submitted="2026-02-01"):
    """Return the edit that puts a certificate of delay into a record."""
    return {
        f"{S}.dispFirstSubmitDate": submitted,
        f"{S}.dispFirstPostDateStruct": {"date": day, "type": "ACTUAL"},
    }


FOUND, PENALTY, CORRECTED = (
    ("VIOLATION_IDENTIFIED", "2025-04-01"),
    ("PENALTY_IMPOSED", "2025-11-12"),
    ("CORRECTION_CONFIRMED", "2026-02-16"),
)
POSTED_ON = {f"{S}.resultsFirstPostDateStruct": {"date": "2026-04-17", "type": "ACTUAL"}}
LIMITS = {"limitationsAndCaveats": {"description": "The trial ended early."}}
CASES = {
    "results.posted": [
        ({}, posted()),
        (tracked(RELEASED), posted(measures=12) | POSTED_ON | {TRACKING: ABSENT}),
        ({}, {"hasResults": True, "resultsSection": {"moreInfoModule": LIMITS}}),
    ],
    "results.removed": [
        (posted(), {"hasResults": False, "resultsSection": ABSENT}),
        (
            posted(deaths=0) | POSTED_ON,
            {"hasResults": False, "resultsSection": ABSENT, f"{S}.resultsFirstSubmitDate": ABSENT},
        ),
        (
            posted() | {f"{S}.resultsFirstPostDateStruct": {"date": "2011-01", "type": "ESTIMATED"}},
            {"hasResults": False, "resultsSection": ABSENT},
        ),
    ],
    "results.violation": [
        ({}, violation(FOUND)),
        (violation(FOUND), violation(FOUND, PENALTY, description="A penalty of 10,000 USD was imposed.")),
        ({}, {f"{OVERSIGHT}.fdaaa801Violation": True}),
    ],
    "results.submitted": [
        ({}, tracked(RELEASED)),
        (tracked(RETURNED), tracked(RETURNED, AGAIN)),
        ({}, {f"{S}.resultsFirstSubmitDate": "2026-09-01"}),
    ],
    "results.returned": [
        (tracked(RELEASED), tracked(RETURNED)),
        ({}, {UNPOSTED: {"unpostedEvents": [{"type": "RESET", "date": "2025-11-30"}]}}),
        (tracked(RETURNED, AGAIN), tracked(RETURNED, AGAIN | {"resetDate": "2026-05-04"})),
    ],
    "results.amended": [
        (posted(), posted(value="3.7", spread="0.9")),
        (posted(), posted(deaths=2, started="52", spread="1.0")),
        (posted(), posted(moreInfoModule=LIMITS)),
        (
            posted(),
            posted(moreInfoModule=LIMITS, baselineCharacteristicsModule={"populationDescription": "All."}),
        ),
    ],
    "results.published": [
        ({}, reference("RESULT", "Ross K, Doe J. Cells that walk. Lancet. 2026 Mar;400(1):1-9.", "40000001")),
        ({}, reference("RESULT", "Ross K. Cells and fatigue: a randomized trial. J Invent. 2025.")),
        (
            {},
            reference(
                "RESULT", f"{'Ross K, Doe J, Miller A, ' * 14}Cells that walk. Lancet. 2026.", "40000002"
            ),
        ),
    ],
    "results.violation_resolved": [
        (violation(FOUND), violation(FOUND, CORRECTED)),
        (violation(FOUND), violation(FOUND, ("ISSUES_IN_LETTER_ADDRESSED_CONFIRMED", "2026-03-02"))),
        (violation(FOUND), violation(FOUND, CORRECTED, description="The results were submitted.")),
    ],
    "results.certificate": [
        ({}, certificate("2026-02-16")),
        ({}, certificate("2025-12-01", "2025-11-20")),
        ({}, {f"{S}.dispFirstSubmitDate": "2026-02-01"}),
    ],
    "results.cancelled": [
        (tracked(RELEASED), tracked(RELEASED | {"unreleaseDate": "2026-01-09"})),
        (tracked(RELEASED), {TRACKING: ABSENT}),
        (tracked(RELEASED), tracked(RELEASED | {"unreleaseDateUnknown": True})),
    ],
    "results.edited": [
        (
            posted() | {f"{S}.resultsFirstPostDateStruct": {"date": "2026-04", "type": "ESTIMATED"}},
            {f"{S}.resultsFirstPostDateStruct": {"date": "2026-04-17", "type": "ACTUAL"}},
        ),
        (
            certificate("2026-02-16"),
            {f"{S}.dispFirstPostDateStruct": {"date": "2026-02-17", "type": "ACTUAL"}},
        ),
        (tracked(RETURNED), tracked(RETURNED) | {UNPOSTED: UNPOSTED_EVENTS}),
        (violation(FOUND), {VIOLATIONS: ABSENT}),
        (violation(FOUND, description="Late."), violation(FOUND, description="Results were late.")),
        ({f"{OVERSIGHT}.fdaaa801Violation": True}, {f"{OVERSIGHT}.fdaaa801Violation": False}),
    ],
    "results.added": [
        (posted(), {f"{S}.resultsFirstSubmitQcDate": "2026-02-01"}),
        (certificate("2026-02-16"), {f"{S}.dispFirstSubmitQcDate": "2026-02-10"}),
        ({}, {f"{S}.delayedPosting": True}),
        (violation(FOUND), violation(FOUND, ("NOTICE_SENT", "2026-01-15"))),
    ],
}
