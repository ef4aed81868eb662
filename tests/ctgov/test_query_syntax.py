"""Strangers' words in a search: they stay words."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.ctgov.query_syntax import MAX_QUERY, any_of, phrase, within
from monitor.simulator.query import Some, Words, parse


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Multiple Sclerosis, Primary Progressive", '"Multiple Sclerosis Primary Progressive"'),
        ('the "best" cells', '"the best cells"'),
        ("AREA[NCTId]NCT1) OR (x", '"AREA NCTId NCT1 OR x"'),
        ("back\\slash\nline", '"back slash line"'),
        ("IL-2/anti-IL-2 5%", '"IL-2/anti-IL-2 5%"'),
        ("Sjögren’s µg ≥ 5", '"Sjögren s µg 5"'),
        ('""[](){}', ""),
        ("-", ""),
        ("", ""),
    ],
)
def test_signs_of_the_syntax_are_taken_out(text, wanted):
    """Quotation marks, brackets and backslashes cannot end a phrase; what has no letter is no phrase."""
    assert phrase(text) == wanted


@given(st.lists(st.text(max_size=300), max_size=20))
def test_no_text_breaks_a_query(texts):
    """Whatever the words, the query is one of phrases joined by OR, and no longer than an address may be."""
    query = any_of(texts)
    assert len(quote(query)) <= MAX_QUERY
    if query:
        node = parse(query, "query.cond")
        parts = node.nodes if isinstance(node, Some) else (node,)
        assert all(isinstance(part, Words) for part in parts)
        assert query.count('"') == 2 * len(parts)


def test_a_group_within_an_area():
    """Phrases in an area stand in brackets; the same one stands there once."""
    assert within("ConditionSearch", ["a b", "c", "a b"]) == 'AREA[ConditionSearch]("a b" OR "c")'
    assert within("ConditionSearch", ["[]"]) == ""


def test_a_long_phrase_is_cut_between_words():
    """A name of ten thousand letters is searched by its beginning."""
    assert len(phrase("word " * 2000)) <= 122
    assert phrase("x" * 500) == ""
