"""Tests of when two records are the same, and of what is refused from outside."""

from __future__ import annotations

import copy
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import a_record, letters, put, released

from monitor.core.records.canonical import (
    MAX_DEPTH,
    decode,
    digests,
    fingerprint,
    same,
    same_content,
    shallow,
    too_deep,
    without_stamp,
)
from monitor.errors import BadAnswer

MISC = ("derivedSection", "miscInfoModule")


def test_fingerprint_ignores_the_release_stamp():
    """Two releases of one record have the same fingerprint."""
    assert fingerprint(letters(a_record())) == fingerprint(letters(released(a_record(), "2027-01-01")))


@pytest.mark.parametrize("raw", [letters(a_record()), b"no record"], ids=["stamped", "unstamped"])
def test_letters_hashed_with_the_fingerprint_are_all_of_them(raw):
    """The second digest is the SHA-256 of every letter, the release stamp included."""
    assert digests(raw) == (fingerprint(raw), hashlib.sha256(raw).hexdigest())


def test_fingerprint_sees_every_other_letter():
    """A change anywhere but in the stamp changes the fingerprint."""
    changed = a_record(statusModule__overallStatus="COMPLETED")
    assert fingerprint(letters(a_record())) != fingerprint(letters(changed))


def test_fingerprint_sees_a_stamp_in_another_place():
    """A key called like the stamp, elsewhere in a record, is content."""
    first, second = (a_record(descriptionModule__versionHolder=value) for value in ("a", "b"))
    assert fingerprint(letters(first)) != fingerprint(letters(second))
    assert not same_content(first, second)


def test_fingerprint_sees_text_that_looks_like_the_stamp():
    """The stamp's letters, quoted inside a text, are content."""
    texts = [f'"miscInfoModule":{{"versionHolder":"{day}"}}' for day in ("2026-01-01", "2026-01-02")]
    first, second = (a_record(descriptionModule__briefSummary=text) for text in texts)
    assert fingerprint(letters(first)) != fingerprint(letters(second))


def test_stamp_and_order_of_keys_are_no_content():
    """A record with another stamp and its keys in another order is the same."""
    record = a_record()
    turned = json.loads(json.dumps(released(record, "2027-01-01"), sort_keys=True))
    assert same_content(record, turned)


def test_reordered_list_is_other_content():
    """A list in another order makes another version, though no difference."""
    record = a_record()
    turned = copy.deepcopy(record)
    turned["protocolSection"]["conditionsModule"]["conditions"].reverse()
    assert not same_content(record, turned)


@pytest.mark.parametrize(
    ("first", "second"),
    [(1, 1.0), (1, True), (0, False), (None, 0), ("", None), ([], {}), ([1], [True]), ({"a": 1}, {"a": 1.0})],
)
def test_values_that_python_takes_for_equal_differ(first, second):
    """Numbers, truth values, null and empty things are told apart, at any depth."""
    assert not same(first, second)
    assert not same_content({"a": [{"b": first}]}, {"a": [{"b": second}]})


@pytest.mark.parametrize("nothing", [None, {}, [], ""])
def test_an_empty_value_is_not_an_absent_one(nothing):
    """A key with an empty value differs from a missing key, in the stamp's own section too."""
    record = a_record()
    for path in (("x",), ("derivedSection", "x"), ("protocolSection", "statusModule", "x")):
        second = copy.deepcopy(record)
        place = second
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = nothing
        assert not same_content(record, second)
    assert not same_content({"derivedSection": nothing}, {})
    assert not same_content({"derivedSection": {"miscInfoModule": nothing}}, {})


def test_a_record_without_any_stamp_is_the_same():
    """A record of the history, which has no derived section, equals one with nothing but the stamp in it."""
    assert without_stamp({"a": 1, "derivedSection": {"miscInfoModule": {"versionHolder": "x"}}}) == {"a": 1}


def test_what_stands_beside_the_stamp_stays():
    """Only the stamp is taken out of its module, and the record given is left alone."""
    record = put(a_record(), [{"country": "France"}], *MISC, "removedCountries")
    before = copy.deepcopy(record)
    assert without_stamp(record)["derivedSection"]["miscInfoModule"] == {
        "removedCountries": [{"country": "France"}]
    }
    assert record == before


