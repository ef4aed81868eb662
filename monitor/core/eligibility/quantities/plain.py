"""Numbers without a comparator: "18 to 65 years", "2, 3 or 4 copies", "200 m"."""

from __future__ import annotations

from dataclasses import replace

from monitor.core.eligibility.quantities.comparators import NAMED
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.numbers import number
from monitor.core.eligibility.quantities.values import one_sided, shown, two_sided, value_at

_ABILITY = frozenset(["able", "inability", "walk", "run", "lift", "stand", "sit", "score"])


def ranged(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "between 18 and 65 years", "18 to 65 years", "0-1", "from 7 to 10 percent"."""
    opened = words[at] in {"between", "from"}
    start = at + opened
    if words[start : start + 1] == ("the",):
        start += 1
    first = value_at(words, start)
    before = words[at - 1] if at else ""
    if first is None or before in NAMED or before in {"within", "outside"}:
        return None
    joint = words[first[2]] if first[2] < len(words) else ""
    if joint not in {"to", "through"} and not (joint == "and" and words[at] == "between"):
        return None
    second = value_at(words, first[2] + 1)
    if second is None:
        return None
    if first[1].dimension not in {"", "age", second[1].dimension} and second[1].dimension:
        return None
    made = two_sided(
        first, second, f"{shown(words[start : first[2]])}–{shown(words[first[2] + 1 : second[2]])}"
    )
    end = second[2]
    low, high = made.ranges[0][:2]
    if low > high and not made.dimension:
        made = replace(made, ranges=(Range(high, low, True, True),))  # "78 to 24 letters"
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


def listed(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "2, 3 or 4 copies": a set of whole numbers."""
    values = []
    end = at
    before = words[at - 1] if at else ""
    if before in NAMED:
        return None
    while end < len(words):
        value = number(words[end])
        if value is None or not value.is_integer() or value > 20 or words[end] in {"one", "single", "once"}:
            break
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
    ranges = tuple(Range(value, value, True, True) for value in sorted(values))
    return Limit(ranges, "", "scale", " ".join(words[at:end])), end


def bare(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read a number without a comparator: a lower bound behind "able to", else of no known side."""
    value = value_at(words, at)
    if value is None or words[at] in {"one", "single", "once"}:
        return None
    before = words[max(0, at - 5) : at]
    if any(word in _ABILITY for word in before[-4:]) and value[1].dimension in {"length", "time"}:
        return one_sided("≥", value, words, at), value[2]
    if before[-1:] and before[-1] in NAMED:
        return None
    text = shown(words[at : value[2]])
    span = Range(value[0], value[0], True, True)
    return Limit((span,), value[1].dimension, "bare", text, value[1].coarse), value[2]
