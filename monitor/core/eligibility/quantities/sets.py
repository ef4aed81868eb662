"""Two limits compared as sets of allowed values."""

from __future__ import annotations

from dataclasses import replace
from math import inf, isclose
from typing import TYPE_CHECKING

from monitor.core.eligibility.quantities.analytes import GRAMS_PER_MOL, percent_of_ifcc
from monitor.core.eligibility.quantities.by_sex import SEXES
from monitor.core.eligibility.quantities.model import Limit, Range

if TYPE_CHECKING:
    from collections.abc import Callable

SAME, WIDER, NARROWER = "same", "wider", "narrower"
_TURNED = {SAME: SAME, WIDER: NARROWER, NARROWER: WIDER, None: None}
_COARSE = 0.12  # "3 months" and "90 days" are one length, "4 weeks" and "2 months" are not
_ROUNDED = 0.01  # 66 lb is 30 kg
_CONVERTED = 0.04  # limits in another unit are rounded: 1.5 mg/dL is 133 µmol/L


def relation(before: Limit, after: Limit, analyte: str = "") -> str | None:
    """Return whether the new limit is the same, wider or narrower; None where neither contains the other."""
    if before.groups or after.groups:
        return _grouped(before, after, analyte)
    converted = _common(before, after, analyte)
    if converted is None:
        return None
    old, new, tolerance = converted
    if {before.kind, after.kind} == {"bare", "scale"} and not before.dimension and not after.dimension:
        pass  # "score 6" and "score 6 or 7" are sets of values
    elif "bare" in (before.kind, after.kind):
        return SAME if before.kind == after.kind and _close_all(old, new, tolerance) else None
    if _close_all(old, new, tolerance):
        return SAME
    if "window" in (before.kind, after.kind) and _close_all(old, new, 1e-5):
        return SAME
    if tolerance:
        old, new = _snapped(old, new, tolerance)
    if _next_whole(old, new, before, after):
        return None
    wider, narrower = _covers(new, old), _covers(old, new)
    if wider and narrower:
        return SAME
    return WIDER if wider else NARROWER if narrower else None


def _grouped(before: Limit, after: Limit, analyte: str) -> str | None:
    """Compare limits of which one or both differ by group, each group's with its own."""
    olds, news = dict(before.groups), dict(after.groups)
    if olds and news and olds.keys() != news.keys():
        return None
    if not (olds and news) and not (olds | news).keys() <= SEXES:
        return _counted(olds, after) if olds else _TURNED[_counted(news, before)]
    found = {
        relation(
            replace(before, ranges=olds.get(group, before.ranges), groups=()),
            replace(after, ranges=news.get(group, after.ranges), groups=()),
            analyte,
        )
        for group in olds | news
    }
    moved = found - {SAME}
    return SAME if not moved else moved.pop() if len(moved) == 1 else None


def _counted(groups: dict[str, tuple[Range, ...]], plain: Limit) -> str | None:
    """Compare least counts of two kinds, "2 of A or 1 of B", with one of both kinds together."""
    least, other = [ranges[0].low for ranges in groups.values()], plain.ranges[0].low
    if plain.kind != "limit" or plain.dimension or other == -inf or plain.ranges[-1].high < inf:
        return None
    if other <= min(least):
        return SAME if max(least) == other == 1 else WIDER
    return NARROWER if other >= sum(least) - 1 else None


def complements(limit: Limit, other: Limit, analyte: str = "") -> bool:
    """Return whether one limit begins where the other ends: "< 100" and "≥ 100" (the end itself is not asked)."""
    converted = None if limit.groups or other.groups else _common(limit, other, analyte)
    if converted is None or len(limit.ranges) != 1 or len(other.ranges) != 1:
        return False
    first, second = converted[0][0], converted[1][0]
    pairs = (
        (first.high, second.low, first.low, second.high),
        (second.high, first.low, second.low, first.high),
    )
    return any(
        end != inf
        and start != -inf
        and _near(end, start, max(converted[2], 1e-9))
        and low == -inf
        and high == inf
        for end, start, low, high in pairs
    )


