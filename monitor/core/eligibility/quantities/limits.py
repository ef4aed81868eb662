"""Tokens to tokens and limits: every number with its comparator, unit, window or scale becomes one `Limit`."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import inf
from typing import TypeAlias

from monitor.core.eligibility.quantities.analytes import BLOOD_COUNTS
from monitor.core.eligibility.quantities.comparators import AFTER, BEFORE, FILLERS, LONGEST, NAMED
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.numbers import number, scaled
from monitor.core.eligibility.quantities.scales import scale_at, severity_at
from monitor.core.eligibility.quantities.units import Unit, unit

Piece: TypeAlias = "str | Limit"
_ABILITY = frozenset(["able", "inability", "walk", "run", "lift", "stand", "sit", "score"])
_RELATED = frozenset(["before", "after", "since", "from"])
_TIMES = frozenset(["day", "week", "month", "year", "hour"])
_OPPOSITE = {"≥": "≤", ">": "≤", "≤": "≥", "<": "≥"}
_FOLLOWING = frozenset(["thefollowing", "these", "below", "following", "criterion"])
_Value: TypeAlias = tuple[float, Unit, int]


@lru_cache(maxsize=4096)
def limits(words: tuple[str, ...]) -> tuple[Piece, ...]:
    """Return the tokens with each limit as one piece."""
    found: list[Piece] = []
    at = 0
    while at < len(words):
        read = _read(words, at)
        if read is None:
            found.append(words[at])
            at += 1
        else:
            found.append(read[0])
            at = read[1]
    return tuple(_joined(found))


def _read(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read the limit at a place."""
    if words[at].isalpha() and len(words[at]) > 15:
        return None
    return (
        scale_at(words, at)
        or severity_at(words, at)
        or _any_time(words, at)
        or _bounded(words, at)
        or _ranged(words, at)
        or _listed(words, at)
        or _trailing(words, at)
        or _bare(words, at)
    )


def _value(words: tuple[str, ...], at: int) -> _Value | None:
    """Read a number with its unit; a ratio 1:50 is a titre of 50."""
    read = scaled(words, at)
    if read is None:
        return None
    value, end = read
    if words[end : end + 1] == (":",) and value == 1:
        titre = scaled(words, end + 1)
        if titre and number(words[at + 2]) is not None and words[at] == "1":
            return titre[0], Unit("titre", 1.0, titre[1]), titre[1]
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
    if measure.dimension == "" and (before & {"age"} or words[end : end + 2] == ("of", "age")):
        measure = Unit("age", 1.0, end)
    return value * measure.factor + measure.offset, measure, measure.end


