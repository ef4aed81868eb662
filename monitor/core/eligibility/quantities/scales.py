"""Ordered scales: ECOG, NYHA, stages, grades; a list of their values is a set of ranges.

The value 2 is the range from 2 up to, but without, 3, so that it holds 2a and 2b: "stage II-III" is 2 up to 4.
"""

from __future__ import annotations

import re
from math import ceil

from monitor.core.eligibility.quantities.comparators import BEFORE, LONGEST, OPENERS
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.numbers import number
from monitor.core.eligibility.quantities.scale_names import (
    BACKWARDS,
    CODED,
    FILLERS,
    GENERIC,
    HALVES,
    LETTERED,
    PLUSED,
    SCALES,
)
from monitor.core.eligibility.quantities.units import unit

_ROMAN = {"0": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7}
_VALUE = re.compile(r"g?(i{1,3}|iv|vi{0,2}|[0-9])(?:([a-d])[0-9]?)?")
_POINTS = re.compile(r"([a-c])?([5-9]|1[0-5])")  # of Child and Pugh
_CHILD = ((5, 7), (7, 10), (10, 16))  # the points of A, B and C
JOINTS = frozenset([",", "or", "and", "/", "to", "through", "&", "-", "nor"])
_CONDITIONS = {("if",), ("when",), ("only",)}
_SIGNS = frozenset("≥>≤<")
_HALF = 0.5  # of a stage: its letters A and B
_SEVEN = 7  # the score of Gleason of which the order of the two patterns counts
_BEHIND = {
    **dict.fromkeys(["higher", "greater", "more", "above", "worse", "over"], "≥"),
    **dict.fromkeys(["lower", "less", "below", "better", "under"], "≤"),
}
_WORSE = {
    ("no", "worse", "than"): "≤",
    ("not", "worse", "than"): "≤",
    ("worse", "than"): ">",
    ("better", "than"): "<",
}  # on a scale of which the higher value is the worse
_TURNED = {"better": "≥", "worse": "≤"}  # on a scale of which the higher value is the better
_VAGUE = frozenset(
    ["level", "type"]
)  # before a comparator in words they name no scale: "a level of at least 3"
_BEFORE_VALUE = FILLERS | SCALES.keys() | {"ctcae", "nci", "toxicity"}
_DEGREES = frozenset("01234")  # with a plus: "3+"
_AMPLIFIED = frozenset(["fish", "ish", "sish", "cish", "dish", "amplification", "amplified"])
_REACH = 5  # words between a comparator and its value


