"""Tests of the registry's values in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.presentation.labels import STATUS, count, cut, field_name, shown, status

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def test_statuses_are_spelled_as_on_the_registrys_pages():
    """The fourteen statuses have words; an unknown one is shown as it is, none as none."""
    assert len(STATUS) == 14
    assert status("ACTIVE_NOT_RECRUITING") == "Active, not recruiting"
    assert status("BRAND_NEW") == '"BRAND_NEW"'
    assert status(None) == "none stated"
    assert status(["RECRUITING"]) == "\"['RECRUITING']\""


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("primaryPurpose", "primary purpose"),
        ("statusModule", "status"),
        ("startDateStruct", "start date"),
        ("secondaryIdInfos", "secondary id"),
        ("oversightHasDmc", "oversight has dmc"),
        ("isFDARegulatedDrug", "is FDA regulated drug"),
        ("[Walking speed, 12 months]", "Walking speed, 12 months"),
        ("", ""),
    ],
)
def test_names_of_fields_in_words(key, words):
    """A field's name is split into words, without the registry's endings."""
    assert field_name(key) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        (True, "yes"),
        (False, "no"),
        (50, "50"),
        (0.5, "0.5"),
        ("18 Years", '"18 Years"'),
        ("two\n  lines", '"two lines"'),
        ("NON_RANDOMIZED", "Non randomized"),
        ("EARLY_PHASE1", "Early phase1"),
        ("MALE", "Male"),
        (["PARTICIPANT", "INVESTIGATOR"], "Participant, Investigator"),
        ({"primaryPurpose": "TREATMENT"}, "primary purpose: Treatment"),
        ({}, ""),
    ],
)
def test_values_in_words(value, words):
    """Any value is one short line; the registry's enumerations are put into words."""
    assert shown(value) == words


@pytest.mark.parametrize("term", ["COPD", "NSCLC", "EDSS", "FOLFOX", "COVID", "NA_00002102", "NRCT_G04"])
def test_acronyms_keep_their_capitals(term):
    """A disease, scale, drug or identifier in capitals is no enumeration: COPD is not Copd."""
    assert shown(term) == f'"{term}"'


@given(values)
def test_any_value_is_one_bounded_line(value):
    """Whatever the value, it is shown on one line of bounded length."""
    line = shown(value)
    assert "\n" not in line
    assert len(line) <= 170 or isinstance(value, int | float)


@given(st.text(max_size=60), st.integers(1, 50))
def test_cut_texts_are_marked(text, limit):
    """A text that fits stays; a longer one becomes its beginning, and says so."""
    short = cut(text, limit)
    if len(text) <= limit:
        assert short == text
    else:
        assert short.endswith(" …")
        assert text.startswith(short[:-2])
        assert len(short) <= limit + 2


def test_texts_are_cut_between_words():
    """A cut falls between two words where there is a gap in reach, and leaves no comma behind."""
    assert cut("one two, three four", 12) == "one two …"


def test_counts():
    """Numbers agree with their words."""
    assert count(1, "site") == "1 site"
    assert count(1200, "site") == "1,200 sites"
    assert count(2, "child", "children") == "2 children"
