"""Two limits brought to one unit, so that they can be compared as sets: "9 g/dL" and "90 g/L"."""

from __future__ import annotations

import re
from math import inf, isclose
from typing import TYPE_CHECKING

from monitor.core.eligibility.quantities.analytes import GRAMS_PER_MOL, percent_of_ifcc
from monitor.core.eligibility.quantities.model import Limit, Range

if TYPE_CHECKING:
    from collections.abc import Callable

_DOSED = frozenset(["mass", "amount", "enzyme", "volume"])  # what a dose is measured in
_COARSE = 0.12  # "3 months" and "90 days" are one length, "4 weeks" and "2 months" are not
_ROUNDED = 0.01  # 66 lb is 30 kg
_CONVERTED = 0.04  # limits in another unit are rounded by so much at most: 1.5 mg/dL is 130 µmol/L
_NUMBERS = re.compile(r"(\d+)(?:\.(\d+))?")


def common(
    before: Limit, after: Limit, analyte: str
) -> tuple[tuple[Range, ...], tuple[Range, ...], float] | None:
    """Return the ranges of both limits in one unit, and how far apart equal ends may be, as a share of them.

    None where no unit is common to both. `analyte` is the substance, by which moles become grams.
    """
    old, new = before.dimension, after.dimension
    if (Range(),) in (before.ranges, after.ranges):
        known = before.ranges == after.ranges or _unlimited(before, after)
        return (before.ranges, after.ranges, 0.0) if known else None
    if old == new:
        apart = 1e-9
        if old == "time":
            apart = _COARSE if before.coarse != after.coarse else 1e-9
        elif before.factor != after.factor:
            apart = _ROUNDED
        return before.ranges, after.ranges, apart
    if {old, new} & {"", "age"} and "scale" not in {before.kind, after.kind}:
        plain = bare_unit(before, after)
        # A unit that was lost or found says nothing of another number: "≥ 8 weeks", "≥ 8".
        return plain if plain and (_ages(before, after) or close_all(plain[0], plain[1], plain[2])) else None
    converted = _in_moles(before, after, analyte)
    if converted:
        return *converted, _rounding(before, after)
    if "plus" in {old, new} and "limit" in (before.kind, after.kind):
        return None  # "2+" alone is 2 or more, or one degree
    if "scale" in (before.kind, after.kind) and "" in {old, new}:
        return before.ranges, after.ranges, 1e-9
    if {old, new} == {"equivalent/volume", "amount/volume"}:
        # Of a singly charged ion, one mole is one equivalent.
        sides = [
            _in_other_unit(limit, "amount/volume", lambda value: value * 1000) for limit in (before, after)
        ]
        return sides[0], sides[1], 1e-9
    return None


def _in_moles(
    before: Limit, after: Limit, analyte: str
) -> tuple[tuple[Range, ...], tuple[Range, ...]] | None:
    """Return the ranges of two limits of which one is in moles and one in grams, or in percent of hemoglobin."""
    dimensions, grams = {before.dimension, after.dimension}, GRAMS_PER_MOL.get(analyte)
    if dimensions == {"percent", "amount/amount"}:
        moles, change = "amount/amount", lambda value: percent_of_ifcc(value * 1000)
    elif dimensions == {"mass/volume", "amount/volume"} and grams:
        moles, change = "amount/volume", lambda value: value * grams
    else:
        return None
    return _in_other_unit(before, moles, change), _in_other_unit(after, moles, change)


def _rounding(before: Limit, after: Limit) -> float:
    """Return how far apart two limits in other units may be, as a share: the last digit that is written, 0.1 of 5.1."""
    digits = [
        10.0 ** (len(whole) - len(whole.rstrip("0")) if not part else -len(part)) / float(f"{whole}.{part}0")
        for limit in (before, after)
        for whole, part in _NUMBERS.findall(limit.text)
        if float(f"{whole}.{part}0")
    ]
    return min(_CONVERTED, max([_ROUNDED, *digits]))


def _in_other_unit(limit: Limit, dimension: str, change: Callable[[float], float]) -> tuple[Range, ...]:
    """Return the ranges of a limit, changed where they are of a dimension."""
    return _mapped(limit.ranges, change) if limit.dimension == dimension else limit.ranges


def _unlimited(before: Limit, after: Limit) -> bool:
    """Return whether a limit without bounds stands for the other one: "any dose" for one in mg, "any time" for months."""
    free, other = (before, after) if before.ranges == (Range(),) else (after, before)
    if free.dimension == "":
        return other.dimension.split("/")[0] in _DOSED
    return other.dimension in {free.dimension, "halflife"}


def _ages(before: Limit, after: Limit) -> bool:
    """Return whether both limits are of an age, of which one may lack its "years"."""
    dimensions = {before.dimension, after.dimension}
    return "age" in dimensions and (
        dimensions == {"", "age"}
        or all(limit.dimension == "age" or limit.coarse for limit in (before, after))
    )


def bare_unit(before: Limit, after: Limit) -> tuple[tuple[Range, ...], tuple[Range, ...], float] | None:
    """Return both limits as if the number without a unit had the unit of the other one; None where that unit is not known.

    A time counts as years. The caller decides whether other than equal numbers may be compared.
    """
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
    written = _mapped(plain.ranges, lambda value: value * scale)
    return (before.ranges, written, 1e-9) if named is before else (written, after.ranges, 1e-9)


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


def near(end: float, other: float, tolerance: float) -> bool:
    """Return whether two ends are equal but for rounding."""
    return end == other or isclose(end, other, rel_tol=max(tolerance, 1e-6), abs_tol=1e-12)


def close_all(ranges: tuple[Range, ...], others: tuple[Range, ...], tolerance: float) -> bool:
    """Return whether two sets are equal but for rounding of their ends."""
    return len(ranges) == len(others) and all(
        near(a.low, b.low, tolerance)
        and near(a.high, b.high, tolerance)
        and (tolerance > 1e-6 or (a.low_closed, a.high_closed) == (b.low_closed, b.high_closed))
        for a, b in zip(ranges, others, strict=True)
    )
