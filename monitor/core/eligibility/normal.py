"""Text brought to the words that carry meaning, so that layout and typography do not count as change.

Words stay as written here; `wording/tokens.py` also brings synonyms and plurals to one word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_FOOTNOTE = re.compile(
    "(?<=[^\\W\\d_]{4})[¹²³⁴⁵⁶⁷⁸⁹]+(?=\\W|$)|^[¹²³⁴⁵⁶⁷⁸⁹]+(?=\\s)"
)  # the mark of a footnote
_AFTER_DIGIT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_QUOTES = str.maketrans(dict.fromkeys("'’‘`´\"“”„«»ʼ′", ""))
# A minus that says something: behind a marker ("HER2-"), before a number ("T-score -2.5"), in a range.
_TRAILING_MINUS = re.compile(r"(?<=[A-Z0-9])-(?=[\s,;)/]|$)")
_RANGE_DASH = re.compile(r"(?<=[\d%])\s?-\s?(?=\d)|(?<=[^\W\d_])\s-\s(?=\d)")
_MINUS_SIGN = re.compile(r"(?<![\w%])-(?=\d)")
# Signs of the private range stand for such a dash until the words are cut.
_TO, _MINUS, _NEGATIVE = "\ue000", "\ue001", "\ue002"
_OPERATORS = (
    (re.compile(r">\s?/?\s?=|=\s?>|[≧⩾]|>\s?or\s?="), "≥"),
    (re.compile(r"<\s?/?\s?=|=\s?<|[≦⩽]|<\s?or\s?="), "≤"),
    (re.compile(r"\+\s?/\s?-"), "±"),
    (re.compile("[×✕✖]"), "x"),
    (re.compile("˃"), ">"),
    (re.compile("˂"), "<"),
)
_WORD = re.compile(
    rf"{_MINUS}?\d+(?:[.,]\d+)*|[^\W\d_]+|[<>≤≥=±%^+]|(?<=\d)[/:](?=\d)|[{_TO}{_NEGATIVE}]",
)
_AS_DASH = str.maketrans({_TO: "-", _MINUS: "-", _NEGATIVE: "-"})


def word_list(listed: str) -> list[str]:
    """Return the words of a list written with spaces between them."""
    return listed.split()


def word_set(listed: str) -> frozenset[str]:
    """Return the words of such a list as a set."""
    return frozenset(word_list(listed))


_STOP = word_set(
    "a an and any are as at be been by can do does for from has have having he her his if in is it its "
    "may of on or other such that the their them these they this those to was were which who will with "
    "would all each one must no not should than then there within without patient patients subject "
    "subjects participant participants individual individuals study trial criteria criterion following "
    "inclusion exclusion known history",
)


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """Cut a text into lower-case words, numbers and the signs that carry meaning (< ≥ % + ^ and minus)."""
    text = _SUPERSCRIPT.sub(_superscript, _FOOTNOTE.sub("", text)).translate(_DASHES).translate(_QUOTES)
    text = _TRAILING_MINUS.sub(_NEGATIVE, text)
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _RANGE_DASH.sub(_TO, text)
    text = _MINUS_SIGN.sub(_MINUS, text)
    for pattern, sign in _OPERATORS:
        text = pattern.sub(sign, text)
    return tuple(word.translate(_AS_DASH) for word in _WORD.findall(text))


def key(text: str) -> str:
    """Return the form in which two texts are compared; not empty if the text has any visible character."""
    return " ".join(words(text)) or " ".join(text.casefold().split())


def stems(text: str) -> frozenset[str]:
    """Return the first five letters of each word that says what a criterion is about, numbers and filler left out.

    `content.topics` gives the same of canonical words, `kin.core` also sets negations aside.
    """
    return frozenset(word[:5] for word in words(text) if word[0].isalpha() and word not in _STOP)


def subject(text: str) -> str:
    """Return the beginning of the first word that says what a criterion is about, "" without one."""
    return next((word[:5] for word in words(text) if word[0].isalpha() and word not in _STOP), "")


def _superscript(match: re.Match[str]) -> str:
    """Turn 10⁹ into 10^9, but m² into m2."""
    digits = match[0].translate(_AFTER_DIGIT)
    start = match.start()
    return f"^{digits}" if start and match.string[start - 1].isdigit() else digits
