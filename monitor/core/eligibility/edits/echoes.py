"""Numbers in brackets that only follow the limit before them: "< 500 IU/mL (or 2500 copies/mL)"."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from monitor.core.eligibility.quantities.model import Piece


def follows(old: list[Piece], at: int, new: list[Piece], to: int) -> bool:
    """Return whether a number in brackets repeats the limit before it in both wordings, and moved as it did."""
    return (_echoes(old, at) and _echoes(new, to)) or _converted(old, at, new, to)


def _echoes(pieces: list[Piece], at: int) -> bool:
    """Return whether a bare number in brackets is an end of the limit before them: "≥ 2 (a score of 2 must be of the leg)"."""
    piece = pieces[at]
    if (
        not isinstance(piece, Limit)
        or piece.kind != "bare"
        or "(" not in pieces[:at]
        or len(piece.ranges) != 1
    ):
        return False
    opened = at - 1 - pieces[:at][::-1].index("(")
    before = [other for other in pieces[:opened] if isinstance(other, Limit) and other.kind == "limit"]
    return bool(before) and piece.ranges[0].low in {before[-1].ranges[0].low, before[-1].ranges[-1].high}


def _converted(old: list[Piece], at: int, new: list[Piece], to: int) -> bool:
    """Return whether a bare number in brackets follows the limit before it to another value: "< 500 IU/mL (or 2500 copies/mL)"."""
    ends = [_before_bracket(old, at), _before_bracket(new, to)]
    before, after = old[at], new[to]
    if None in ends or not isinstance(before, Limit) or not isinstance(after, Limit):
        return False
    values = [
        limit.ranges[0].high if limit.ranges[0].low == -inf else limit.ranges[0].low
        for limit in ends
        if limit
    ]
    return (values[0] < values[1]) == (before.ranges[0].low < after.ranges[0].low) and values[0] != values[1]


def _before_bracket(pieces: list[Piece], at: int) -> Limit | None:
    """Return the limit with one end right before a bracket that holds nothing but a bare number at a place, else None."""
    piece = pieces[at]
    first = at - 1 - (pieces[at - 1 : at] == ["or"])
    if not isinstance(piece, Limit) or piece.kind != "bare" or pieces[at + 1 : at + 2] != [")"] or first < 1:
        return None
    outer = pieces[first - 1]
    bound = (
        isinstance(outer, Limit) and outer.kind == "limit" and piece.dimension not in {"", outer.dimension}
    )
    if pieces[first] != "(" or not isinstance(outer, Limit) or not bound or len(outer.ranges) > 1:
        return None
    return outer if -inf in {outer.ranges[0].low, -outer.ranges[0].high} else None
