"""How often: "more than once a month" against "a week", "monthly or more often", "daily" against "at least 5 days a week"."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.doubts import doubtful
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

_ADVERBS = {"daily": 1.0, "weekly": 7.0, "monthly": 30.4, "yearly": 365.25}  # days
_DAYS = _ADVERBS | {"day": 1.0, "week": 7.0, "month": 30.4, "year": 365.25}
_RATES = frozenset(["count/time", "time/time"])
_BREAKS = word_set(
    ". ; , : ( ) or and despite with on during under after before for to while receiving taking using"
)
_LEAST = (["at", "least"], ["more", "than"])
_NEAR = 5  # pieces before a period in which its count stands


def swapped(gone: Insertion, come: Insertion, *, exclusion: bool) -> Edit | None:
    """Class a period that gave way to another, by whether it is so often at least or at most; None for other blocks."""
    if len(gone.inside) != 1 or len(come.inside) != 1:
        return None
    before, after = gone.inside[0], come.inside[0]
    if before in _DAYS and after in _DAYS:
        sides = {_bound(side) for side in (gone, come)}
        bound = sides.pop() if len(sides) == 1 else 0
        growth = bound * (1 if _DAYS[str(after)] > _DAYS[str(before)] else -1)
    else:
        growth = _adverb(gone, after) or -_adverb(come, before)
    if not growth:
        return None
    above = gone.above[gone.start]
    open_ended = above.condition or above.stops or above.form or above.example or above.waived
    if open_ended or doubtful(gone, exclusion=exclusion) or doubtful(come, exclusion=exclusion):
        return UNKNOWN
    return Edit(growth * above.sign, because(What.BECAME, _shown(before), _shown(after)))


def _shown(piece: Piece) -> str:
    """Return a period, or how often at least, as text."""
    return piece.text if isinstance(piece, Limit) else piece


def _bound(block: Insertion) -> int:
    """Return +1 where it is so often at least in a period, -1 where at most, 0 where neither is certain."""
    if list(block.every[block.end : block.end + 2]) == ["or", "more"]:
        return 1
    if list(block.every[max(0, block.start - 2) : block.start]) in _LEAST:
        return 1
    for piece in reversed(block.every[max(0, block.start - _NEAR) : block.start]):
        if isinstance(piece, Limit):
            return _end(piece) if not piece.dimension and piece.kind == "limit" else 0
        if piece in _BREAKS or (block.inside[0] in _ADVERBS and piece != "time"):
            break  # "at least 2 relapses despite weekly injections"
    return 0


def _end(limit: Limit) -> int:
    """Return +1 for a limit with a lower end alone, -1 for one with an upper end alone, else 0."""
    return (limit.ranges[0].low > -inf) - (limit.ranges[-1].high < inf)


def _adverb(block: Insertion, other: Piece) -> int:
    """Return +1 where "daily" gave way to at least so often, which is less, else 0."""
    word, before = block.inside[0], block.every[max(0, block.start - 1) : block.start]
    if word not in _ADVERBS or not isinstance(other, Limit) or _numbered(before):
        return 0
    return int(
        other.dimension in _RATES and _end(other) > 0 and other.ranges[0].low < 1 / _ADVERBS[str(word)]
    )


def _numbered(before: Sequence[Piece]) -> bool:
    """Return whether a number stands right before a period: "10 mg daily", "once daily"."""
    return any(isinstance(piece, Limit) or piece == "once" for piece in before)
