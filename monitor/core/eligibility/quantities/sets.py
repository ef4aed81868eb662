"""Two limits compared as sets of allowed values."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from monitor.core.eligibility.quantities.by_sex import SEXES
from monitor.core.eligibility.quantities.common import close_all, common, near
from monitor.core.eligibility.quantities.model import Limit, Range

SAME, WIDER, NARROWER = "same", "wider", "narrower"
_REVERSED = {SAME: SAME, WIDER: NARROWER, NARROWER: WIDER, None: None}


def relation(before: Limit, after: Limit, analyte: str = "") -> str | None:
    """Return whether the new limit is the same, wider or narrower; None where neither contains the other."""
    if before.groups or after.groups:
        return _grouped(before, after, analyte)
    if before.dimension == after.dimension == "" and len({_full(before), _full(after)} - {""}) > 1:
        return None  # "7/8" and "9/10"
    converted = common(before, after, analyte)
    if converted is None:
        return None
    old, new, tolerance = converted
    if {before.kind, after.kind} == {"bare", "scale"} and {before.dimension, after.dimension} <= {
        "",
        "copies",
        "plus",
    }:
        pass  # "score 6" and "score 6 or 7" are sets of values
    elif "bare" in (before.kind, after.kind):
        return _with_bare(before, after, same=close_all(old, new, tolerance))
    if close_all(old, new, tolerance):
        return SAME
    if "window" in (before.kind, after.kind) and close_all(old, new, 1e-5):
        return SAME
    if tolerance:
        old, new = _equalled(old, new, tolerance)
    return None if _next_whole(old, new, before, after) else _contained(old, new)


def _with_bare(before: Limit, after: Limit, *, same: bool) -> str | None:
    """Compare limits of which one is a number alone; a plain one is exact or the least: "two forms of identification"."""
    if before.kind == after.kind or before.dimension or after.dimension:
        return SAME if same and before.kind == after.kind else None
    exact, least = (before, after) if before.kind == "bare" else (after, before)
    if least.ranges[-1].high < inf or not -inf < least.ranges[0].low < exact.ranges[0].low:
        return None
    return WIDER if least is after else NARROWER


def _full(limit: Limit) -> str:
    """Return the full mark of "7/8"; "" without one, which may be any."""
    _, slash, full = limit.text.rpartition("/")
    return full if slash and full.isdigit() else ""


def _contained(old: tuple[Range, ...], new: tuple[Range, ...]) -> str | None:
    """Return which of two sets contains the other.

    Where neither does, as of "< 40" and "18 to 40", ends that differ only in whether they belong to the set count as equal.
    """
    wider, narrower = _covers(new, old), _covers(old, new)
    if wider and narrower:
        return SAME
    if not wider and not narrower:
        wider, narrower = _covers(_closed(new), _closed(old)), _covers(_closed(old), _closed(new))
    if wider == narrower:
        return None
    return WIDER if wider else NARROWER


def _grouped(before: Limit, after: Limit, analyte: str) -> str | None:
    """Compare limits of which one or both differ by group, each group's with its own; the moves of all groups must agree."""
    olds, news = dict(before.groups), dict(after.groups)
    if olds and news and olds.keys() != news.keys():
        return None
    if not (olds and news) and not (olds | news).keys() <= SEXES:
        return _counted(olds, after) if olds else _REVERSED[_counted(news, before)]
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


def _equalled(
    ranges: tuple[Range, ...], others: tuple[Range, ...], tolerance: float
) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    """Set ends that differ only by rounding to the same number."""
    if len(ranges) != len(others):
        return ranges, others
    found = []
    for a, b in zip(ranges, others, strict=True):
        low = a.low if near(a.low, b.low, tolerance) else b.low
        high = a.high if near(a.high, b.high, tolerance) else b.high
        found.append(Range(low, high, b.low_closed, b.high_closed))
    return ranges, tuple(found)


def _next_whole(old: tuple[Range, ...], new: tuple[Range, ...], before: Limit, after: Limit) -> bool:
    """Return whether "> 17" became "≥ 18", which is the same where only whole numbers are counted."""
    if len(old) != 1 or len(new) != 1 or before.dimension in {"percent", "pressure"} or after.kind == "scale":
        return False
    a, b = old[0], new[0]
    unit = 365.25 if before.dimension == "time" and before.coarse else 1.0
    moved = [
        (x, y, x_closed != y_closed)
        for x, y, x_closed, y_closed in (
            (a.low, b.low, a.low_closed, b.low_closed),
            (a.high, b.high, a.high_closed, b.high_closed),
        )
        if abs(x) != inf and abs(y) != inf and x != y
    ]
    return bool(moved) and all(
        turned and near(abs(x - y), unit, 1e-6) and (x / unit).is_integer() for x, y, turned in moved
    )


def _closed(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    """Return ranges with all their ends in them."""
    return tuple(Range(span.low, span.high, True, True) for span in ranges)


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
