"""Numeric thresholds in a criterion: which numbers are bounds of what is allowed, and in which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from monitor.core.eligibility import units
from monitor.core.eligibility.normal import word_list, words
from monitor.core.eligibility.phrases import AFTER, AGES, BEFORE, LONGEST, NAMED, UPPER, WITHIN

SLOT = "§"  # stands in a frame where a threshold stood
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_UNSURE = re.compile(r"\d{1,3}\.\d{3}|0,\d{3}")  # 1.500: one and a half, or fifteen hundred?
_SPELLED = {
    word: Fraction(number)
    for number, word in enumerate(
        word_list("zero one two three four five six seven eight nine ten eleven twelve"),
    )
}


@dataclass(frozen=True, slots=True)
class Threshold:
    """An interval of allowed values: its ends (None: open-ended), whether they belong to it, its unit's kind.

    `window` marks a time window ("within 3 months"); `at` is its place among the words, `end` the place behind it.
    """

    low: Fraction | None
    high: Fraction | None
    low_closed: bool
    high_closed: bool
    kind: str
    window: bool
    at: int
    end: int
    said: str

    def covers(self, other: Threshold) -> bool:
        """Tell whether every value of the other lies in this one."""
        low = self.low is None or (
            other.low is not None
            and (
                self.low < other.low or (self.low == other.low and (self.low_closed or not other.low_closed))
            )
        )
        high = self.high is None or (
            other.high is not None
            and (
                self.high > other.high
                or (self.high == other.high and (self.high_closed or not other.high_closed))
            )
        )
        return low and high


def thresholds(text: str) -> tuple[tuple[str, ...], list[Threshold]]:
    """Give a text's words with a slot for each threshold in it, and the thresholds in order."""
    said = words(text)
    frame: list[str] = []
    found: list[Threshold] = []
    at = 0
    while at < len(said):
        one = _within(said, at) or _bounded(said, at) or _range(said, at) or _trailing(said, at)
        if one is None:
            frame.append(said[at])
            at += 1
        else:
            frame.append(f"{SLOT}{one.kind}{'w' if one.window else ''}")
            found.append(one)
            at = one.end
    return tuple(frame), found


def number(word: str) -> Fraction | None:
    """Read a number; None for anything of which the value is not certain."""
    if word in _SPELLED:
        return _SPELLED[word]
    if not _NUMBER.fullmatch(word) or _UNSURE.fullmatch(word):
        return None
    return Fraction(word.replace(",", ""))


def _value(said: tuple[str, ...], at: int) -> tuple[Fraction, str, int] | None:
    """Read a number with its unit: (value in the unit's base, kind of unit, place behind it)."""
    plain = number(said[at]) if at < len(said) else None
    following = said[at + 1] if at + 1 < len(said) else ""
    if plain is None or following in {"^", "/", ":", "±"} or following[:1].isdigit():
        return None
    factor, kind, end = units.unit(said, at + 1)
    return plain * factor, kind, end


def _within(said: tuple[str, ...], at: int) -> Threshold | None:
    """Read "within 3 months", "in the last 3 months"."""
    for length in range(4, 0, -1):
        if said[at : at + length] in WITHIN:
            value = _value(said, at + length)
            if value and not _goes_on(said, value[2]):
                return _upper(said, value, at, closed=True, window=True)
    return None


def _bounded(said: tuple[str, ...], at: int) -> Threshold | None:
    """Read "at least 18 years", "> 5 cm"."""
    for length in range(LONGEST, 0, -1):
        bound = BEFORE.get(said[at : at + length])
        value = _value(said, at + length) if bound else None
        if bound is None or value is None or _goes_on(said, value[2]):
            continue
        duration = value[1] in {"days", "months"} and AGES.isdisjoint(said)
        if said[at] in {"over", "under", "up"} and duration:
            return None
        if bound[0] == UPPER:
            return _upper(said, value, at, closed=bound[1])
        return _lower(said, value, at, value[2], closed=bound[1])
    return None


def _range(said: tuple[str, ...], at: int) -> Threshold | None:
    """Read "between 18 and 65 years", "18 to 65 years", "0-1"."""
    opened = said[at] in {"between", "from"}
    first = _value(said, at + opened)
    before = said[at - 1] if at and not opened else ""
    if first is None or before in NAMED or before == "within":
        return None
    value, kind, end = first
    joint = said[end] if end < len(said) else ""
    if joint not in {"-", "to", "through"} and not (joint == "and" and said[at] == "between"):
        return None
    second = _value(said, end + 1)
    if second is None or (kind and kind != second[1]) or (len(before) == 1 and not second[1]):
        return None
    if not kind and second[1]:
        value *= units.unit(said, end + 2)[0]
    if value >= second[0]:
        return None
    shown = " ".join(said[at + opened : second[2]]).replace(" - ", "–")
    return Threshold(value, second[0], True, True, second[1], window=False, at=at, end=second[2], said=shown)


def _trailing(said: tuple[str, ...], at: int) -> Threshold | None:
    """Read "18 years or older", "65 and under"."""
    value = _value(said, at)
    if value is None or (at and said[at - 1] in {"-", "to", "^", "/", ":", "±"}):
        return None
    end = value[2]
    if said[end : end + 2] == ("of", "age"):
        end += 2
    elif said[end : end + 1] == ("old",):
        end += 1
    bound = (
        AFTER.get(said[end + 1])
        if said[end : end + 1] in {("or",), ("and",)} and end + 1 < len(said)
        else None
    )
    # "5 or more than 3" and "18 and over the last year" say something else.
    if bound is None or said[end + 2 : end + 3] in {("than",), ("the",)}:
        return None
    if bound == UPPER:
        return _upper(said, value, at, closed=True, end=end + 2)
    return _lower(said, value, at, end + 2, closed=True)


def _goes_on(said: tuple[str, ...], end: int) -> bool:
    """Tell whether a number is only the first half of a range ("within 3-6 months")."""
    return (
        said[end : end + 1] in {("-",), ("to",)} and end + 1 < len(said) and number(said[end + 1]) is not None
    )


def _lower(
    said: tuple[str, ...], value: tuple[Fraction, str, int], at: int, end: int, *, closed: bool
) -> Threshold:
    """Make a lower bound."""
    shown = _shown(said, at, value[2])
    return Threshold(value[0], None, closed, False, value[1], window=False, at=at, end=end, said=shown)


def _upper(
    said: tuple[str, ...],
    value: tuple[Fraction, str, int],
    at: int,
    *,
    closed: bool,
    window: bool = False,
    end: int | None = None,
) -> Threshold:
    """Make an upper bound, or a time window."""
    shown = _shown(said, at, value[2])
    return Threshold(
        None, value[0], False, closed, value[1], window=window, at=at, end=end or value[2], said=shown
    )


def _shown(said: tuple[str, ...], at: int, end: int) -> str:
    """Give a threshold's number and unit as words."""
    start = next((place for place in range(at, end) if number(said[place]) is not None), at)
    return " ".join(said[start:end])
