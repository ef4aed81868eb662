"""A number with its unit, and the limits made of one or two such numbers."""

from __future__ import annotations

from typing import TypeAlias

from monitor.core.eligibility.quantities.analytes import BLOOD_COUNTS
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.numbers import SPELLED, number, scaled
from monitor.core.eligibility.quantities.units import Unit, unit

Value: TypeAlias = tuple[float, Unit, int]  # in the base unit; the unit as written; the place behind both
_FULL_MARKS = (5, 100)  # the least and the greatest full mark, as in "4/10"
_ACUITY_DISTANCE = 20  # feet: "20/30" is an acuity, no mark
PREGNANCY = frozenset(["gestation", "gestational", "pregnant"])
_NEAR = 8  # words around a week in which a pregnancy is named
_WEEK, _YEAR = 7.0, 365.25
_SMALLER_UNITS = {(_WEEK, "day"): 6, (_YEAR, "month"): 11}  # "24 weeks and 6 days", "1 year 6 months"
_ORDINALS = frozenset(["st", "nd", "rd", "th"])
_PERCENTILES = frozenset(["percentile", "centile"])
_AHEAD = 7  # words in which "below 3rd or above 97th percentile" names what it counts
_COMPARING = frozenset(
    [
        "at",
        "least",
        "most",
        "over",
        "under",
        "above",
        "below",
        "more",
        "less",
        "older",
        "younger",
        "than",
        "between",
        "from",
        "≥",
        ">",
        "≤",
        "<",
    ]
)
_NO_SPACE = {"/", "%", "^", ":"}
_WRITTEN = (
    (" uln", " ULN"), (" iu", " IU"), (" miu", " mIU"), (" kiu", " kIU"), (" uiu", " µIU"), (" u/l", " U/L"), (" ku", " kU"), (" x ", " × "), ("kg/m2", "kg/m²"), ("kg/m^2", "kg/m²"), ("/dl", "/dL"), ("/ml", "/mL"), ("/ul", "/µL"), (" ug", " µg"),
    (" umol", " µmol"), ("/l", "/L"), ("mmhg", "mmHg"), (" ml", " mL"), ("(", ""),
)  # fmt: skip
_TIMES = frozenset(["hour", "day", "week", "month", "year"])


def value_at(words: tuple[str, ...], at: int) -> Value | None:
    """Read a number with its unit; a ratio 1:50 is a titre of 50."""
    read = _week_of_pregnancy(words, at) or scaled(words, at)
    if read is None:
        return None
    value, end = read
    if words[end : end + 1] and words[end] in _ORDINALS and _PERCENTILES & set(words[end + 1 : end + _AHEAD]):
        named = words[end + 1] in _PERCENTILES
        return value, Unit("percentile", 1.0, end + 1 + named), end + 1 + named
    if words[at] == "week":
        return value * _WEEK, Unit("time", _WEEK, end), end
    if words[end : end + 1] == (":",) and value == 1:
        titre = scaled(words, end + 1)
        if titre and number(words[at + 2]) is not None and words[at] == "1":
            return titre[0], Unit("titre", 1.0, titre[1]), titre[1]
    if words[end : end + 1] == ("/",) and _is_mark(value, words, end):
        return value, Unit("", 1.0, end + 2), end + 2
    value, end = _with_days(value, words, end)
    if (
        words[end : end + 1] in {("/",), ("±",), ("^",)}
        and end + 1 < len(words)
        and number(words[end + 1]) is not None
    ):
        return None
    measure = unit(words, end)
    before = set(words[max(0, at - 8) : at])
    if measure.dimension == "mass/volume" and words[end : end + 1] == ("g",) and before & BLOOD_COUNTS:
        measure = Unit("count/volume", 1e9, measure.end)
    if measure.dimension == "" and (
        before & {"age"} or _aged(words, at) or words[end : end + 2] == ("of", "age")
    ):
        measure = Unit("age", 1.0, end)
    more, end = _in_smaller_unit(measure, words)
    return (
        value * measure.factor + measure.offset + more,
        measure._replace(power=_power(words, at, *read)),
        end,
    )


