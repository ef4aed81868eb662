"""Arbitrary JSON in place of any part of a record: the trial is taken or fails, and no poll breaks."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import a_record, letters

from monitor.config.load import load
from monitor.core.changes import classify, overdue
from monitor.core.changes.rules import RULES
from monitor.core.records import canonical
from monitor.ctgov import api
from monitor.errors import BadAnswer
from monitor.poll.ingest import Ingester
from monitor.store.opening import open_for_writing
from monitor.store.trials import ensure_trial

if TYPE_CHECKING:
    from monitor.store.connection import Connection

ODD, GOOD = "NCT90000001", "NCT90000002"
PRESENT = {
    "resultsSection": {"moreInfoModule": {"pointOfContact": {"title": "Director"}}},
    "annotationSection": {"annotationModule": {"violationAnnotation": {"violationEvents": [{"type": "A"}]}}},
    "documentSection": {"largeDocumentModule": {"largeDocs": [{"typeAbbrev": "SAP", "filename": "a.pdf"}]}},
}
"""Sections that the invented record has not."""

KEYS = st.sampled_from(
    ["type", "date", "", "measure", "__x", "a'b\"c", "nctId", "facility", "protocolSection"]
)
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(["2026-13-45", "9999-12-31", "18 Years", "9" * 400 + " Years", "* a\n* b", "\ud800"])
    | st.sampled_from([10**400, -(10**400), 1e308, {"date": "9999-12-31", "type": "ACTUAL"}])
)
ANY = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


def whole(nct: str) -> dict[str, Any]:
    """Return an invented record with every section."""
    return {**a_record(nct), **copy.deepcopy(PRESENT)}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all parts, objects and lists among them."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [
        *([path] if path else []),
        *(place for key, part in inner for place in places(part, (*path, key))),
    ]


PLACES = places(whole(ODD))


@st.composite
def odd_records(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a record of which some parts are something else."""
    record = whole(ODD)
    for _ in range(draw(st.integers(1, 3))):
        spot: Any = record
        *parents, last = draw(st.sampled_from(PLACES))
        for key in parents:
            spot = spot[key] if isinstance(spot, dict | list) and _has(spot, key) else None
        if isinstance(spot, dict | list) and _has(spot, last):
            spot[last] = draw(ANY)
    return record


def _has(value: Any, key: Any) -> bool:
    return key in value if isinstance(value, dict) else isinstance(key, int) and key < len(value)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory):
    """A store with two trials, and two channels that ask for everything."""
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "nctwatch.toml").write_text(
        f'[store]\npath = "{folder}/store.db"\n[[watch]]\ntrial = "{ODD}"\nrelated = ["{GOOD}"]\n'
        '[[channel]]\nname = "all"\nurl = "json://127.0.0.1:1/"\nkinds = "all"\nseverity = "noise"\n'
        '[[channel]]\nname = "usual"\nurl = "slack://TokenA123/TokenB123/TokenC123456789"\n',
        encoding="utf-8",
    )
    config = load(folder / "nctwatch.toml")
    with open_for_writing(config.store.path) as store:
        yield store, config


def taken(store: Connection, config: Any, records: list[Any]) -> Any:
    """Take in a page of records as a poll does, and return what was made of it."""
    ingester = Ingester(store, config, datetime(2026, 9, 2, tzinfo=UTC))
    trials = {number: ensure_trial(store, number) for number in (ODD, GOOD)}
    body = b'{"studies":[' + b",".join(map(written, records)) + b"]}"
    try:
        found, _ = api.parse_studies(api.Answer(200, {}, body), {})
    except BadAnswer as error:
        assert str(error)  # noqa: PT017  # the trials are asked for singly then
        return ingester.ingested
    by_number = {result.nct: result for result in found}
    for number, trial in trials.items():
        ingester.ingest(trial, by_number.get(number, BadAnswer("not on the page")))
    return ingester.ingested


