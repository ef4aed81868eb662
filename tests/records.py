"""Invented records in the registry's form, for tests: a whole one, and ways to change it."""

from __future__ import annotations

import json
from typing import Any

from monitor.simulator.paths import copied

Record = dict[str, Any]

NCT = "NCT90000001"
LOCATIONS = ("protocolSection", "contactsLocationsModule", "locations")


def a_record(nct: str = NCT, **changes: Any) -> Record:
    """Return an invented record with all the usual modules.

    Args:
        nct: its number.
        changes: values by their path, the keys joined with two underscores and without
            ``protocolSection``: ``statusModule__overallStatus="COMPLETED"``; None removes.

    """
    record = copied(_WHOLE)
    record["protocolSection"]["identificationModule"]["nctId"] = nct
    for path, value in changes.items():
        put(record, value, "protocolSection", *path.split("__"))
    return record


def put(record: Record, value: Any, *path: str) -> Record:
    """Set (or, with None, remove) what lies at a path of a record; return the record."""
    *parents, last = path
    place = record
    for key in parents:
        place = place.setdefault(key, {})
    if value is None:
        place.pop(last, None)
    else:
        place[last] = value
    return record


def released(record: Record, day: str) -> Record:
    """Return a copy of a record as another release serves it: with that release's stamp."""
    return put(copied(record), day, "derivedSection", "miscInfoModule", "versionHolder")


def letters(record: Record) -> bytes:
    """Return a record as the registry writes it on the wire."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def sites(count: int, facility: str = "Hospital {}", city: str = "Town {}") -> list[dict[str, Any]]:
    """Return as many sites; ``{}`` in the names is the site's number."""
    return [
        {
            "facility": facility.format(number),
            "status": "RECRUITING",
            "city": city.format(number),
            "state": "Ohio",
            "zip": f"{44000 + number}",
            "country": "United States",
            "contacts": [{"name": f"Nurse {number}", "role": "CONTACT", "phone": f"555-{number:04d}"}],
            "geoPoint": {"lat": 41.0 + number / 1000, "lon": -81.5},
        }
        for number in range(count)
    ]


_WHOLE: Record = {
    "protocolSection": {
        "identificationModule": {
            "nctId": NCT,
            "orgStudyIdInfo": {"id": "INV-001"},
            "secondaryIdInfos": [{"id": "2020-000001-01", "type": "EUDRACT_NUMBER"}],
            "organization": {"fullName": "Invented Institute", "class": "OTHER"},
            "briefTitle": "Invented Cells in an Invented Disease",
            "officialTitle": "A Trial of Invented Cells ≥ 10⁶/kg in an Invented Disease",
        },
        "statusModule": {
            "statusVerifiedDate": "2026-08",
            "overallStatus": "RECRUITING",
            "expandedAccessInfo": {"hasExpandedAccess": False},
            "startDateStruct": {"date": "2025-01-15", "type": "ACTUAL"},
            "primaryCompletionDateStruct": {"date": "2027-06", "type": "ESTIMATED"},
            "completionDateStruct": {"date": "2027-12", "type": "ESTIMATED"},
            "studyFirstSubmitDate": "2024-11-01",
            "studyFirstPostDateStruct": {"date": "2024-11-20", "type": "ACTUAL"},
            "lastUpdateSubmitDate": "2026-08-28",
            "lastUpdatePostDateStruct": {"date": "2026-09-01", "type": "ACTUAL"},
        },
        "sponsorCollaboratorsModule": {
            "responsibleParty": {"type": "SPONSOR"},
            "leadSponsor": {"name": "Invented Institute", "class": "OTHER"},
            "collaborators": [{"name": "Invented University", "class": "OTHER"}],
        },
        "oversightModule": {
            "oversightHasDmc": True,
            "isFdaRegulatedDrug": True,
            "isFdaRegulatedDevice": False,
        },
        "descriptionModule": {"briefSummary": "Cells are given.\n\nThen people are looked at."},
        "conditionsModule": {"conditions": ["Invented Disease", "Other Disease"], "keywords": ["cells"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE1", "PHASE2"],
            "designInfo": {
                "allocation": "RANDOMIZED",
                "maskingInfo": {"masking": "DOUBLE", "whoMasked": ["PARTICIPANT", "INVESTIGATOR"]},
            },
            "enrollmentInfo": {"count": 50, "type": "ESTIMATED"},
        },
        "armsInterventionsModule": {
            "armGroups": [
                {"label": "Cells", "type": "EXPERIMENTAL", "interventionNames": ["Biological: Cells"]},
                {"label": "Placebo", "type": "PLACEBO_COMPARATOR", "interventionNames": ["Other: Saline"]},
            ],
            "interventions": [
                {"type": "BIOLOGICAL", "name": "Cells", "armGroupLabels": ["Cells"]},
                {"type": "OTHER", "name": "Saline", "armGroupLabels": ["Placebo"]},
            ],
        },
        "outcomesModule": {
            "primaryOutcomes": [{"measure": "Walking speed", "timeFrame": "12 months"}],
            "secondaryOutcomes": [
                {"measure": "Fatigue", "description": "By questionnaire", "timeFrame": "6 months"},
                {"measure": "Quality of life", "timeFrame": "12 months"},
            ],
        },
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* Adults\n* Walks 5 m\n\nExclusion Criteria:\n\n* Fever",
            "healthyVolunteers": False,
            "sex": "ALL",
            "minimumAge": "18 Years",
            "maximumAge": "65 Years",
            "stdAges": ["ADULT"],
        },
        "contactsLocationsModule": {
            "centralContacts": [{"name": "A Person", "role": "CONTACT", "phone": "555-0100"}],
            "overallOfficials": [
                {"name": "A Doctor", "affiliation": "Invented Institute", "role": "PRINCIPAL_INVESTIGATOR"}
            ],
            "locations": sites(3),
        },
        "referencesModule": {
            "references": [{"pmid": "1", "type": "BACKGROUND", "citation": "One A. A study."}]
        },
        "ipdSharingStatementModule": {"ipdSharing": "NO"},
    },
    "derivedSection": {
        "miscInfoModule": {"versionHolder": "2026-09-04", "removedCountries": ["France"]},
        "conditionBrowseModule": {"meshes": [{"id": "D000001", "term": "Disease"}]},
    },
    "hasResults": False,
}