def _power(words: tuple[str, ...], at: int, value: float, end: int) -> float:
    """Return the power of ten that stands behind a number: 1e9 of "0.5 x 10^9"."""
    written = number(words[at])
    return value / written if written and end > at + 1 and words[at] not in SPELLED else 1.0


def _aged(words: tuple[str, ...], at: int) -> bool:
    """Return whether a number is an age: "aged 18", "aged at least 18"."""
    while at and words[at - 1] in _COMPARING:
        at -= 1
    return words[at - 1 : at] == ("aged",)


def _week_of_pregnancy(words: tuple[str, ...], at: int) -> tuple[float, int] | None:
    """Read "week 36" or "36th week" of a pregnancy."""
    if not PREGNANCY & set(words[max(0, at - _NEAR) : at + _NEAR]):
        return None
    if words[at : at + 1] == ("week",):
        return scaled(words, at + 1)
    read = scaled(words, at)
    if read and words[read[1] : read[1] + 1] and words[read[1]] in _ORDINALS:
        return read[0], read[1] + 1
    return None


def _with_days(value: float, words: tuple[str, ...], end: int) -> tuple[float, int]:
    """Add the days to weeks of a pregnancy: "33+6", "33 6/7"."""
    if not PREGNANCY & set(words[max(0, end - _NEAR) : end + _NEAR]):
        return value, end
    days = words[end + 1 : end + 2] if words[end : end + 1] == ("+",) else words[end : end + 1]
    size = 2 if words[end : end + 1] == ("+",) else 3
    if len(days) != 1 or days[0] not in set("0123456"):
        return value, end
    if size == 3 and words[end + 1 : end + 3] != ("/", "7"):
        return value, end
    return value + int(days[0]) / _WEEK, end + size


def _in_smaller_unit(measure: Unit, words: tuple[str, ...]) -> tuple[float, int]:
    """Read what a time in a smaller unit adds to the one before it: (days, place behind it)."""
    start = measure.end + (words[measure.end : measure.end + 1] == ("and",))
    count = number(words[start]) if start + 1 < len(words) and measure.dimension == "time" else None
    most = _SMALLER_UNITS.get((measure.factor, words[start + 1]), 0) if count else 0
    if not count or count > most:
        return 0.0, measure.end
    return count * unit(words, start + 1).factor, start + 2


def _is_mark(value: float, words: tuple[str, ...], slash: int) -> bool:
    """Return whether a number before a slash is so many points of a full mark: "4/10"; 20/30 is an acuity."""
    full = number(words[slash + 1]) if slash + 1 < len(words) else None
    if full is None or not _FULL_MARKS[0] <= full <= _FULL_MARKS[1] or not full.is_integer():
        return False
    return value <= full and value != _ACUITY_DISTANCE and words[slash + 2 : slash + 3] != ("/",)


def one_sided(sign: str, value: Value, words: tuple[str, ...], start: int) -> Limit:
    """Return a limit with one bound."""
    amount, measure, end = value
    span = {
        "≥": Range(low=amount, low_closed=True),
        ">": Range(low=amount),
        "≤": Range(high=amount, high_closed=True),
        "<": Range(high=amount),
    }[sign]
    return Limit((span,), measure.dimension, "limit", shown(words[start:end]), measure.coarse, measure.factor)


def two_sided(first: Value, second: Value, text: str) -> Limit:
    """Return a limit with two bounds; the unit behind the second number counts for both."""
    low = first[0]
    if first[1].dimension in {"", "age"} and second[1].dimension:
        power = second[1].power if first[1].power == 1 else 1.0  # "0.2–0.5 x 10^9/L"
        low = first[0] * power * second[1].factor + second[1].offset
    return Limit(
        (Range(low, second[0], True, True),),
        second[1].dimension or first[1].dimension,
        "limit",
        text,
        second[1].coarse,
        second[1].factor,
    )


def shown(words: tuple[str, ...]) -> str:
    """Return a number and its unit as readable text."""
    text = ""
    for at, word in enumerate(words):
        tight = not text or word in _NO_SPACE or text[-1:] in _NO_SPACE
        several = word in _TIMES and not tight and words[at - 1] not in {"1", "one", "per"}
        text += f"{'' if tight else ' '}{word}{'s' if several else ''}"
    for plain, sign in _WRITTEN:
        text = text.replace(plain, sign)
    return text
