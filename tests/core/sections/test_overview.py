"""A trial in one line: what its record says, in the registry's words."""

from __future__ import annotations

import pytest
from records import LOCATIONS, a_record, put, sites

from monitor.core.sections.overview import overview, phase_codes


def test_a_whole_record():
    """Dates as they are given, phases and sites in one cell each, sites by country with the most first."""
    found = [*sites(3), {"country": "Iran, Islamic Republic of"}, {"facility": "Nowhere"}]
    record = put(a_record(statusModule__resultsFirstPostDateStruct={"date": "2026-08-01"}), found, *LOCATIONS)
    assert overview(record) == {
        "title": "Invented Cells in an Invented Disease",
        "status": "RECRUITING",
        "sponsor": "Invented Institute",
        "type": "INTERVENTIONAL",
        "phase": "PHASE1|PHASE2",
        "enrollment": 50,
        "start": "2025-01-15",
        "primary_completion": "2027-06",
        "completion": "2027-12",
        "results_posted": "2026-08-01",
        "sites": 5,
        "countries": "United States (3); Iran, Islamic Republic of (1)",
    }


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"protocolSection": []},
        {"protocolSection": {"designModule": {"phases": {}, "enrollmentInfo": {"count": "5"}}}},
        {"protocolSection": {"designModule": {"phases": ["NA"], "enrollmentInfo": {"count": 10**20}}}},
        {
            "protocolSection": {
                "designModule": {"enrollmentInfo": {"count": True}},
                "statusModule": {"startDateStruct": 3},
            }
        },
    ],
    ids=str,
)
def test_what_a_record_does_not_say(record):
    """Nothing is guessed, and no shape of a record is an error."""
    said = overview(record)
    assert said.pop("sites") == 0
    assert set(said.values()) == {None}


@pytest.mark.parametrize(
    ("written", "codes"),
    [("1/2", "PHASE1|PHASE2"), ("early 1", "EARLY_PHASE1"), ("3", "PHASE3"), ("", None), (None, None)],
)
def test_phases_in_the_registrys_words(written, codes):
    """No spreadsheet takes them for a day."""
    assert phase_codes(written) == codes