def scale_at(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read the values of a scale whose name stands before: (limit, place behind it)."""
    sign, start = _sign_at(words, at)
    name = _name_before(words, at) or ("plus" if _is_plus(words, start, at) else "")
    if not name or (start > at + 1 and name in _VAGUE):
        return None
    while sign and words[start : start + 1] and words[start] in FILLERS:
        start += 1
    return _limit(words, at, start, name, sign)


def _is_plus(words: tuple[str, ...], start: int, at: int) -> bool:
    """Return whether a degree with a plus, one of several or with a comparator at `at`, begins at `start`: "2+ or 3+", "≥ 2+".

    One alone ("2+ relapses" are two or more) is one behind a name alone.
    """
    values, end = _values(words, start, "plus")
    several = start > at or len(values) > 1 or bool(PLUSED & {*words[max(0, at - _REACH) : at]})
    return several and bool(values) and words[end - 1] == "+"


def named_bound(words: tuple[str, ...], at: int) -> tuple[tuple[str, ...], Limit, int] | None:
    """Read a comparator that stands before the name of its scale, "> grade 3": (name, limit, place behind it)."""
    sign, first = _sign_at(words, at)
    start = first
    while sign and start < min(first + _REACH, len(words)) and words[start] in _BEFORE_VALUE:
        start += 1
    between = words[first:start]
    names = [word for word in between if word in SCALES]
    if not names or (names[0] in _VAGUE and len(names) == 1):
        return None
    name = next((word for word in names if word not in GENERIC), names[0])
    read = _limit(words, start, start, name, sign)
    return (between, *read) if read else None


def _sign_at(words: tuple[str, ...], at: int) -> tuple[str, int]:
    """Read a comparator: (its sign, place behind it), or ("", the same place)."""
    for phrase, sign in _WORSE.items():
        if words[at : at + len(phrase)] == phrase and _name_before(words, at) not in BACKWARDS:
            return sign, at + len(phrase)
    if words[at] not in OPENERS:
        return "", at
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        sign = BEFORE.get(words[at : at + length], "")
        if sign in _SIGNS:
            return sign, at + length
    return "", at


def _limit(words: tuple[str, ...], at: int, start: int, name: str, sign: str) -> tuple[Limit, int] | None:
    """Return the limit whose values begin at `start`, with its comparator before or behind them."""
    values, end = _values(words, start, name)
    if not values or (sign and len(values) > 1) or (name in GENERIC and unit(words, end).dimension):
        return None
    if not sign and len(values) == 1 and words[end : end + 1] in {("or",), ("and",)} and end + 1 < len(words):
        sign = (_TURNED if name in BACKWARDS else _BEHIND).get(words[end + 1], "")
        if sign:
            end += 2
            end += words[end - 1] == "more" and words[end : end + 1] in {("severe",), ("advanced",)}
    if not sign and len(values) == 1 and words[end : end + 1] == ("+",) and name in GENERIC:
        sign, end = "≥", end + 1
    if sign:
        low, high = SCALES[name]
        value = values[0]
        span = {
            "≥": Range(value.low, high + 1, True),
            ">": Range(value.high, high + 1, True),
            "≤": Range(low, value.high, True),
            "<": Range(low, value.low, True),
        }[sign]
        values = [span]
    text = " ".join(words[at:end]).replace(" +", "+")
    return Limit(merged(values), name, "scale", text, open=bool(sign)), end


def _name_before(words: tuple[str, ...], at: int) -> str:
    """Return the scale that the values at a place belong to: the name before them, fillers between."""
    generic = ""
    for place in range(at - 1, max(-1, at - 9), -1):
        word = words[place]
        if word in SCALES and word not in GENERIC:
            return (
                "" if word == "degree" and _is_number(words[place - 1]) else word
            )  # "flexion of 90 degrees"
        if word in GENERIC:
            generic = generic or word
        elif word not in FILLERS and not generic:
            return ""
        elif word not in FILLERS:
            break
    return generic


def _is_number(word: str) -> bool:
    """Return whether a word is a number."""
    return number(word) is not None


def _values(words: tuple[str, ...], at: int, name: str) -> tuple[list[Range], int]:
    """Read a list of values: "0, 1 or 2", "II-IV", "A or B"."""
    first = _value(words, at, name)
    if first is None:
        return [], at
    values, end = [first[0]], first[1]
    while end < len(words):
        joint, after = end, end
        while after < len(words) and (
            words[after] in JOINTS or words[after] in {name, "class", "stage", "grade"}
        ):
            after += 1
        read = _value(words, after, name) if joint < after <= joint + 3 else None
        if read is None or (words[read[1] : read[1] + 1] and _is_unit(words, read[1])):
            break
        following, behind = read
        if words[behind : behind + 1] in _CONDITIONS or (
            name == "plus" and _AMPLIFIED & {*words[behind : behind + _REACH]}
        ):
            break  # "0 or 1, or 2 if due to the disease"; "3+, or 2+ with amplification"
        if words[joint] in {"to", "through", "-"}:
            values[-1] = Range(values[-1].low, following.high, True)
        else:
            values.append(following)
        end = behind
    return values, end


def _is_unit(words: tuple[str, ...], at: int) -> bool:
    """Return whether a unit stands at a place, so that the number before it is no value of a scale."""
    return words[at] in {"week", "day", "month", "year", "%", "mg", "cm", "mm", "hour"}


def _value(words: tuple[str, ...], at: int, name: str) -> tuple[Range, int] | None:
    """Read one value, an Arabic or Roman number with a letter, or a letter: (its range, place behind it)."""
    word = words[at] if at < len(words) else ""
    if name in LETTERED and len(word) == 1 and "a" <= word <= "e":
        return Range(_rank(word), _rank(word) + 1, True), at + 1
    if name == "childpugh" and _POINTS.fullmatch(word):
        points = _points(word)
        return (points, at + 1) if points else None
    if name == "gleason":
        return _score(words, at)
    if name == "plus":
        plus = words[at + 1 : at + 2] == ("+",)
        known = word in _DEGREES and (plus or word == "0")
        return (Range(int(word), int(word) + 1, True), at + 1 + plus) if known else None
    word = word[1:] if word[:1] == CODED.get(name) else word
    if name in HALVES and re.fullmatch(r"[0-5](?:\.[05])?", word):
        return Range(float(word), float(word) + 0.5, True), at + 1
    if number(word) is not None and "." in word:
        return None
    found = _VALUE.fullmatch(word)
    if not found:
        spelled = number(word)
        return (Range(spelled, spelled + 1, True), at + 1) if spelled is not None and spelled < 10 else None
    whole = _ROMAN[found[1]] if found[1] in _ROMAN else int(found[1])
    letter, end = found[2] or "", at + 1
    if not letter and word.isdigit() and _is_letter(words, end):
        letter, end = words[end], end + 1
    part = whole + (_rank(letter) - 1) * 0.25 if letter else whole
    return Range(part, part + (0.25 if letter else 1), True), end


def _rank(letter: str) -> int:
    """Return the place of a letter in the alphabet, 1 for "a"."""
    return ord(letter) - ord("a") + 1


def _is_letter(words: tuple[str, ...], at: int) -> bool:
    """Return whether the letter of a value such as 4a stands apart from its number; "a" before a word is an article."""
    if words[at : at + 1] == () or words[at] not in {"a", "b", "c", "d"}:
        return False
    following = words[at + 1] if at + 1 < len(words) else "."
    return words[at] != "a" or following in JOINTS or not following.isalpha()


def _points(word: str) -> Range | None:
    """Return the part of a class of Child and Pugh that some points are: A5, B7, 8."""
    points = int(word.lstrip("abc"))
    rank, (first, last) = next((at, row) for at, row in enumerate(_CHILD, 1) if points < row[1])
    if word[0] in "abc" and _rank(word[0]) != rank:
        return None
    low = rank + (points - first) / (last - first)
    return Range(low, rank + (points + 1 - first) / (last - first), True)


def _score(words: tuple[str, ...], at: int) -> tuple[Range, int] | None:
    """Read a score of Gleason: 7, or the two patterns 3+4 or 4+3 that it is the sum of."""
    score = number(words[at]) if at < len(words) else None
    if score is None or not score.is_integer():
        return None
    if words[at + 1 : at + 2] == ("(",) and words[at + 3 : at + 4] == ("+",):
        inner = _score(words, at + 2)  # "7 (3+4)"
        return (inner[0], inner[1] + 1) if inner and words[inner[1] : inner[1] + 1] == (")",) else None
    second = number(words[at + 2]) if words[at + 1 : at + 2] == ("+",) and at + 2 < len(words) else None
    if second is None:
        return (Range(score, score + 1, True), at + 1) if 2 <= score <= 10 else None
    total = score + second
    if not total.is_integer() or max(score, second) > 5:
        return None
    half = 0.5 if total == _SEVEN and score > second else 0.0
    low = total + half
    return Range(low, low + (0.5 if total == _SEVEN else 1), True), at + 3


def merged(values: list[Range]) -> tuple[Range, ...]:
    """Return values in order, those that touch joined: "II or III" is one range.

    IIIC and IV touch too: only some cancers have another stage between them.
    """
    found: list[Range] = []
    for value in sorted(values):
        lettered = found and found[-1].high % 1 >= _HALF and ceil(found[-1].high) == value.low
        if found and (value.low <= found[-1].high or lettered):
            found[-1] = Range(found[-1].low, max(found[-1].high, value.high), True)
        else:
            found.append(value)
    return tuple(found)
