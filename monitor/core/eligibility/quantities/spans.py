"""Numbers that are two ends of a range, what lies outside of it, or a row of whole numbers."""

from __future__ import annotations

from dataclasses import replace

from monitor.core.eligibility.quantities.comparators import NAMED
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.numbers import number
from monitor.core.eligibility.quantities.values import shown, two_sided, value_at

_OPENING_FILLERS = frozenset(["the", "age", "of"])
_RANGE_FILLERS = frozenset(
    ["of", "the", "a", "an", "range", "normal", "reference", "limit", "interval", "between", "from", ":", "("]
)
_JOINTS = frozenset(["to", "through", "up", "until", "till"])


def ranged(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "between 18 and 65 years", "18 to 65 years", "0-1", "from 7 to 10 percent"."""
    opened = words[at] in {"between", "from"}
    start = at + opened
    while opened and words[start : start + 1] and words[start] in _OPENING_FILLERS:
        start += 1
    first = value_at(words, start)
    before = words[at - 1] if at else ""
    if first is None or before in NAMED or before in {"within", "outside"}:
        return None
    joint = words[first[2]] if first[2] < len(words) else ""
    if joint not in _JOINTS and not (joint == "and" and words[at] == "between"):
        return None
    after = first[2] + 1 + (joint == "up")
    second = value_at(words, after)
    if second is None:
        return None
    if first[1].dimension not in {"", "age", second[1].dimension} and second[1].dimension:
        return None
    made = two_sided(first, second, f"{shown(words[start : first[2]])}–{shown(words[after : second[2]])}")
    end = second[2]
    low, high = made.ranges[0][:2]
    if low > high and (not made.dimension or low < 0):
        made = replace(made, ranges=(Range(high, low, True, True),))  # "78 to 24 letters", "-0.75 to -5 D"
    elif low >= high:
        return None
    for trail in (
        ("both", "inclusive"),
        ("inclusive",),
        ("(", "inclusive", ")"),
        ("(", "both", "inclusive", ")"),
    ):
        if words[end : end + len(trail)] == trail:
            end += len(trail)
            break
    return made, end


def outside(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "outside the range of 50 to 100 bpm" or "not between 50 and 100 bpm": what lies below and above it."""
    if words[at] == "not" and words[at + 1 : at + 2] in {("between",), ("within",)}:
        start = at + 2
    elif words[at] == "outside" or words[at : at + 2] == ("out", "of"):
        start = at + 1
    else:
        return None
    while words[start : start + 1] and words[start] in _RANGE_FILLERS:
        start += 1
    first = value_at(words, start)
    if first is None or words[first[2] : first[2] + 1] not in {("to",), ("and",)}:
        return None
    second = value_at(words, first[2] + 1)
    if second is None:
        return None
    inner = two_sided(
        first, second, f"{shown(words[start : first[2]])}–{shown(words[first[2] + 1 : second[2]])}"
    )
    low, high = inner.ranges[0][:2]
    if low >= high:
        return None
    ranges = (Range(high=low), Range(low=high))
    return replace(inner, ranges=ranges, text=f"outside {inner.text}"), second[2]


def listed(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "2, 3 or 4 copies": a set of whole numbers."""
    values = []
    end = at
    before = words[at - 1] if at else ""
    if before in NAMED:
        return None
    while end < len(words):
        value = number(words[end])
        if value is None or not value.is_integer() or value > 20 or words[end] in {"single", "once"}:
            break
        if words[end] == "one" and not _continues(words, end + 1):
            break  # "one or more"
        values.append(value)
        after = end + 1
        while after < len(words) and words[after] in {",", "or"} and after < end + 3:
            after += 1
        if after == end + 1 or after >= len(words) or number(words[after]) is None:
            end += 1
            break
        end = after
    if len(values) < 2 or "or" not in words[at:end]:
        return None
    ranges = _in_a_row(sorted(values))
    copies = words[end : end + 1] == ("copy",)
    return Limit(ranges, "copies" if copies else "", "scale", " ".join(words[at:end])), end + copies


def _in_a_row(values: list[float]) -> tuple[Range, ...]:
    """Return whole numbers as ranges, of which each holds those that follow one another."""
    found: list[Range] = []
    for value in values:
        if found and value - found[-1].high <= 1:
            found[-1] = found[-1]._replace(high=value)
        else:
            found.append(Range(value, value, True, True))
    return tuple(found)


def _continues(words: tuple[str, ...], at: int) -> bool:
    """Return whether "or" and another number follow."""
    return (
        words[at : at + 1] in {("or",), (",",)} and at + 1 < len(words) and number(words[at + 1]) is not None
    )
