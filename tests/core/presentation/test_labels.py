"""Tests of the registry's values in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.presentation.labels import STATUS, code_label, count, cut, field_name, status


def test_statuses_are_spelled_as_on_the_registrys_pages():
    """The fourteen statuses have words; an unknown one is put into words, none is none."""
    assert len(STATUS) == 14
    assert status("ACTIVE_NOT_RECRUITING") == "Active, not recruiting"
    assert status("BRAND_NEW") == "“Brand new”"
    assert status(None) == "none stated"
    assert status(["RECRUITING"]) == "“['RECRUITING']”"


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


@pytest.mark.parametrize("term", ["COPD", "NSCLC", "EDSS", "FOLFOX", "COVID", "NA_00002102", "NRCT_G04"])
def test_acronyms_are_no_codes(term):
    """A disease, scale, drug or identifier in capitals is no enumeration: COPD is not Copd."""
    assert code_label(term) is None


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
