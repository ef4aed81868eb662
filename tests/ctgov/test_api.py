"""What answers of API v2 mean, and what is no answer."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.records import canonical
from monitor.ctgov import api
from monitor.errors import BadAnswer
from monitor.simulator import seed_records

RECORDS = seed_records()
NUMBERS = [record["protocolSection"]["identificationModule"]["nctId"] for record in RECORDS]


def letters(value):
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": ")).encode()


def answer(body, status=200, kind="application/json", **headers):
    return api.Answer(status, {"content-type": kind, **headers}, body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'"x"',
        b"1",
        b"NaN",
        b'{"studies":NaN}',
        b'{"studies":null}',
        b'{"studies":{}}',
        b'{"studies":"x"}',
        b'{"studies":[',
        b'{"studies":[]',
        b'{"studies":[]}}',
        b'{"studies":[]} x',
        b'{"studies":[],}x',
        b'{"studies":[,]}',
        b'{"studies":[1 2]}',
        b'{"studies":[1e5,Infinity]}',
        b"{",
        b'{"',
        b'{"a"',
        b'{"a":',
        b"{1:2}",
        b"<!DOCTYPE html><html></html>",
        b"\xff\xfe{}",
        b'{"studies":["\xff"]}',
        b"\xef\xbb\xbf{}",
        b'{"studies":' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b'{"studies":[' + b"9" * 5000 + b"]}",
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_is_no_page(body):
    """Whatever is no page of studies is a bad answer, never another error."""
    with pytest.raises(BadAnswer):
        api.parse_studies(answer(body))


@given(st.binary(max_size=60) | st.text(alphabet='{}[]":,studies 1', max_size=40).map(str.encode))
def test_no_bytes_break_a_page(body):
    """Any bytes are a page or a bad answer."""
    try:
        found, _ = api.parse_studies(answer(b'{"studies":' + body))
    except BadAnswer:
        return
    assert found == []


@pytest.mark.parametrize("status", [400, 404, 304])
def test_page_of_another_status(status):
    """Only a 200 is a page, whatever its body says."""
    with pytest.raises(BadAnswer, match=str(status)):
        api.parse_studies(answer(b'{"studies":[]}', status))


def test_page_keeps_exact_letters():
    """Each record of a page comes with its exact bytes, spaces and all, wherever the list stands in the page."""
    body = (
        b' {"totalCount" : 6, "studies" :[ \n'
        + b" ,\n".join(map(letters, RECORDS))
        + b'] , "nextPageToken":"t"} '
    )
    found, token = api.parse_studies(answer(body))
    assert [result.nct for result in found] == NUMBERS
    assert [result.raw for result in found] == [letters(record) for record in RECORDS]
    assert [result.record for result in found] == RECORDS
    assert token == "t"


@pytest.mark.parametrize("token", [b"null", b'""', b"5", b"[]"])
def test_page_without_a_next_one(token):
    """A token that is none ends the paging."""
    assert api.parse_studies(answer(b'{"studies":[],"nextPageToken":' + token + b"}")) == ([], None)


def test_what_is_no_record_is_left_out_of_a_page():
    """One bad item does not cost the good ones beside it."""
    items = [b"1", b"null", b"{}", b'{"protocolSection":[]}', letters(RECORDS[0]), b'{"protocolSection":{}}']
    found, _ = api.parse_studies(answer(b'{"studies":[' + b",".join(items) + b"]}"))
    assert [result.nct for result in found] == NUMBERS[:1]


def test_study():
    """A single record is taken with its exact bytes, without the line end that may follow."""
    found = api.parse_study(answer(letters(RECORDS[0]) + b"\n"))
    assert (found.nct, found.raw) == (NUMBERS[0], letters(RECORDS[0]))


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{}", b"<html>", b"[" * 5000, b'{"a":NaN}', b"\xff"])
def test_what_is_no_study(body):
    """Whatever is no record is a bad answer."""
    with pytest.raises(BadAnswer):
        api.parse_study(answer(body))


def test_release():
    """The release is the ``dataTimestamp``, whatever else is there."""
    assert (
        api.parse_release(answer(b'{"new":1,"dataTimestamp":"2026-09-01T09:00:06"}')) == "2026-09-01T09:00:06"
    )


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"null", b'{"dataTimestamp":5}', b'{"dataTimestamp":""}', b"<html>"]
)
def test_version_of_another_shape(body):
    """A version answer that names no release is a bad answer."""
    with pytest.raises(BadAnswer):
        api.parse_release(answer(body))


@pytest.mark.parametrize(
    ("tag", "usable"),
    [('"2.0.5-x"', True), ('W/"x"', True), ("", False), ("é", False), ("a\tb", False), ("x" * 201, False)],
)
def test_etag(tag, usable):
    """A tag is kept if it can be sent back; another one would break the next request."""
    assert api.parse_etag(answer(b"", etag=tag)) == (tag if usable else None)


def test_ids_query():
    """Numbers go into one parameter, and a page has room for all of them and one more."""
    query = api.ids_query(["NCT1", "NCT2"], "t")
    assert query["filter.ids"] == "NCT1,NCT2"
    assert query["pageToken"] == "t"
    assert int(query["pageSize"]) > api.IDS_PER_PAGE


@pytest.mark.parametrize("tag", ['"2.0.5-n1"', 'W/"2.0.5-n1"', '"2.0.5-n1-gzip"', 'W/"2.0.5-n1-gzip"'])
def test_served_release(tag):
    """It is the data set's own name, whatever a server in between made of it; unknown without a tag."""
    assert api.served_release(answer(b"", etag=tag)) == "2.0.5-n1"
    assert api.served_release(answer(b"")) is None