def _any_time(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "at any time", which is a stretch of time without bounds."""
    for phrase in (
        ("at", "any", "time"),
        ("at", "any", "timepoint"),
        ("any", "time"),
        ("at", "any", "point"),
    ):
        if words[at : at + len(phrase)] == phrase:
            return Limit((Range(),), "time", "limit", "any time"), at + len(phrase)
    return None


def _bounded(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "at least 18 years", "> 5 cm", "within the past year"."""
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        sign = BEFORE.get(words[at : at + length])
        if sign is None:
            continue
        start = at + length
        for _ in range(3):
            if words[start : start + 1] and words[start] in FILLERS and sign not in {"w", "f"}:
                start += 1
        if sign in {"w", "f"}:
            return _timed(words, start, sign)
        value = _value(words, start)
        if value is None and words[start : start + 1] in {("uln",), ("lln",)}:
            value = 1.0, Unit(words[start], 1.0, start + 1), start + 1
        if value is None:
            continue
        span = _range_to(words, value)
        if span:
            return span if sign in {"≥", "≤"} and words[at] in {"at", "a", "minimum", "up"} else None
        made = _made(sign, value, words, start)
        if words[at] == "up" and made.dimension == "time" and _RELATED & set(words[value[2] : value[2] + 2]):
            made = replace(made, kind="until")
        return made, value[2]
    return None


def _range_to(words: tuple[str, ...], value: _Value) -> tuple[Limit, int] | None:
    """Tell whether a number is only the first half of a range ("within 3-6 months")."""
    if words[value[2] : value[2] + 1] == ("to",):
        second = _value(words, value[2] + 1)
        if second:
            return _between(value, second, f"{value[0]:g}–{second[0]:g}"), second[2]
    return None


def _timed(words: tuple[str, ...], start: int, sign: str) -> tuple[Limit, int] | None:
    """Read a time window, with a number or without one ("the past year")."""
    if words[start : start + 1] in {("a",), ("an",), ("the",)}:
        start += 1
    value = _value(words, start)
    if value is None and words[start : start + 1] and words[start] in _TIMES:
        measure = unit(words, start)
        value = measure.factor, measure, measure.end
    if value is None or value[1].dimension not in {"time", "halflife"} or _range_to(words, value):
        return None
    if words[value[2] : value[2] + 2] in {("or", "more"), ("or", "longer")}:
        return _made("≥", value, words, start), value[2] + 2
    kind = "window" if sign == "w" else "duration"
    made = _made("≤" if sign == "w" else "≥", value, words, start)
    end = value[2]
    return Limit(made.ranges, made.dimension, kind, made.text, made.coarse, made.factor), end


def _made(sign: str, value: _Value, words: tuple[str, ...], start: int) -> Limit:
    """Return a limit with one bound."""
    number_, measure, end = value
    span = {
        "≥": Range(low=number_, low_closed=True),
        ">": Range(low=number_),
        "≤": Range(high=number_, high_closed=True),
        "<": Range(high=number_),
    }[sign]
    return Limit(
        (span,), measure.dimension, "limit", _shown(words[start:end]), measure.coarse, measure.factor
    )


def _between(first: _Value, second: _Value, text: str) -> Limit:
    """Return a limit with two bounds; the unit behind the second number counts for both."""
    low = first[0]
    if first[1].dimension in {"", "age"} and second[1].dimension:
        low = first[0] * second[1].factor + second[1].offset
    return Limit(
        (Range(low, second[0], True, True),),
        second[1].dimension or first[1].dimension,
        "limit",
        text,
        second[1].coarse,
        second[1].factor,
    )


def _ranged(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "between 18 and 65 years", "18 to 65 years", "0-1", "from 7 to 10 percent"."""
    opened = words[at] in {"between", "from"}
    start = at + opened
    if words[start : start + 1] == ("the",):
        start += 1
    first = _value(words, start)
    before = words[at - 1] if at else ""
    if first is None or before in NAMED or before in {"within", "outside"}:
        return None
    joint = words[first[2]] if first[2] < len(words) else ""
    if joint not in {"to", "through"} and not (joint == "and" and words[at] == "between"):
        return None
    second = _value(words, first[2] + 1)
    if second is None:
        return None
    if first[1].dimension not in {"", "age", second[1].dimension} and second[1].dimension:
        return None
    made = _between(
        first, second, f"{_shown(words[start : first[2]])}–{_shown(words[first[2] + 1 : second[2]])}"
    )
    end = second[2]
    if made.ranges[0].low >= made.ranges[0].high:
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


def _listed(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
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


def _trailing(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "18 years or older", "65 and under", "20+", "3 of the following"."""
    value = _value(words, at)
    before = words[at - 1] if at else ""
    if value is None or before in {"to", "^", "/", ":", "±"} or before in NAMED:
        return None
    end = value[2]
    if words[end : end + 2] == ("of", "age"):
        end += 2
    elif words[end : end + 1] == ("old",):
        end += 1
    sign = (
        AFTER.get(words[end + 1])
        if words[end : end + 1] in {("or",), ("and",)} and end + 1 < len(words)
        else None
    )
    if sign and words[end + 2 : end + 3] not in {("than",), ("the",)}:
        return _made(sign, value, words, at), end + 2
    if words[end : end + 1] == ("+",):
        return _made("≥", value, words, at), end + 1
    if words[end : end + 1] in {("minimum",), ("maximum",)}:
        return _made("≥" if words[end] == "minimum" else "≤", value, words, at), end + 1
    if words[end : end + 1] == ("of",) and words[end + 1 : end + 2] and words[end + 1] in _FOLLOWING:
        made = _made("≥", value, words, at)
        return Limit(made.ranges, "", "count", made.text), end
    return None


def _bare(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read a number without a comparator: a lower bound behind "able to", else of no known side."""
    value = _value(words, at)
    if value is None or words[at] in {"one", "single", "once"}:
        return None
    before = words[max(0, at - 5) : at]
    if any(word in _ABILITY for word in before[-4:]) and value[1].dimension in {"length", "time"}:
        return _made("≥", value, words, at), value[2]
    if before[-1:] and before[-1] in NAMED:
        return None
    text = _shown(words[at : value[2]])
    span = Range(value[0], value[0], True, True)
    return Limit((span,), value[1].dimension, "bare", text, value[1].coarse), value[2]


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Join two bounds of one thing: "≥ 18 and ≤ 65", "at least 2 but no more than 5", "< 18 or > 65"."""
    found: list[Piece] = []
    for _at, piece in enumerate(pieces):
        if isinstance(piece, Limit) and piece.kind == "limit":
            links: list[str] = []
            while (
                found
                and isinstance(found[-1], str)
                and found[-1] in {"and", "but", "or", ","}
                and len(links) < 2
            ):
                links.append(str(found.pop()))
            last = found[-1] if found else None
            both = _pair(last, piece, links) if links and isinstance(last, Limit) else None
            if both:
                found[-1] = both
                continue
            found.extend(reversed(links))
        found.append(piece)
    return found


def _pair(one: Limit, other: Limit, links: list[str]) -> Limit | None:
    """Return two opposite bounds as one limit."""
    if (
        one.kind != "limit"
        or len(one.ranges) != 1
        or (one.dimension != other.dimension and one.dimension and other.dimension)
    ):
        return None
    first, second = one.ranges[0], other.ranges[0]
    if not one.dimension and other.dimension:
        first = Range(
            first.low * other.factor, first.high * other.factor, first.low_closed, first.high_closed
        )
    lower, upper = (first, second) if first.high == inf else (second, first)
    if lower.high != inf or upper.low != -inf or lower.low == -inf or upper.high == inf:
        return None
    dimension = one.dimension or other.dimension
    text = f"{one.text}–{other.text}" if "or" not in links else f"{one.text} or {other.text}"
    if "or" in links:
        if lower.low < upper.high:
            return None
        return Limit((upper, lower), dimension, "limit", text, one.coarse, other.factor)
    if lower.low > upper.high:
        return None
    return Limit(
        (Range(lower.low, upper.high, lower.low_closed, upper.high_closed),),
        dimension,
        "limit",
        text,
        one.coarse,
        other.factor,
    )


_NO_SPACE = {"/", "%", "^", ":"}


def _shown(words: tuple[str, ...]) -> str:
    """Return a number and its unit as readable text."""
    text = ""
    for word in words:
        tight = word in _NO_SPACE or text[-1:] in _NO_SPACE
        text += word if tight or not text else f" {word}"
    for plain, sign in _WRITTEN:
        text = text.replace(plain, sign)
    return text


_WRITTEN = (
    (" uln", " ULN"), (" x ", " × "), ("kg/m2", "kg/m²"), ("kg/m^2", "kg/m²"), ("/dl", "/dL"), ("/ml", "/mL"), ("/ul", "/µL"), (" ug", " µg"),
    (" umol", " µmol"), ("/l", "/L"), ("mmhg", "mmHg"), (" ml", " mL"), (" hour", " hours"),
    ("(", ""), (" day", " days"), (" week", " weeks"), (" month", " months"), (" year", " years"),
)  # fmt: skip