@pytest.mark.parametrize("section", [None, [], "text", 5, {"miscInfoModule": ["versionHolder"]}])
def test_a_strange_derived_section_is_kept(section):
    """A derived section of another shape neither raises nor gets lost."""
    assert without_stamp({"derivedSection": section}) == {"derivedSection": section}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html></html>",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": -1e999}',
        b'{"a": "\\ud800"}',
        b'{"a": "\\udc00\\ud800"}',
        "\ufeff{}".encode(),
        '{"a": 1}'.encode("utf-16"),
        b'{"a": 1',
        b'{"a": 1} x',
        b'{"a": "\xff"}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b"[" * 5000 + b"]" * 5000,
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
    ],
)
def test_what_is_no_json_is_refused(raw):
    """NaN, Infinity, other encodings, cut-off, endless or much too deep answers are refused in few words."""
    with pytest.raises(BadAnswer, match="not usable JSON") as caught:
        decode(raw)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("levels", "deep"), [(1, False), (MAX_DEPTH, False), (MAX_DEPTH + 1, True), (100_000, True)]
)
def test_depth_is_bounded(levels, deep):
    """A value nested deeper than any record is found out, without recursion."""
    value: object = 1
    for level in range(levels):
        value = {"a": value} if level % 2 else [value]
    assert too_deep(value) is deep
    while isinstance(value, dict | list):  # taking it apart by hand: the interpreter would recurse
        value = value["a"] if isinstance(value, dict) else value[0]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=10))
def test_what_is_written_as_json_is_read_as_it_was(value):
    """Whatever is JSON is decoded to what it says."""
    assert same(decode(json.dumps(value).encode()), value)


def test_shallow_letters_are_known_at_a_glance(corpus):
    """All records are shallow; whatever nests deeply is not, whatever its texts hold."""
    assert all(map(shallow, corpus.lines()))
    for begin, end in (("[", "]"), ('["]",', ',"["]'), (r'["\"]\"",', r',"\"[\""]')):
        assert not shallow((begin * 150 + "1" + end * 150).encode())


NESTED = st.recursive(
    st.text('[]{}",:\\n a', max_size=6), lambda some: st.lists(some) | st.dictionaries(st.text('[}\\"'), some)
)


@pytest.mark.parametrize("levels", [99, 100, 101, 102, 150, 198, 199])
def test_letters_and_value_say_the_same_of_depth(levels):
    """Objects in lists in objects count as what they are."""
    kinds = [('{"a":', "}"), ("[", "]")] * levels
    letters = (
        "".join(begin for begin, _ in kinds[:levels]) + "1" + "".join(end for _, end in kinds[:levels][::-1])
    )
    assert shallow(letters.encode()) is (levels <= MAX_DEPTH)
    assert too_deep(decode(letters)) is (levels > MAX_DEPTH)


@given(NESTED, st.integers(1, 2))
def test_brackets_in_a_text_do_not_count(value, more):
    """A text may hold brackets that do not close, and quotation marks; what surrounds it decides."""
    for levels, expected in ((MAX_DEPTH - 60, True), (MAX_DEPTH + more, False)):
        letters = json.dumps(value).encode()
        assert shallow(b"[" * levels + letters + b"]" * levels) is expected


def test_the_stamp_alone_is_left_out_of_the_fingerprint():
    """What stands before and after the stamp counts, letter by letter; its name in a text is no stamp."""
    text = b'{"a":"\\"miscInfoModule","derivedSection":{"miscInfoModule":{"versionHolder":"%b"%b}}}'
    assert fingerprint(text % (b"2026-09-01", b"")) == fingerprint(text % (b"2026-09-02", b""))
    assert fingerprint(text % (b"2026-09-01", b"")) != fingerprint(text % (b"2026-09-01", b',"x":1'))
    named = b'{"derivedSection":{"miscInfoModule":{"versionHolder":"%b"}},"a":"\\"miscInfoModule"}'
    assert fingerprint(named % b"1") != fingerprint(named % b"2"), "a closer look, and nothing hidden"
