"""An amount that one wording has and the other lacks: "more than 5 cups of coffee a day" against "any coffee"."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.model import Edit
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

_PERIODS = frozenset(["day", "week", "month", "year", "daily", "weekly", "monthly", "yearly"])
_RATES = _PERIODS | {"per", "/", "a", "each", "every", "on", "in", "average", "mean"}
_AVERAGES = frozenset(["on", "in", "average", "the"])
_MEASURE_ROW = """
unit cup glass pack packet bottle can tablet line course cycle dose drink cigarette standard day week month episode session
injection piece portion serving
"""
_MEASURES = frozenset(_MEASURE_ROW.split())


def is_rate(block: Insertion, alone: Sequence[Piece]) -> bool:
    """Return whether a block only says how an amount counts: "on average", "a day" of an amount that went with it."""
    words = block.words()
    if not block.measures() and "average" in words and words <= _AVERAGES:
        return True
    limited = any(isinstance(piece, Limit) and piece.kind == "limit" for piece in alone)
    return limited and not block.measures() and bool(words & _PERIODS) and words <= _RATES


def amount(block: Insertion) -> Edit | None:
    """Class "more than 5 cups of", which the other wording has as "any"; None for anything else."""
    first, above = block.inside[0], block.above[block.start]
    if not isinstance(first, Limit) or first.kind != "limit" or block.inside[-1] != "of":
        return None
    if first.ranges[0].low == -inf or not {str(piece) for piece in block.inside[1:-1]} <= _MEASURES:
        return None
    if above.condition or above.stops or above.waived or above.exceptions or above.form:
        return None
    return Edit(-above.sign, f"limited to “{first.text}”")