@pytest.mark.parametrize(
    ("body", "kind", "status", "says"),
    [
        (b"NCT number NCT00000001 not found", "text/plain", 404, True),
        (b"NCT number NCT00000001 not found.\n", "text/plain;charset=UTF-8", 404, True),
        (b"NCT number NCT00000002 not found", "text/plain", 404, False),
        (b"NCT number NCT00000001 not found", "text/html", 404, False),
        (b"NCT number NCT00000001 not found", "text/plain", 200, False),
        (b"<html>NCT number NCT00000001 not found</html>", "text/plain", 404, False),
        (b"Not found", "text/plain", 404, False),
        (b"", "text/plain", 404, False),
    ],
)
def test_the_registrys_own_404(body, kind, status, says):
    """Only the registry's own words about this very trial mean that it is not there."""
    assert api.is_not_found(answer(body, status, kind), "NCT00000001") is says


def test_404_of_a_trial_that_moved():
    """After a move for good the 404 names the new number."""
    moved = api.Answer(404, {"content-type": "text/plain"}, b"NCT number NCT00000002 not found", moved=True)
    assert api.is_not_found(moved, "NCT00000001")


def test_text_for_people():
    """What is quoted of an answer is short, on one line, and without control characters."""
    assert answer(b"a\x1b[31m\n b\xff" + b"c" * 500).text == "a[31m b\ufffd" + "c" * 112


def test_letters_that_are_held_are_not_decoded():
    """A record of which nothing but the release's stamp moved is known by its letters."""
    record = json.loads(letters(RECORDS[0]))
    held = canonical.fingerprint(letters(record))
    record["derivedSection"]["miscInfoModule"]["versionHolder"] = "2031-01-01"
    body = b'{"studies":[' + letters(record) + b"," + letters(RECORDS[1]) + b"]}"
    first, second = api.parse_studies(answer(body), {held: NUMBERS[0]})[0]
    assert (first.nct, first.raw, first.record) == (NUMBERS[0], letters(record), None)
    assert (second.nct, second.record) == (NUMBERS[1], RECORDS[1])


@pytest.mark.parametrize(
    "inside",
    [
        b'{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"}}}',
        b'[{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"}}}]',
        b'[1,{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"}}}]',
        b'[1,{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"}}},{"protocolSection":1},2]',
        b'"{\\"protocolSection\\":{"',
        b'"]}"',
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_record_within_a_record(inside, place):
    """What looks like a record inside another one is never taken for one, nor is a part of a record for a whole."""
    strange = letters(RECORDS[place])[:-1] + b',"more":' + inside + b"}"
    parts = [letters(record) for record in RECORDS[:3]]
    parts[place] = strange
    found, _ = api.parse_studies(answer(b'{"studies":[' + b",".join(parts) + b"]}"))
    assert {result.nct for result in found} <= set(NUMBERS[:3])
    for result in found:
        assert result.raw == parts[NUMBERS.index(result.nct)]
        assert result.record == json.loads(result.raw)


@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize(
    ("good", "bad"), [(b'"hasResults": ', b'"hasResults": NaN'), (b'"briefTitle": "', b'"briefTitle": "\xff')]
)
def test_bad_record_on_a_page_costs_itself_alone(place, good, bad):
    """Letters that cannot be decoded, in one record of a page, leave the others as they are."""
    parts = [letters(record) for record in RECORDS]
    parts[place] = parts[place].replace(good, bad)
    found, _ = api.parse_studies(answer(b'{"studies":[' + b",".join(parts) + b"]}"))
    assert [result.nct for result in found] == NUMBERS[:place] + NUMBERS[place + 1 :]
