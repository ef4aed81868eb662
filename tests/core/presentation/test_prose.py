"""The registry's Markdown as paragraphs and items, and its escapes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.presentation.prose import paragraphs, pieces, unescaped, web_address
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.text import quoted
from monitor.core.presentation.values import value_text


@pytest.mark.parametrize("shown", [unescaped, value_text, lambda text: quoted(text, 100).strip("“”")])
def test_escapes_of_markdown_are_taken_off(shown):
    """Of each sign that may be escaped, wherever a text of a record becomes words."""
    assert shown("5 \\< x \\>= 3 \\[a\\] \\* \\~2 \\& C") == "5 < x >= 3 [a] * ~2 & C"


def test_lists_have_depth_and_paragraphs_none():
    """Numbers of a list stay, bullets become items, and what stands in no list is a paragraph."""
    text = "Intro\n\n* First\n  goes on\n    * Inner\n        * Deepest\n\n2. Second\n\nEnd"
    found, left = paragraphs(text, 1_000)
    assert [("".join(piece.text for piece in part.line), part.depth) for part in found] == [
        ("Intro", 0),
        ("First goes on", 1),
        ("Inner", 2),
        ("Deepest", 3),
        ("2. Second", 1),
        ("End", 0),
    ]
    assert left == 0


def test_a_long_text_is_cut_between_words_and_counted():
    """What is shown and what is left make the whole."""
    found, left = paragraphs("word " * 1_000, 50)
    assert "".join(piece.text for piece in found[0].line).startswith("word word")
    assert 4_900 < left < 5_000


@given(st.text())
def test_pieces_lose_nothing(text):
    """Together they are the line."""
    assert "".join(piece.text for piece in pieces(text)) == flat(text)


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://example.org/a?b=c", True),
        (" http://example.org ", True),
        ("HTTPS://example.org", True),
        ("javascript:alert(1)", False),
        ("ftp://example.org", False),
        ("https://", False),
        ("https://me:secret@example.org", False),
        ("https://example.org/\u202e", False),
        ('https://example.org/"onclick', False),
        ("https://[", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_are_links(address, good):
    """With a host, in signs that can be seen."""
    assert web_address(address) == ((address or "").strip() if good else "")


def test_hostile_texts_take_linear_time():
    """A text without end of markers, backslashes, digits or blanks."""
    began = time.perf_counter()
    for sign in ("* ", "\\", "1", " ", "\t", "NCT1", "\n", "*"):
        paragraphs(sign * 100_000, 400_000)
    assert time.perf_counter() - began < 4
