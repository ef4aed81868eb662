"""Numbers with a comparator: "at least 18 years", "18 years or older", "within the past year"."""

from __future__ import annotations

from dataclasses import replace

from monitor.core.eligibility.quantities.comparators import (
    AFTER,
    BACKWARDS,
    BEFORE,
    FILLERS,
    LONGEST,
    NAMED,
    OPENERS,
    ORDERED,
)
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.numbers import number
from monitor.core.eligibility.quantities.units import Unit, unit
from monitor.core.eligibility.quantities.values import PREGNANCY, Value, one_sided, two_sided, value_at

BORN = frozenset(["born", "birth", "delivered", "delivery"])
_NEAR = 4  # words before a time in which a birth is named
VIABLE = 140  # days of pregnancy from which on a child is born
_SYSTOLIC = (70, 260)  # mmHg
_DIASTOLIC_START = 10_000.0  # of the diastolic values in a range of both pressures
_WHOSE = frozenset(["the", "institutional", "local", "laboratory"])
_ORDINALS = {word: at for at, word in enumerate(["first", "second", "third", "fourth", "fifth"], 1)}
_TIMES = frozenset(["day", "week", "month", "year", "hour"])
# "5 years ago or more"
_LONGER = frozenset(["more", "longer", "earlier"])
_FROM = frozenset(["after", "since", "from"])
_RELATED = _FROM | {"before"}
# "3 mm greater than the control"
_REFERENCES = frozenset(["than", "the", "normal", "control", "baseline", "predicted", "mean"])
_STOPS = frozenset(["and", "or", "but", ",", ".", ";", ":", "(", ")", "to", "with", "in"])
_EXTREMES = {"maximum": "≤", "minimum": "≥"}
_REACH = 6  # words behind a number in which its "or more" is looked for
# "3 of the following"
_UPWARDS = {(word,) for word in ("to", "until", "up", "through", "till", "and", "or", "-")}
_FOLLOWING = frozenset(["thefollowing", "these", "below", "following", "criterion"])
_PERIODS = frozenset(
    [
        "prior",
        "last",
        "recent",
        "preceding",
        "next",
        "following",
        "course",
        "period",
        "year",
        "month",
        "week",
        "day",
        "study",
    ]
)


