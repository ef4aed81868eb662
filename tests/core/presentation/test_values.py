"""Tests of values, items and fields of a record in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import a_record

from monitor.core.presentation.codes import CODED
from monitor.core.presentation.edits import clauses
from monitor.core.presentation.items import name_of
from monitor.core.presentation.text import dates, ended, quoted
from monitor.core.presentation.values import value_text
from monitor.core.presentation.vocabulary import noun, statement

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def fields(value, path=()):
    """Yield the path of each value in a record that is no object, without places in lists."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from fields(part, (*path, key))
    elif isinstance(value, list):
        for part in value:
            yield from fields(part, path)
    else:
        yield path, value


def test_each_field_of_a_record_has_a_name():
    """No name of a field stands in a sentence as the registry writes it."""
    protocol = a_record()["protocolSection"]
    known = {path for path, value in fields(protocol) if not statement(path[-1], value)}
    unnamed = {path for path in known if noun(path[-1], path[-2]).startswith("field")}
    assert unnamed == set()


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("phases", ["PHASE1", "EARLY_PHASE1", "NA"], "phase 1, early phase 1, not applicable"),
        ("masking", "NONE", "none (open label)"),
        ("status", "TEMPORARILY_NOT_AVAILABLE", "temporarily not available"),
        ("status", "BRAND_NEW", "brand new"),
        ("acronym", "NONE", "NONE"),
        ("conditions", ["COPD", "NSCLC"], "COPD, NSCLC"),
        ("date", "2011-01", "January 2011"),
        ("centralContacts", {"name": "Office", "role": "CONTACT", "phone": "1"}, "Office (1)"),
        ("overallOfficials", {"name": "A. B.", "role": "STUDY_CHAIR"}, "A. B. (study chair)"),
        ("contacts", {"name": "Principal Investigator", "role": "CONTACT"}, "Principal Investigator"),
        ("ofTheFuture", {"answer": 42}, "field “answer”: 42"),
        ("measure", None, ""),
    ],
)
def test_values_in_words(key, value, words):
    """Codes, dates and items of lists are put into words; names in capitals stay."""
    assert value_text(value, key) == words


@given(ANYTHING, st.sampled_from(["phases", "contacts", "references", "date", "status", "x"]))
def test_any_value_is_one_line(value, key):
    """Whatever stands in a field, it is shown on one line."""
    assert "\n" not in value_text(value, key)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("2011-01", "2011-01-17", ("January 2011", "17 January 2011")),
        ("2027-02-04", "2027-02-06", ("2027-02-04", "2027-02-06")),
        (None, "2027-06", ("no date", "June 2027")),
        ("2027-13", "soon", ("2027-13", "soon")),
    ],
)
def test_dates_as_people_write_them(before, after, words):
    """A month is a word, and so is that of a day beside it; a day alone is as the registry writes it."""
    assert dates(before, after) == words


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("It is over", "It is over."),
        ("It is over.", "It is over."),
        ("said “Done.”", "said “Done.”"),
        ("said “Done”", "said “Done”."),
        ("Is it?", "Is it?"),
        ("cut (12 more characters)", "cut (12 more characters)."),
    ],
)
def test_a_sentence_has_one_full_stop(text, whole):
    """None is doubled, none is missing."""
    assert ended(text) == whole


def test_a_long_text_says_what_is_left():
    """It is cut between words, and what is not shown is counted."""
    text = "one two three four five " * 10
    assert quoted(text, 40) == "“one two three four five one two three …” (202 more characters)"
    assert len("one two three four five one two three") + 202 == len(text.strip())


@pytest.mark.parametrize(
    ("subject", "listed", "name"),
    [
        ("Kim Ross, CONTACT", "centralContacts", "Kim Ross"),
        ("Cells, 10 mg, EXPERIMENTAL #2", "armGroups", "Cells, 10 mg"),
        ("31361601, BACKGROUND", "references", "PubMed 31361601"),
        ("https://a.example, Our page", "seeAlsoLinks", "https://a.example"),
        ("COPD, SEVERE", "conditions", "COPD, SEVERE"),
    ],
)
def test_names_are_as_the_record_writes_them(subject, listed, name):
    """The code beside a name is left out, the name itself stays."""
    assert name_of(subject, listed) == name


def test_codes_are_of_fields_that_have_codes():
    """An acronym or a name is none, whatever its letters."""
    assert not CODED & {"acronym", "name", "label", "briefTitle", "measure", "conditions", "keywords"}


def test_many_items_are_counted():
    """Of ten interventions that an arm got, the first are named."""
    after = {f"interventionNames[Drug: {name}]": f"Drug: {name}" for name in "abcdefghij"}
    (clause,) = clauses(None, after)
    assert (clause.noun, clause.now.endswith(", Drug: f and 4 more"), clause.complete) == (
        "interventions",
        True,
        False,
    )


def test_an_item_that_came_for_another_was_replaced():
    """One that went and one that came are one clause; what else came is another."""
    (clause,) = clauses({"contacts[A, CONTACT]": {"name": "A"}}, {"contacts[B, CONTACT]": {"name": "B"}})
    assert clause.text == "contact replaced: B instead of A"
