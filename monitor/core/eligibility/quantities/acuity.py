"""Visual acuity: "20/40 or worse", "better than 6/12", compared as the fraction that it is."""

from __future__ import annotations

from monitor.core.eligibility.quantities.comparators import BEFORE, LONGEST
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.numbers import number

_DISTANCES = frozenset(["20", "6"])  # feet or metres, from which the chart is read
_ACUITY_NAMES = frozenset(["acuity", "vision", "bcva", "ucva", "va", "snellen"])
_HORIZON = 12  # words before the fraction in which it is named
_BETTER = frozenset(["better", "greater", "more", "higher", "above"])
_WORSE = frozenset(["worse", "less", "lower", "below", "poorer"])
_COMPARED = {
    ("better", "than"): ">",
    ("worse", "than"): "<",
    ("poorer", "than"): "<",
    ("no", "worse", "than"): "≥",
    ("not", "worse", "than"): "≥",
    ("no", "better", "than"): "≤",
    ("not", "better", "than"): "≤",
    ("better", "than", "or", "equal", "to"): "≥",
    ("worse", "than", "or", "equal", "to"): "≤",
}
_SIGNS = {phrase: sign for phrase, sign in BEFORE.items() if sign in "<≤>≥"} | _COMPARED


def acuity_at(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read an acuity, its comparator before or behind it, or a range of two: (limit, place behind it)."""
    for length in range(min(LONGEST, len(words) - at - 1), -1, -1):
        sign = _SIGNS.get(words[at : at + length], "")
        value = _fraction(words, at + length) if sign or not length else None
        if value is not None:
            end = at + length + 3
            break
    else:
        return None
    if not sign and words[end : end + 1] == ("or",) and words[end + 1 : end + 2]:
        sign = "≥" if words[end + 1] in _BETTER else "≤" if words[end + 1] in _WORSE else ""
        end += 2 if sign else 0
    text = f"{words[at + length]}/{words[at + length + 2]}"
    other = _fraction(words, end + 1) if not sign and words[end : end + 1] in {("to",), ("and",)} else None
    if other is not None:
        text, end = f"{text}–{words[end + 1]}/{words[end + 3]}", end + 4
        return Limit((Range(min(value, other), max(value, other), True, True),), "acuity", "limit", text), end
    spans = {
        "": Range(value, value, True, True),
        "≥": Range(low=value, low_closed=True),
        ">": Range(low=value),
        "≤": Range(high=value, high_closed=True),
        "<": Range(high=value),
    }
    return Limit((spans[sign],), "acuity", "limit" if sign else "bare", text), end


def _fraction(words: tuple[str, ...], at: int) -> float | None:
    """Return an acuity as a number: 0.5 for 20/40."""
    if words[at : at + 1] == () or words[at] not in _DISTANCES or words[at + 1 : at + 2] != ("/",):
        return None
    below = number(words[at + 2]) if at + 2 < len(words) else None
    if not below or not _ACUITY_NAMES & set(words[max(0, at - _HORIZON) : at]):
        return None
    return float(words[at]) / below
