"""Numbers and comparators are never noise, in any text of the record."""

from __future__ import annotations

import copy

import pytest
from records import a_record, sites

from monitor.core.changes import classify
from monitor.core.records.canonical import same
from monitor.model import Severity

EDITS = [
    ("Cells at 2.5 mg/kg", "Cells at 25 mg/kg"),
    ("Share with HbA1c < 7.0", "Share with HbA1c > 7.0"),
    ("Given in Week 1, 2", "Given in Week 12"),
    ("Change of -5 points", "Change of 5 points"),
    ("Dose of 40 ± 5 mg", "Dose of 40 5 mg"),
    ("Score ≥ 18 at entry", "Score 18 at entry"),
]
OUTCOME = {"measure": "Speed", "timeFrame": "1 year", "description": "By a timed walk"}
MODULES = {
    "outcomesModule": {
        f"{name}Outcomes": [{**OUTCOME, "measure": f"Speed, {name}"}]
        for name in ("primary", "secondary", "other")
    },
    "armsInterventionsModule": {
        "armGroups": [{"label": "Cells", "type": "EXPERIMENTAL", "description": "Cells are given"}],
        "interventions": [
            {"type": "DRUG", "name": "Cells", "description": "By needle", "otherNames": ["Stem cells"]}
        ],
    },
    "ipdSharingStatementModule": {
        "ipdSharing": "YES",
        "description": "All of it",
        "timeFrame": "After",
        "accessCriteria": "Any",
    },
    "referencesModule": {
        "references": [{"pmid": "1", "type": "BACKGROUND", "citation": "A. Author. Cells. 2020."}],
        "seeAlsoLinks": [{"label": "Page", "url": "https://example.org"}],
    },
}
SKIPPED = {"nctId", "date", "type", "status", "class", "zip", "pmid", "url", "phone", "email", "id"}
SKIPPED |= {"city", "state", "country"}  # the registry names places anew, without an update date


def the_record():
    record = a_record()
    record["protocolSection"] |= copy.deepcopy(MODULES)
    record["protocolSection"]["statusModule"]["whyStopped"] = "No money"
    record["protocolSection"]["contactsLocationsModule"]["locations"] = sites(2)
    return record


def texts(value, path=()):
    """Yield the path of every text that people write in a record."""
    if isinstance(value, str):
        named = [key for key in path if isinstance(key, str)]
        if named[-1] not in SKIPPED and not value.isupper() and not value[:4].isdigit():
            yield path
    elif isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(part, (*path, key))


PATHS = [path for path in texts(the_record()) if path[0] == "protocolSection"]


def with_text(path, text):
    record = the_record()
    place = record
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = text
    return record


@pytest.mark.parametrize("path", PATHS, ids=lambda path: ".".join(map(str, path[1:])))
def test_a_number_or_a_comparator_is_told_in_every_text(path):
    """An edit of nothing but a decimal point, a comparator, a space between numbers or a sign is no noise."""
    for before, after in EDITS:
        old, new = with_text(path, before), with_text(path, after)
        assert not same(old, new)
        for first, second in ((old, new), (new, old)):
            loud = [change for change in classify(first, second) if change.severity is not Severity.NOISE]
            assert loud, (path, before, after)
