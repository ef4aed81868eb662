"""Do two texts differ in punctuation alone? Numbers, their signs and comparators are no punctuation."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Json

_NOT_WORDS = re.compile(r"[\W_]+")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")
_WRITTEN = {">=": "≥", "=>": "≥", "<=": "≤", "=<": "≤", "+/-": "±", "+-": "±", "⩾": "≥", "⩽": "≤"}
_TWICE = re.compile("|".join(map(re.escape, _WRITTEN)))
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d.,])")
_ZEROS = re.compile(r"(?<=\d)(?:\.0+|(\.\d*?[1-9])0+)(?![\d.])")
_SIGNS = re.compile(
    r"\d+(?:[.,]\d+)*"  # a number as it is written
    r"|-(?=[ ]?\d)|(?<=\w)-(?=[\s,;.)]|$)"  # less than none, or a range; a sign behind a word: HER2-
    r"|(?<=\d)[ ]?[:/](?=[ ]?\d)"  # a ratio
    r"|[%‰°^]"
)


def only_punctuation(before: Json, after: Json) -> bool:
    """Return whether two texts differ in nothing but punctuation, spacing, case or accents' encoding.

    Two that differ in a number, a decimal point, a sign, a comparator or a unit's sign differ in more.
    """
    if not isinstance(before, str) or not isinstance(after, str):
        return False
    return _letters(before) == _letters(after) and quantities(before) == quantities(after)


def quantities(text: str) -> list[str]:
    """Return the numbers of a text with their signs, comparators and other signs of mathematics and money, in order.

    Forms of one sign are one (``>=`` and ``≥``), and so are ``1,200`` and ``1200``, ``7.0`` and ``7``.
    """
    if text.isascii() and text.isalpha():
        return []
    text = _RAISED.sub(lambda found: f"^{found[0]}", text)
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    text = _TWICE.sub(lambda found: _WRITTEN[found[0]], text)
    text = _GROUPED.sub(lambda found: found[0].replace(",", ""), text)
    text = _ZEROS.sub(lambda found: found[1] or "", text)
    marks = [(found.start(), found[0].strip()) for found in _SIGNS.finditer(text)]
    marks += [
        (place, sign)
        for place, sign in enumerate(text)
        if not sign.isalnum() and _mathematical(sign) and not _in_word(text, place)
    ]
    return [mark for _, mark in sorted(set(marks))]


def _in_word(text: str, place: int) -> bool:
    """Return whether a sign stands between two letters, as in a name of a broken encoding."""
    return text[place - 1 : place].isalpha() and text[place + 1 : place + 2].isalpha()


def _mathematical(sign: str) -> bool:
    return unicodedata.category(sign) in {"Sm", "Sc"} and sign != "|"


def _letters(text: str) -> str:
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).casefold()