def idle(limit: Limit, other: Limit, analyte: str = "", *, exclusion: bool) -> bool:
    """Return whether a limit of an exclusion, or else of an inclusion, keeps nobody out whom one of the other part lets in.

    "Below 16" is idle where 18 to 45 are let in; "at least 18" where all below 20 are kept out.
    """
    converted = _common(limit, other, analyte) or _bare_unit(limit, other)
    if converted is None or len(limit.ranges) != 1 or len(other.ranges) != 1:
        return False
    mine, theirs, tolerance = converted[0][0], converted[1][0], max(converted[2], 1e-9)
    barred, allowed = (mine, theirs) if exclusion else (theirs, mine)
    below = barred.low == -inf and (
        _reaches(allowed.low, barred.high, tolerance)
        if exclusion
        else allowed.high == inf and _reaches(barred.high, allowed.low, tolerance)
    )
    above = barred.high == inf and (
        _reaches(-allowed.high, -barred.low, tolerance)
        if exclusion
        else allowed.low == -inf and _reaches(-barred.low, -allowed.high, tolerance)
    )
    return below or above


def _reaches(end: float, other: float, tolerance: float) -> bool:
    """Return whether one end is at the other or beyond it."""
    return abs(end) != inf and abs(other) != inf and (end >= other or _near(end, other, tolerance))


def _common(
    before: Limit, after: Limit, analyte: str
) -> tuple[tuple[Range, ...], tuple[Range, ...], float] | None:
    """Return both limits in one unit, and how far two equal ones may be apart."""
    old, new = before.dimension, after.dimension
    if (Range(),) in (before.ranges, after.ranges) and _unlimited(before, after):
        return before.ranges, after.ranges, 0.0
    if old == new:
        apart = 1e-9
        if old == "time":
            apart = _COARSE if before.coarse != after.coarse else 1e-9
        elif before.factor != after.factor:
            apart = _ROUNDED
        return before.ranges, after.ranges, apart
    if {old, new} & {"", "age"} and "scale" not in {before.kind, after.kind}:
        plain = _bare_unit(before, after)
        # A unit that was lost or found says nothing of another number: "≥ 8 weeks", "≥ 8".
        return plain if plain and (_ages(before, after) or _close_all(plain[0], plain[1], plain[2])) else None
    if {old, new} == {"percent", "amount/amount"}:
        ranges = [
            _mapped(limit.ranges, lambda value: percent_of_ifcc(value * 1000))
            if limit.dimension != "percent"
            else limit.ranges
            for limit in (before, after)
        ]
        return ranges[0], ranges[1], _CONVERTED
    grams = GRAMS_PER_MOL.get(analyte)
    if {old, new} == {"mass/volume", "amount/volume"} and grams:
        ranges = [
            _mapped(limit.ranges, lambda value: value * grams)
            if limit.dimension == "amount/volume"
            else limit.ranges
            for limit in (before, after)
        ]
        return ranges[0], ranges[1], _CONVERTED
    if "scale" in (before.kind, after.kind) and {old, new} & {""}:
        return before.ranges, after.ranges, 1e-9
    if {old, new} == {"equivalent/volume", "amount/volume"}:
        ranges = [
            _mapped(limit.ranges, lambda value: value * 1000)
            if limit.dimension == "amount/volume"
            else limit.ranges
            for limit in (before, after)
        ]
        return ranges[0], ranges[1], 1e-9
    return None


def _unlimited(before: Limit, after: Limit) -> bool:
    """Return whether a limit without bounds stands for the other one: "any dose" for one in mg, "any time" for months."""
    free, other = (before, after) if before.ranges == (Range(),) else (after, before)
    return free.dimension == "" or other.dimension in {free.dimension, "halflife"}


def _ages(before: Limit, after: Limit) -> bool:
    """Return whether both limits are of an age, of which one may lack its "years"."""
    dimensions = {before.dimension, after.dimension}
    return "age" in dimensions and (
        dimensions == {"", "age"}
        or all(limit.dimension == "age" or limit.coarse for limit in (before, after))
    )


