"""Ordered scales: ECOG, NYHA, stages, grades; a list of their values is a set of ranges."""

from __future__ import annotations

import re

from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.numbers import number
from monitor.core.eligibility.quantities.units import unit

# Name of the scale → its lowest and its highest value.
SCALES = {
    "ecog": (0, 5),
    "nyha": (1, 4),
    "mrs": (0, 6),
    "asa": (1, 6),
    "childpugh": (1, 3),
    "grade": (0, 5),
    "class": (0, 6),
    "stage": (0, 5),
    "step": (1, 6),
    "figo": (1, 4),
    "gold": (1, 4),
    "killip": (1, 4),
    "ccs": (1, 4),
    "hurley": (1, 3),
    "fitzpatrick": (1, 6),
    "gmfcs": (1, 5),
    "tanner": (1, 5),
    "iga": (0, 4),
    "level": (0, 5),
    "category": (0, 6),
    "type": (0, 9),
    "birads": (0, 6),
    "rutherford": (0, 6),
    "fontaine": (1, 4),
    "braak": (0, 6),
    "yahr": (0, 5),
    "kellgren": (0, 4),
}
_HALVES = frozenset(["yahr"])  # scales with steps of a half
_GENERIC = frozenset(["grade", "class", "stage", "step", "level", "category", "type"])
_ROMAN = {"0": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_VALUE = re.compile(r"g?(i{1,3}|iv|vi?|[0-9])(?:([a-d])[0-9]?)?")
_CHILD = {"a": 1, "b": 2, "c": 3}
_FILLERS = frozenset(
    [
        "score",
        "of",
        "status",
        "performance",
        "class",
        "functional",
        ":",
        "=",
        "(",
        ")",
        "is",
        "a",
        "an",
        "classification",
        "scale",
        "stage",
        "grade",
        "the",
        "either",
        "index",
        "be",
        "with",
        "level",
        "ps",
        "disease",
        "category",
        "heart",
        "failure",
        "congestive",
        "according",
        "to",
        "system",
        "or",
    ]
)
JOINTS = frozenset([",", "or", "and", "/", "to", "through", "&", "-", "nor"])
_CONDITIONS = {("if",), ("when",), ("only",)}
_TUMOUR = re.compile(r"[cpy]{0,2}([tn])([0-4])([a-d])?")
_SIGNS = frozenset(["≥", ">", "≤", "<"])


def scale_at(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read the values of a scale whose name stands before: (limit, place behind it)."""
    name = _name_before(words, at)
    if not name:
        return None
    sign = words[at] if words[at] in _SIGNS else ""
    start = at + bool(sign)
    while sign and words[start : start + 1] and words[start] in _FILLERS:
        start += 1
    values, end = _values(words, start, name)
    if not values or (sign and len(values) > 1) or (name in _GENERIC and unit(words, end).dimension):
        return None
    if not sign and words[end : end + 2] and words[end] in {"or", "and"} and end + 1 < len(words):
        after = {"higher": "≥", "greater": "≥", "more": "≥", "above": "≥", "worse": "≥", "over": "≥",
                 "lower": "≤", "less": "≤", "below": "≤", "better": "≤", "under": "≤"}.get(words[end + 1], "")  # fmt: skip
        if after and len(values) == 1:
            sign, end = after, end + 2
            end += words[end - 1] == "more" and words[end : end + 1] in {("severe",), ("advanced",)}
    low, high = SCALES[name]
    if sign:
        value = values[0]
        span = {
            "≥": Range(value.low, high + 1, True),
            ">": Range(value.high, high + 1, True),
            "≤": Range(low, value.high, True),
            "<": Range(low, value.low, True),
        }[sign]
        values = [span]
    text = " ".join(words[at:end])
    return Limit(merged(values), name, "scale", text), end


def tumour_at(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read a list of T or N values of a tumour's stage, "cT1-2", "N0 or N1"; "T2" alone may be another thing's name."""
    found = _TUMOUR.fullmatch(words[at])
    if not found:
        return None
    values, end = [_tumour_value(found)], at + 1
    while end + 1 < len(words) and words[end] in JOINTS:
        word = words[end + 1] if not words[end + 1].isdigit() else found[1] + words[end + 1]
        following = _TUMOUR.fullmatch(word)
        if not following or following[1] != found[1]:
            break
        value = _tumour_value(following)
        if words[end] in {"to", "through", "-"}:
            values[-1] = Range(values[-1].low, value.high, True)
        else:
            values.append(value)
        end += 2
    if end == at + 1 and words[at][0] not in "cpyn":
        return None
    return Limit(merged(values), f"tumour {found[1]}", "scale", " ".join(words[at:end])), end


def _tumour_value(found: re.Match[str]) -> Range:
    """Return the range of a value such as T2 or T2b."""
    low = int(found[2]) + (ord(found[3]) - ord("a")) * 0.25 if found[3] else int(found[2])
    return Range(low, low + (0.25 if found[3] else 1), True)


def _name_before(words: tuple[str, ...], at: int) -> str:
    """Return the scale that the values at a place belong to: the name before them, fillers between."""
    generic = ""
    for place in range(at - 1, max(-1, at - 9), -1):
        word = words[place]
        if word in SCALES and word not in _GENERIC:
            return word
        if word in _GENERIC:
            generic = generic or word
        elif word not in _FILLERS and not generic:
            return ""
        elif word not in _FILLERS:
            break
    return generic


def _values(words: tuple[str, ...], at: int, name: str) -> tuple[list[Range], int]:
    """Read a list of values: "0, 1 or 2", "II-IV", "A or B"."""
    first = _value(words, at, name)
    if first is None:
        return [], at
    values, end = [first], at + 1
    while end < len(words):
        joint, after = end, end
        while after < len(words) and (
            words[after] in JOINTS or words[after] in {name, "class", "stage", "grade"}
        ):
            after += 1
        following = _value(words, after, name) if joint < after <= joint + 3 else None
        if following is None or (words[after + 1 : after + 2] and _measured(words, after + 1)):
            break
        if words[after + 1 : after + 2] in _CONDITIONS:
            break  # "0 or 1, or 2 if due to the disease"
        if words[joint] in {"to", "through", "-"}:
            values[-1] = Range(values[-1].low, following.high, True)
        else:
            values.append(following)
        end = after + 1
    return values, end


def _measured(words: tuple[str, ...], at: int) -> bool:
    """Return whether a number is followed by a unit, so that it is no value of a scale."""
    return words[at] in {"week", "day", "month", "year", "%", "mg", "cm", "mm", "hour"}


def _value(words: tuple[str, ...], at: int, name: str) -> Range | None:
    """Read one value: an Arabic or Roman number with a letter, or a letter on a scale of letters."""
    word = words[at] if at < len(words) else ""
    if name == "childpugh" and word in _CHILD:
        return Range(_CHILD[word], _CHILD[word] + 1, True)
    if name in _HALVES and re.fullmatch(r"[0-5](?:\.[05])?", word):
        return Range(float(word), float(word) + 0.5, True)
    if number(word) is not None and "." in word:
        return None
    found = _VALUE.fullmatch(word)
    if not found:
        spelled = number(word)
        return Range(spelled, spelled + 1, True) if spelled is not None and spelled < 10 else None
    whole = _ROMAN[found[1]] if found[1] in _ROMAN else int(found[1])
    if not found[2]:
        return Range(whole, whole + 1, True)
    part = whole + (ord(found[2]) - ord("a")) * 0.25
    return Range(part, part + 0.25, True)


def merged(values: list[Range]) -> tuple[Range, ...]:
    """Join values that touch."""
    found: list[Range] = []
    for value in sorted(values):
        if found and value.low <= found[-1].high:
            found[-1] = Range(found[-1].low, max(found[-1].high, value.high), True)
        else:
            found.append(value)
    return tuple(found)
