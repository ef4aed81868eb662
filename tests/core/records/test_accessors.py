"""Tests of looking into a record, whatever its shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import NCT, a_record

from monitor.core.records import accessors

NUMBERS = {
    "NCT03822858": "NCT03822858",
    " nct03822858\n": "NCT03822858",
    "Nct1": "NCT00000001",
    "NCT00000000012": "NCT00000012",
    "NCT" + "0" * 9000 + "1": "NCT00000001",
    "NCT99999999": "NCT99999999",
    "NCT": None,
    "NCT0": None,
    "NCT00000000": None,
    "NCT123456789": None,
    "NCT 1": None,
    "NCT1２": None,  # digits, but not the registry's
    "NCT1x": None,
    "03822858": None,
    "": None,
}
LOOKS = [
    accessors.nct_of,
    accessors.aliases_of,
    accessors.title_of,
    accessors.status_of,
    accessors.sponsor_of,
    accessors.registry_date_of,
]
keys = st.sampled_from(
    [
        "protocolSection",
        "identificationModule",
        "statusModule",
        "nctId",
        "nctIdAliases",
        "briefTitle",
        "overallStatus",
    ]
)
records = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=10,
)


@pytest.mark.parametrize(("text", "number"), NUMBERS.items())
def test_numbers_are_brought_to_their_usual_form(text, number):
    """Either case and missing or surplus zeros are taken, as the registry does; all else is no number."""
    assert accessors.nct_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    {
        " nct03822858\n": "NCT03822858",
        "NCT0382285": None,
        "NCT3822858": None,
        "NCT003822858": None,
        "NCT00000000": None,
        "NCT0382285x": None,
    }.items(),
)
def test_what_people_write_has_all_its_digits(text, number):
    """A number that lost or gained a digit is none: it would name another trial."""
    assert accessors.typed_nct_number(text) == number


def test_what_a_record_says_of_itself():
    """Number, title, status, sponsor and date are found in their places."""
    record = a_record(identificationModule__nctIdAliases=["NCT2", "nonsense", 5, "nct00000003"])
    assert accessors.nct_of(record) == NCT
    assert accessors.aliases_of(record) == ["NCT00000002", "NCT00000003"]
    assert accessors.title_of(record) == "Invented Cells in an Invented Disease"
    assert accessors.status_of(record) == "RECRUITING"
    assert accessors.sponsor_of(record) == "Invented Institute"
    assert accessors.registry_date_of(record) == "2026-09-01"


def test_the_official_title_stands_in():
    """Where there is no brief title, the official one is the title; where there is none, an empty text."""
    record = a_record(identificationModule__briefTitle=None)
    assert accessors.title_of(record).startswith("A Trial of")
    assert accessors.title_of({}) == ""


def test_items_are_objects_only():
    """Of a list, only the objects are items; what is no list has none."""
    assert accessors.items_at({"a": [{"b": 1}, 5, None]}, "a") == [{"b": 1}]
    assert accessors.items_at({"a": {"b": 1}}, "a") == []


@given(records)
def test_no_shape_raises(record):
    """Whatever the shape of a record, looking into it gives a value."""
    for accessor in LOOKS:
        accessor(record if isinstance(record, dict) else {"protocolSection": record})
