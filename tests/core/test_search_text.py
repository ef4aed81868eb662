"""What people search for, in a record and on the command line."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import a_record

from monitor.core.search_query import expression
from monitor.core.search_text import COLUMNS, texts


def test_texts_stand_under_what_they_speak_of():
    """Title, conditions, interventions, criteria, outcomes, sponsor and places each have their column."""
    found = dict(zip(COLUMNS, map("\n".join, texts(a_record())), strict=True))
    assert "Invented Cells in an Invented Disease" in found["title"]
    assert "Invented Institute" in found["sponsor"]
    assert all(found[name] for name in ("conditions", "interventions", "eligibility", "outcomes", "places"))


@pytest.mark.parametrize("value", [None, 1, "text", [], {}, [1, [2]], {"a": {"b": None}}])
def test_a_record_of_another_shape_has_fewer_texts(value):
    """Nothing raises, whatever a section or module is."""
    assert len(texts({"protocolSection": value, "derivedSection": value})) == len(COLUMNS)
    assert len(texts({"protocolSection": {"eligibilityModule": value}, "resultsSection": value})) == len(
        COLUMNS
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("stem cells", '"stem" AND "cells"'),
        ('"stem cells"', '"stem cells"'),
        ("scler*", '"scler" *'),
        ("fever OR cough", '"fever" OR "cough"'),
        ("fever NOT cough", '"fever" NOT "cough"'),
        ("title:sweden", 'title : "sweden"'),
        ('title:"new york"', 'title : "new york"'),
        ("multiple-sclerosis", '"multiple-sclerosis"'),
        ("nobody:knows", '"nobody:knows"'),
        ("OR fever AND", '"fever"'),
        ('"open', '"open"'),
    ],
)
def test_words_become_an_expression(words, expected):
    """What is known from elsewhere works; everything else is text."""
    assert expression(words) == expected


@pytest.mark.parametrize("words", ["", "  ", "OR", '""', "***", "( )", "≥"])
def test_nothing_to_search_for_is_said(words):
    """Signs alone are no words."""
    with pytest.raises(ValueError, match="no word"):
        expression(words)


@given(st.text(st.sampled_from('ab "*():^-+{}ANDORT:titlé\0'), max_size=30))
def test_no_typing_breaks_the_index(words):
    """Every expression is one that SQLite takes."""
    try:
        wanted = expression(words)
    except ValueError:
        return
    memory = sqlite3.connect(":memory:")
    memory.execute(f"CREATE VIRTUAL TABLE search USING fts5({', '.join(COLUMNS)})")
    memory.execute("SELECT * FROM search WHERE search MATCH ?", [wanted]).fetchall()
    memory.close()