def written(record: Any) -> bytes:
    """Return a value as JSON; half a character is written as JSON can."""
    try:
        return letters(record)
    except UnicodeEncodeError:
        return json.dumps(record).encode()


@settings(max_examples=120)
@given(before=odd_records(), after=odd_records())
def test_an_odd_record_is_taken_or_fails_alone(held, before, after):
    """From a whole record to odd ones and back: no fault of ours, and the trial beside it is always taken."""
    store, config = held
    changed = a_record(GOOD, statusModule__overallStatus="COMPLETED")
    with store.transaction():
        taken(store, config, [whole(ODD), whole(GOOD)])
        for number, record in enumerate((before, after, whole(ODD))):
            done = taken(store, config, [record, (whole(GOOD), changed)[number % 2]])
            assert [error for _, error in done.errors if "fault of nctwatch" in error] == []
            assert {trial for trial, _ in done.errors} <= {ODD}
        store.sqlite.rollback()
        store.execute("BEGIN IMMEDIATE")
    assert store.execute("SELECT count(*) FROM versions").fetchone() == (0,)


PAGE = b'{"studies":[' + b",".join(letters(a_record(nct)) for nct in (ODD, GOOD)) + b'],"nextPageToken":"x"}'
BYTES = st.binary(max_size=6) | st.sampled_from(
    [b'"', b"\\", b"{", b"}", b"]", b'{"protocolSection":', b"NaN", b"1e999"]
)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, len(PAGE)), st.integers(0, 40), BYTES), min_size=1, max_size=3))
def test_a_page_with_other_bytes_in_it(edits):
    """Bytes cut out of a page or put into it make it a bad answer, or records that are on it to the letter."""
    body = PAGE
    for place, gone, put in edits:
        body = body[:place] + put + body[place + gone :]
    try:
        found, _ = api.parse_studies(api.Answer(200, {}, body), {})
    except BadAnswer:
        return
    for result in found:
        assert result.raw in body
        assert canonical.decode(result.raw) == result.record


@settings(max_examples=60)
@given(path=st.sampled_from(sorted({path for path, _ in RULES if path})), old=ANY, new=ANY)
def test_what_a_rule_understands_may_be_anything(path, old, new):
    """Every line of the table stands any value on either side, and the difference is told."""
    records = []
    for value in (old, new):
        record: Any = whole(ODD)
        spot = record
        for key in path[:-1]:
            spot = spot.setdefault(key, {})
        spot[path[-1]] = value
        records.append(record)
    assert isinstance(classify(*records), list)


P = "protocolSection"
POINT = (P, "contactsLocationsModule", "locations", 0, "geoPoint", "lat")
BROKE = {
    "sex": [((P, "eligibilityModule", "sex"), ["ALL"])],
    "outcomes": [((P, "outcomesModule"), ["x"])],
    "completion": [
        ((P, "statusModule", "primaryCompletionDateStruct"), {"date": "9999-12-31", "type": "ACTUAL"})
    ],
    "enrolment": [((P, "designModule", "enrollmentInfo"), {"count": 10**400, "type": "ACTUAL"})],
    "place": [
        (POINT, 10**400),
        ((P, "contactsLocationsModule", "locations", 0, "city"), "Elsewhere"),
        ((P, "statusModule", "lastUpdateSubmitDate"), "2026-09-02"),
    ],
}
"""Values that once broke the rule of their place."""


@pytest.mark.parametrize("name", BROKE)
def test_values_that_broke_a_rule(name):
    """Each is told like any other change, there and back, and never ends in an error."""
    old, new = a_record(ODD), a_record(ODD)
    for (*parents, last), value in BROKE[name]:
        spot: Any = new
        for key in parents:
            spot = spot[key]
        spot[last] = value
    assert classify(old, new)
    assert classify(new, old)
    assert overdue.due(new) is None or overdue.due(new) > "2026"