def _bare_unit(before: Limit, after: Limit) -> tuple[tuple[Range, ...], tuple[Range, ...], float] | None:
    """Compare a number without a unit with one that has it by the numbers as written; only equal ones count."""
    named = before if before.dimension not in {"", "age"} else after
    plain = after if named is before else before
    if {before.dimension, after.dimension} == {"", "age"}:
        return before.ranges, after.ranges, 1e-9
    if named.dimension == "time":
        scale = 365.25
    elif named.dimension == "length":
        scale = 0.01 if "cm" in named.text else 0.001 if "mm" in named.text else 1.0
    elif named.dimension in {
        "percent",
        "packyear",
        "beat",
        "pressure",
        "millisecond",
        "titre",
        "area",
        "mass/area",
        "uln",
        "copies",
    }:
        scale = 1000.0 if named.dimension == "mass/area" else 1.0
    elif named.dimension == "mass":
        scale = 1000.0 if "kg" in named.text else 453.592 if "lb" in named.text else 1.0
    else:
        return None
    mapped = _mapped(plain.ranges, lambda value: value * scale)
    return (before.ranges, mapped, 1e-9) if named is before else (mapped, after.ranges, 1e-9)


def _mapped(ranges: tuple[Range, ...], change: Callable[[float], float]) -> tuple[Range, ...]:
    """Return ranges in another unit."""
    return tuple(
        Range(
            change(span.low) if span.low != -inf else -inf,
            change(span.high) if span.high != inf else inf,
            span.low_closed,
            span.high_closed,
        )
        for span in ranges
    )


def _near(end: float, other: float, tolerance: float) -> bool:
    """Return whether two ends are equal but for rounding."""
    return end == other or isclose(end, other, rel_tol=max(tolerance, 1e-6), abs_tol=1e-12)


def _close_all(ranges: tuple[Range, ...], others: tuple[Range, ...], tolerance: float) -> bool:
    """Return whether two sets are equal but for rounding of their ends."""
    return len(ranges) == len(others) and all(
        _near(a.low, b.low, tolerance)
        and _near(a.high, b.high, tolerance)
        and (tolerance > 1e-6 or (a.low_closed, a.high_closed) == (b.low_closed, b.high_closed))
        for a, b in zip(ranges, others, strict=True)
    )


def _snapped(
    ranges: tuple[Range, ...], others: tuple[Range, ...], tolerance: float
) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    """Set ends that differ only by rounding to the same number."""
    if len(ranges) != len(others):
        return ranges, others
    found = []
    for a, b in zip(ranges, others, strict=True):
        low = a.low if _near(a.low, b.low, tolerance) else b.low
        high = a.high if _near(a.high, b.high, tolerance) else b.high
        found.append(Range(low, high, b.low_closed, b.high_closed))
    return ranges, tuple(found)


def _next_whole(old: tuple[Range, ...], new: tuple[Range, ...], before: Limit, after: Limit) -> bool:
    """Return whether "> 17" became "≥ 18", which is the same where only whole numbers are counted."""
    if len(old) != 1 or len(new) != 1 or before.dimension in {"percent", "pressure"} or after.kind == "scale":
        return False
    a, b = old[0], new[0]
    if (a.low_closed, a.high_closed) == (b.low_closed, b.high_closed):
        return False
    unit = 365.25 if before.dimension == "time" and before.coarse else 1.0
    ends = [
        (x, y) for x, y in ((a.low, b.low), (a.high, b.high)) if abs(x) != inf and abs(y) != inf and x != y
    ]
    return bool(ends) and all(_near(abs(x - y), unit, 1e-6) and (x / unit).is_integer() for x, y in ends)


def _covers(outer: tuple[Range, ...], inner: tuple[Range, ...]) -> bool:
    """Return whether every value of one set lies in the other."""
    return all(any(_holds(wide, narrow) for wide in outer) for narrow in inner)


def _holds(wide: Range, narrow: Range) -> bool:
    """Return whether one range lies in another."""
    low = wide.low < narrow.low or (wide.low == narrow.low and (wide.low_closed or not narrow.low_closed))
    high = wide.high > narrow.high or (
        wide.high == narrow.high and (wide.high_closed or not narrow.high_closed)
    )
    return low and high
