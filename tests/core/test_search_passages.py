"""The passages of a record that a search shows, and what is said of a name that is no field."""

from __future__ import annotations

import pytest
from records import a_record

from monitor.core.search_passages import passages
from monitor.core.search_query import expression, no_fields, terms
from monitor.core.search_text import COLUMNS


def found(record, text):
    """Return the passages that have a text."""
    return [passage for passage in passages(record) if text in passage.text]


def test_criteria_are_passages_of_their_own():
    """Without their bullets, numbers and escapes."""
    record = a_record(
        eligibilityModule__eligibilityCriteria="Inclusion Criteria:\n\n* Adults\n  1. Weight \\>= 40 kg\n"
    )
    assert [passage.text for passage in passages(record) if passage.field == "eligibility"][:3] == [
        "Inclusion Criteria:",
        "Adults",
        "Weight >= 40 kg",
    ]


def test_a_site_is_one_passage():
    """Its name, town and country together; codes, numbers of places and contacts' roles apart."""
    site = {"facility": "Hospital", "status": "RECRUITING", "city": "Houston", "country": "United States"}
    record = a_record(contactsLocationsModule__locations=[site])
    (passage,) = found(record, "Houston")
    assert (passage.text, passage.field, passage.rank) == ("Hospital, Houston, United States", "places", 0)


def test_codes_are_in_words_and_come_last():
    """Where only a code has what was looked for, its field and its words are shown."""
    (status,) = [passage for passage in passages(a_record()) if passage.field == "overall status"]
    assert (status.text, status.shown, status.rank) == ("RECRUITING", "Recruiting", 2)
    phase = a_record(designModule__phases=["PHASE2"])
    assert [(each.field, each.shown) for each in found(phase, "PHASE2")] == [("phases", "phase 2")]


def test_other_texts_have_the_name_of_their_field():
    """``other`` would say nothing."""
    record = a_record(descriptionModule__briefSummary="Words of a summary")
    assert found(record, "Words of")[0].field == "brief summary"


@pytest.mark.parametrize(
    "value", [None, 1, "text", [], {}, [1, [2]], {"a": {"b": None}}, [{"c": [[{"d": "x"}]]}]]
)
def test_a_record_of_another_shape_has_fewer_passages(value):
    """Nothing raises, whatever a section or module is."""
    shape = {
        "protocolSection": {"eligibilityModule": value, "other": value},
        "derivedSection": value,
        "more": value,
    }
    assert all(passage.column in COLUMNS for passage in passages(shape))


def test_terms_are_what_must_occur():
    """Each with its field and its star, and what must not occur left out."""
    assert terms(expression('title:cells "stem cell" OR scler* NOT mouse')) == [
        'title : "cells"',
        '"stem cell"',
        '"scler" *',
    ]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("status:recruiting", {"status": ""}),
        ("cells condition:sclerosis", {"condition": "conditions"}),
        ('Drug:"stem cells"', {"Drug": "interventions"}),
        ("title:cells Eligibility:adults", {}),
        ("https://example.org HLA: A2 12:30 a:b", {}),
        ('"see status:recruiting', {"status": ""}),
    ],
)
def test_names_that_are_no_fields(words, names):
    """With the field that is meant; addresses, times and colons in a text are none."""
    assert no_fields(words) == names


def test_fields_may_be_written_with_capitals():
    """As people do at the beginning of a line."""
    assert expression("Title:cells") == 'title : "cells"'
