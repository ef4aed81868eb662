"""Tests of making strangers' text harmless."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.presentation.sanitize import safe_line, safe_text

every_character = st.text(st.characters())  # half characters included


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("a\x1b[31mb", "a[31mb"),
        ("a\x9b31mb", "a31mb"),
        ("a\x07\x08\x7fb", "ab"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("a\u2066b\u200bc\ufeffd", "abcd"),
        ("a\u2028b\x0bc", "abc"),
        ("half \ud83d a face", "half  a face"),
        ("≥ 18 µg – 中文 🙂", "≥ 18 µg – 中文 🙂"),
    ],
)
def test_what_could_steer_is_taken_out(text, harmless):
    """Escape sequences, overrides of direction and half characters go; lines, tabs and all scripts stay."""
    assert safe_text(text) == harmless


@given(every_character)
def test_any_text_becomes_harmless(text):
    """No control character but line break and tab is left, and the rest can be written out."""
    safe = safe_text(text)
    assert not [char for char in safe if unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t"]
    safe.encode()
    assert safe_text(safe) == safe


@given(every_character)
def test_a_line_is_one_line(text):
    """A subject or table cell has no line break, and no room at its ends."""
    line = safe_line(text)
    assert line == " ".join(line.split())
    assert line.splitlines() in ([], [line])
