"""Where a scale or an amount ends: "2 or 3" and "at least 2" are one of a score that goes up to 3."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING, TypeAlias

from monitor.core.eligibility.quantities.model import Range
from monitor.core.eligibility.quantities.scale_names import GENERIC, SCALES

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from monitor.core.eligibility.quantities.model import Limit

# What may be the lowest and the highest value; None: any value.
_Ends: TypeAlias = "tuple[tuple[float, ...] | None, tuple[float, ...] | None]"

# The lowest and the highest value | the names of the scores; of some several, as the part counts that is asked for.
_ROWS = """
0 | 27 | phq9
0 | 24 | phq8 ess sofa
0 | 6 | phq2 acq
0 | 21 | gad7
0 | 30 | mmse moca dlqi
0 | 42 | nihss
0 | 10 | edss apgar nrs aspect
0 | 60 | madrs ymrs
3 | 15 | gcs
1 | 5 | deauville
0 | 35 | ipss
0 | 28 | isi
0 0.5 | 3 | cdr
0 1 | 7 | cgi
0 | 72 | pasi easi
0 | 40 | audit
5 | 25 | act
0 10 | 100 | kps lansky
0 | 3 9 12 | mayo
"""
_SCORES: dict[str, _Ends] = {
    name: (tuple(map(float, lows.split())), tuple(map(float, highs.split())))
    for lows, highs, names in (row.split(" | ") for row in _ROWS.strip().splitlines())
    for name in names.split()
}
# Of scales that end at death, or begin at 0 or 1 ("grade", "stage"): a range ends before its highest value and 1.
_SCALE_ENDS: dict[str, _Ends] = {
    "grade": ((0, 1), (5, 6)),
    "stage": ((0, 1), (5, 6)),
    "ecog": ((0,), (5, 6)),
    "mrs": ((0,), (6, 7)),
    "plus": ((0,), (4, 5)),
}
_SCORE_WORDS = frozenset(
    [
        "score",
        "subscore",
        "scale",
        "subscale",
        "index",
        "rating",
        "inventory",
        "questionnaire",
        "point",
        "grading",
        "item",
        "vas",
        "analogue",
        "numeric",
        "numerical",
        "pain",
        "itch",
        "pruritus",
        "fatigue",
        "intensity",
        "severity",
        "symptom",
        "quality",
    ]
)
_PARTS = frozenset(["item", "subscale", "domain", "component", "question"])
_TUMOURS = ("oma", "plasia", "tumor", "cancer", "neoplasm", "malignancy")
_GRADES_OF_TUMOURS = 4.0  # behind G3, the highest


def opened(old: Limit, new: Limit, words: AbstractSet[str]) -> tuple[Limit, Limit]:
    """Return two limits, both open at each side where one of them is and the other names what may be the last value there is.

    `words`: those beside the limits, which name the score.
    """
    if not (old.ranges and new.ranges) or old.groups or new.groups:
        return old, new
    for side, ends in zip((0, -1), _ends(old, words), strict=True):
        if _left_open(old, new, side, ends):
            old, new = _without_end(old, side), _without_end(new, side)
    return old, new


def _without_end(limit: Limit, side: int) -> Limit:
    """Return a limit without its end at its lower (0) or upper (-1) side."""
    ranges = list(limit.ranges)
    span = ranges[side]
    ranges[side] = (
        Range(span.low, inf, span.low_closed) if side else Range(-inf, span.high, False, span.high_closed)
    )
    return replace(limit, ranges=tuple(ranges))


def _ends(limit: Limit, words: AbstractSet[str]) -> _Ends:
    """Return what may be the lowest and the highest value of what a limit is of."""
    name = limit.dimension
    if name in SCALES:
        low, high = SCALES[name]
        lows, highs = _SCALE_ENDS.get(name, ((low,), (high + 1,)))
        if name == "grade" and highs and any(word.endswith(_TUMOURS) for word in words):
            return lows, (*highs, _GRADES_OF_TUMOURS)
        return (None, None) if name in GENERIC - _SCALE_ENDS.keys() else (lows, highs)
    if name not in {"", "length"}:
        return (0.0,), (100.0,) if name == "percent" else ()
    known = [_SCORES[word] for word in sorted(words) if word in _SCORES]
    if len(known) == 1 and not _PARTS & words:
        return known[0]
    return (None, None) if known or _SCORE_WORDS & words else ((0.0,), (100.0,))


def _left_open(old: Limit, new: Limit, side: int, ends: tuple[float, ...] | None) -> bool:
    """Return whether one of two limits is open at its lower (0) or upper (-1) side, where the other names one of `ends`."""
    opened, named = (old, new) if _is_open(old, side) else (new, old)
    end = _end(named, side)
    closed = named.ranges[side][3 if side else 2] or named.kind == "scale"
    return _is_open(opened, side) and not _is_open(named, side) and closed and (ends is None or end in ends)


def _is_open(limit: Limit, side: int) -> bool:
    """Return whether a limit has no end of its own at its lower (0) or upper (-1) side."""
    end = _end(limit, side)
    if limit.dimension not in SCALES:
        return abs(end) == inf
    low, high = SCALES[limit.dimension]
    return limit.open and end == (high + 1 if side else low)


def _end(limit: Limit, side: int) -> float:
    """Return the lower (0) or the upper (-1) end of a limit."""
    return limit.ranges[side][1 if side else 0]