def bounded(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "at least 18 years", "> 5 cm", "within the past year"."""
    normal = _normal_limits(words, at) if words[at] == "within" else None
    if normal:
        return normal
    for length in range(min(LONGEST, len(words) - at), 0, -1) if words[at] in OPENERS else ():
        sign = BEFORE.get(words[at : at + length])
        if sign is None:
            continue
        start = at + length
        if sign in {"w", "f"}:
            return (
                _distance(words, start)
                if words[at] == "within" and _distance(words, start)
                else _timed(words, start, sign, through=words[at] in {"over", "during", "in"})
            )
        start = _behind_fillers(words, start)
        pressures = _pressures(sign, words, start)
        if pressures:
            return pressures
        value = value_at(words, start) or _worded_value(words, start)
        if value is None:
            continue
        ordered = _ordered(sign, words, at, value)
        if ordered is None:
            continue
        sign = ordered
        span = _range_to(words, value)
        if span:
            return span if sign in {"≥", "≤"} and words[at] in {"at", "a", "minimum", "up"} else None
        made = one_sided(sign, value, words, start)
        if words[at] == "up" and made.dimension == "time" and _RELATED & set(words[value[2] : value[2] + 2]):
            made = replace(made, kind="until")
        return made, value[2]
    return None


def _normal_limits(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "within normal limits", of which only the upper one is compared."""
    end = at + 1
    while words[end : end + 1] and words[end] in _WHOSE:
        end += 1
    if words[end : end + 1] != ("normal",) or words[end + 1 : end + 2] not in {("limit",), ("range",)}:
        return None
    value = 1.0, Unit("uln", 1.0, end + 2), end + 2
    return one_sided("≤", value, words, at + 1), end + 2


def _worded_value(words: tuple[str, ...], at: int) -> Value | None:
    """Read a value that is a word: the ULN, or an ordinal ("≥ second remission")."""
    word = words[at] if at < len(words) else ""
    if word in {"uln", "lln"}:
        return 1.0, Unit(word, 1.0, at + 1), at + 1
    return (float(_ORDINALS[word]), Unit("ordinal", 1.0, at + 1), at + 1) if word in _ORDINALS else None


def _ordered(sign: str, words: tuple[str, ...], at: int, value: Value) -> str | None:
    """Return the sign of a bound, by what it counts from where the words need that; None where it is not certain.

    "Weight loss over 6 months" is no bound but the time in which something happens.
    """
    if words[at] == "over" and value[1].dimension == "time":
        amount = words[at - 1 : at] != ("or",) and any(map(_is_number, words[max(0, at - 5) : at]))
        return None if amount else sign
    phrase = set(words[at : at + 4])
    if not ORDERED & phrase or value[1].dimension != "time":
        return sign
    behind = words[value[2] : value[2] + 3]
    back, forth = "before" in behind or "prior" in behind, bool(_FROM & set(behind))
    born = value[0] >= VIABLE and (PREGNANCY | BORN) & set(words[max(0, at - _NEAR) : value[2] + 3])
    if back == forth and (back or not born):
        return None
    if words[at] == "earlier":  # listed as it counts before something
        return sign if back else BACKWARDS[sign]
    return BACKWARDS[sign] if back else sign


def _is_number(word: str) -> bool:
    """Return whether a word is written in digits."""
    return word[:1].isdigit()


def _behind_fillers(words: tuple[str, ...], at: int) -> int:
    """Return the place behind at most three fillers: "≥ a score of 3"."""
    end = at
    while end < min(at + 3, len(words)) and words[end] in FILLERS:
        end += 1
    return end


def gestation(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "before 32 weeks of gestation" or "before week 32" of one, which bounds an age and is no window."""
    if words[at] not in {"before", "after"}:
        return None
    value = value_at(words, at + 1)
    if value is None or value[1].dimension != "time":
        return None
    if words[at + 1] != "week" and not PREGNANCY & set(words[value[2] : value[2] + 3]):
        return None
    return one_sided("<" if words[at] == "before" else ">", value, words, at + 1), value[2]


def _distance(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read the distance behind "within": "within 5 cm"."""
    value = value_at(words, at)
    if value is None or value[1].dimension != "length":
        return None
    return one_sided("≤", value, words, at), value[2]


def _pressures(sign: str, words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read a systolic and a diastolic pressure, "< 160/100 mmHg", as one set of two ranges.

    The diastolic one is shifted to where no systolic value lies: 0 to 160 and 10,000 to 10,100.
    """
    if at + 2 >= len(words) or words[at + 1] != "/":
        return None
    upper, lower = number(words[at]), number(words[at + 2])
    if upper is None or lower is None or not (_SYSTOLIC[0] <= upper <= _SYSTOLIC[1] and 30 <= lower < upper):
        return None
    ranges = []
    for value, start in ((upper, 0.0), (lower, _DIASTOLIC_START)):
        closed = sign in {"≥", "≤"}
        if sign in {"≥", ">"}:
            ranges.append(Range(start + value, start + _DIASTOLIC_START / 2, closed))
        else:
            ranges.append(Range(start, start + value, high_closed=closed))
    end = at + 3 + (words[at + 3 : at + 4] == ("mmhg",))
    return Limit(tuple(ranges), "bloodpressure", "limit", f"{words[at]}/{words[at + 2]}"), end


def _range_to(words: tuple[str, ...], value: Value) -> tuple[Limit, int] | None:
    """Read the range of which a value is the first half ("3-6 months"); None where it is no half."""
    if words[value[2] : value[2] + 1] == ("to",):
        second = value_at(words, value[2] + 1)
        if second:
            return two_sided(value, second, f"{value[0]:g}–{second[0]:g}"), second[2]
    return None


def _timed(words: tuple[str, ...], start: int, sign: str, *, through: bool) -> tuple[Limit, int] | None:
    """Read a time behind its sign, "w" for a window or "f" for a duration, with a number or without one ("the past year")."""
    if words[start : start + 1] in {("a",), ("an",), ("the",)}:
        start += 1
    value = value_at(words, start)
    if value is None and words[start : start + 1] and words[start] in _TIMES:
        measure = unit(words, start)
        value = measure.factor, measure, measure.end
    if value is None or value[1].dimension not in {"time", "halflife"} or _range_to(words, value):
        return None
    if words[value[2] : value[2] + 2] in {("or", "more"), ("or", "longer")}:
        lasting = replace(one_sided("≥", value, words, start), kind="duration" if sign == "f" else "limit")
        return lasting, value[2] + 2
    kind = "window" if sign == "w" else "duration"
    made = one_sided("≤" if sign == "w" else "≥", value, words, start)
    return replace(made, kind=kind, through=through), value[2]


def trailing(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "18 years or older", "65 and under", "20+", "3 of the following"."""
    value = value_at(words, at)
    before = words[at - 1] if at else ""
    ranged = before == "to" and at > 1 and words[at - 2].isdigit()
    ratio = before == ":" and at > 1 and words[at - 2].isdigit()
    if value is None or ranged or ratio or before in {"^", "/", "±"} or before in NAMED:
        return None
    end = value[2]
    if before == "from" and value[1].dimension == "time" and words[end : end + 1] == ("before",):
        return replace(one_sided("≤", value, words, at), kind="window"), end
    if words[end : end + 2] == ("of", "age"):
        end += 2
        if before == "from" and words[end : end + 1] not in _UPWARDS:
            return one_sided("≥", value, words, at), end
    elif words[end : end + 1] == ("old",):
        end += 1
    closed = _closing_sign(words, end)
    if closed:
        behind = unit(words, closed[1])
        if not value[1].dimension and behind.dimension:  # "3 or more years"
            value = value[0] * behind.factor + behind.offset, behind, behind.end
            return one_sided(closed[0], value, words, at), behind.end
        return one_sided(closed[0], value, words, at), closed[1]
    sign = _distance_sign(words, end) or _sign_further_on(words, end)
    if sign:
        return one_sided(sign, value, words, at), end
    of = end + (words[end : end + 1] in {("additional",), ("other",), ("more",)})
    if words[of : of + 1] == ("of",) and words[of + 1 : of + 2] and words[of + 1] in _FOLLOWING:
        made = one_sided("≥", value, words, at)
        return Limit(made.ranges, "", "count", made.text), end
    return None


def _closing_sign(words: tuple[str, ...], end: int) -> tuple[str, int] | None:
    """Read the comparator right behind a number, "or older", "+": (sign, place behind it)."""
    if words[end : end + 1] in {("or",), ("and",)} and end + 1 < len(words):
        sign = AFTER.get(words[end + 1])
        if sign and words[end + 2 : end + 3] not in {("than",), ("the",)}:
            return sign, end + 2
    if words[end - 1 : end + 2] == ("%", "or", "better"):
        return "≥", end + 2  # of a Karnofsky score or an ejection fraction
    if words[end : end + 2] == ("ago", "or") and words[end + 2 : end + 3] and words[end + 2] in _LONGER:
        return "≥", end + 3
    if words[end : end + 1] == ("+",) and not any(map(_is_number, words[end + 1 : end + 2])):
        return "≥", end + 1
    if words[end : end + 1] in {("minimum",), ("maximum",)}:
        return ("≥" if words[end] == "minimum" else "≤"), end + 1
    return None


def _distance_sign(words: tuple[str, ...], end: int) -> str | None:
    """Return the sign of a distance, "3 mm greater than the control": at least so much."""
    apart = AFTER.get(words[end]) if end + 1 < len(words) else None
    if not apart or words[end + 1] not in _REFERENCES or any(map(_is_number, words[end + 2 : end + 3])):
        return None
    if words[end] == "over" and _PERIODS & {*words[end + 2 : end + 3]}:
        return None  # "a weight that changed by 5 % over the past month"
    return "≥"


def _sign_further_on(words: tuple[str, ...], end: int) -> str | None:
    """Return the sign of a bound that stands behind what is counted: "three inhibitors or more", "10 mg prednisone/day maximum"."""
    for at in range(end, min(end + _REACH, len(words))):
        if at > end and words[at] in _EXTREMES and words[at + 1 : at + 2] in {(")",), (",",), (".",), ()}:
            return _EXTREMES[words[at]]
        if words[at] == "or" and at > end:
            return AFTER.get(words[at + 1]) if at + 1 < len(words) else None
        if words[at] == "/":
            continue
        if words[at] in _STOPS or not words[at].isalpha() or number(words[at]) is not None:
            return None
    return None
