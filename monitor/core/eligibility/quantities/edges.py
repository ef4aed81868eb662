"""Where two limits meet: mirror images, limits that are idle beside another, steps of a scale.

"< 100" among the exclusions is the mirror image of "≥ 100" among the inclusions: each says what the other one says.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.quantities.common import bare_unit, common, near

if TYPE_CHECKING:
    from monitor.core.eligibility.quantities.model import Limit, Range


def complements(limit: Limit, other: Limit, analyte: str = "") -> bool:
    """Return whether one limit begins where the other ends: "< 100" and "≥ 100" the end may belong to both or none."""
    converted = None if limit.groups or other.groups else common(limit, other, analyte)
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
        and near(end, start, max(converted[2], 1e-9))
        and low == -inf
        and high == inf
        for end, start, low, high in pairs
    )


def idle(limit: Limit, other: Limit, analyte: str = "", *, exclusion: bool) -> bool:
    """Return whether a limit of an exclusion, or else of an inclusion, keeps nobody out whom one of the other part lets in.

    "Below 16" is idle where 18 to 45 are let in; "at least 18" where all below 20 are kept out.
    """
    grouped = limit.groups or other.groups
    converted = None if grouped else common(limit, other, analyte) or bare_unit(limit, other)
    if converted is None:
        return False
    mine, theirs, tolerance = converted[0], converted[1], max(converted[2], 1e-9)
    if exclusion:
        return all(_apart(barred, allowed, tolerance) for barred in mine for allowed in theirs)
    if len(mine) != 1 or len(theirs) != 1:
        return False
    allowed, barred = mine[0], theirs[0]
    below = barred.low == -inf and allowed.high == inf and _reaches(barred.high, allowed.low, tolerance)
    above = barred.high == inf and allowed.low == -inf and _reaches(-barred.low, -allowed.high, tolerance)
    return below or above


def _apart(span: Range, other: Range, tolerance: float) -> bool:
    """Return whether two ranges have no more than an end in common."""
    return _reaches(other.low, span.high, tolerance) or _reaches(span.low, other.high, tolerance)


def _reaches(end: float, other: float, tolerance: float) -> bool:
    """Return whether one end is at the other or beyond it."""
    return abs(end) != inf and abs(other) != inf and (end >= other or near(end, other, tolerance))


def next_step(before: Limit, after: Limit, step: float) -> bool:
    """Return whether two limits are one on a scale with steps: "> 60" and "≥ 70" where only tens are given."""
    if len(before.ranges) != 1 or len(after.ranges) != 1:
        return False
    (low, high, low_closed, high_closed), (other_low, other_high, other_low_closed, other_high_closed) = (
        before.ranges[0],
        after.ranges[0],
    )
    return _step_up(low, other_low, low_closed, other_low_closed, step) and _step_up(
        -high, -other_high, high_closed, other_high_closed, step
    )


def _step_up(end: float, other: float, closed: bool, other_closed: bool, step: float) -> bool:
    """Return whether two lower ends are one: equal, or one step apart with only the higher one included."""
    if end == other:
        return closed == other_closed
    higher_closed, lower_closed = (closed, other_closed) if end > other else (other_closed, closed)
    return abs(end - other) == step and higher_closed and not lower_closed
