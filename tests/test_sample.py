"""The invented sample of records covers what tests need of records, and names nobody."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import groupby, pairwise

import pytest
from corpus import SAMPLE

from monitor.core.changes import classify
from monitor.core.records.canonical import same_content

NCT = re.compile(r"NCT\d{8}")
REFERENCE = re.compile(r'"trial": "NCT\d{8}"')
MAIL = re.compile(r"[\w.+-]+@[\w.-]+")
STATUSES = [
    "ACTIVE_NOT_RECRUITING",
    "APPROVED_FOR_MARKETING",
    "AVAILABLE",
    "COMPLETED",
    "ENROLLING_BY_INVITATION",
    "NOT_YET_RECRUITING",
    "NO_LONGER_AVAILABLE",
    "RECRUITING",
    "SUSPENDED",
    "TERMINATED",
    "UNKNOWN",
    "WITHDRAWN",
    "WITHHELD",
]


@pytest.fixture(scope="module")
def protocols():
    return [record["protocolSection"] for record in SAMPLE.records()]


def test_every_kind_of_study_is_there(protocols):
    """Each study type and status, results, a former number, a parent of an expanded access, long criteria."""
    types = Counter(protocol["designModule"]["studyType"] for protocol in protocols)
    assert {kind for kind, count in types.items() if count >= 2} == {
        "INTERVENTIONAL",
        "OBSERVATIONAL",
        "EXPANDED_ACCESS",
    }
    assert {protocol["statusModule"]["overallStatus"] for protocol in protocols} == set(STATUSES)
    assert sum(record["hasResults"] and "resultsSection" in record for record in SAMPLE.records()) >= 2
    numbers = {protocol["identificationModule"]["nctId"] for protocol in protocols}
    assert len(numbers) == len(protocols) == 24
    assert any("nctIdAliases" in protocol["identificationModule"] for protocol in protocols)
    assert {protocol["statusModule"]["expandedAccessInfo"].get("nctId") for protocol in protocols} & numbers
    assert (
        max(
            len(protocol.get("eligibilityModule", {}).get("eligibilityCriteria", ""))
            for protocol in protocols
        )
        > 1500
    )


def test_every_number_and_address_is_invented():
    """NCT numbers come from a range that the registry has not reached, and mail would go to example.org.

    Sets of edits that hold no text of a record name the real trial that they are about.
    """
    for path in (SAMPLE.folder).rglob("*.json*"):
        text = path.read_text(encoding="utf-8")
        if path.name == "edits.json":
            text = REFERENCE.sub("", text)
        assert all(found.startswith("NCT970000") for found in NCT.findall(path.name + text)), path
        assert all(found.endswith("@example.org") for found in MAIL.findall(text)), path


def test_every_pair_is_a_change_of_the_trial_that_it_names():
    """Twelve pairs, which together change most of what people are told of."""
    kinds = set()
    folders = sorted((SAMPLE.folder / "pairs").iterdir())
    assert len(folders) == 12
    for folder, (old, new) in zip(folders, SAMPLE.pairs(), strict=True):
        nct, before, after = folder.name.split("_")
        for record, day in ((old, before), (new, after)):
            assert record["protocolSection"]["identificationModule"]["nctId"] == nct
            assert record["derivedSection"]["miscInfoModule"]["versionHolder"] == day
        kinds |= {str(change.kind) for change in classify(old, new) if change.event != "housekeeping"}
    assert kinds >= {
        "status",
        "results",
        "eligibility",
        "outcomes",
        "dates",
        "enrollment",
        "locations",
        "contacts",
        "references",
        "description",
        "interventions",
        "documents",
    }


def test_the_series_are_days_of_which_few_bring_a_change():
    """Two trials on eight consecutive releases, most of which move the stamp alone."""
    changed = 0
    for _, group in groupby(SAMPLE.series(), key=lambda day: day["nctId"]):
        days = list(group)
        assert [day["observed"] for day in days] == sorted({day["observed"] for day in days})
        assert len(days) == 8
        records = [day["record"] for day in days]
        changed += sum(not same_content(a, b) for a, b in pairwise(records))
    assert changed == 5


def test_the_files_are_written_for_people():
    """Records and pairs are indented, so that a difference of two can be read."""
    for path in [*(SAMPLE.folder / "records").iterdir(), *(SAMPLE.folder / "pairs").rglob("*.json")]:
        text = path.read_text(encoding="utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n", path
