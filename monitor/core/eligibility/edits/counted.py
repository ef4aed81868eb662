"""Words that say what is counted: under a cap, "no more than 2 [severe] attacks" describes more people."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.analytes import SUBJECTS
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.word_scales import WORDED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_NOT_COUNTED = word_set(
    ". ; : , ( ) / or and in with without for at on by to within before after during if when per than"
)
_LINKS = frozenset(["or", "and", ",", ":", "("])
_VERBS = frozenset(
    ["is", "are", "was", "were", "has", "have", "had", "who", "that", "which", "must", "no", "not"]
)
_RATES = frozenset(["per", "day", "week", "month", "year"])
_FEW = 4  # pieces of an alternative that names one more thing that is counted
_NEAR = 3  # pieces before a number in which its analyte is named


def limited(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> int | None:
    """Return the place of a count with an upper end that what stands at a place is part of, else None."""
    for place in range(min(at, len(pieces)) - 1, -1, -1):
        piece, scope = pieces[place], above[place]
        if piece in {".", ";"} or scope.brackets > above[min(at, len(above) - 1)].brackets:
            continue
        if scope.clause != above[min(at, len(above) - 1)].clause:
            return None
        if isinstance(piece, Limit) and _counts(pieces, place):
            return place if piece.ranges[-1].high < inf else None
    return None


def _counts(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a number with a comparator says how many there are of what is named behind it."""
    piece = pieces[at]
    if not isinstance(piece, Limit) or piece.dimension or piece.kind not in {"limit", "scale"}:
        return False
    following = pieces[at + 1] if at + 1 < len(pieces) else "."
    named = _worded(following) or (isinstance(following, str) and following not in _NOT_COUNTED)
    return named and not SUBJECTS & {str(word) for word in pieces[max(0, at - _NEAR) : at]}


def _worded(piece: Piece) -> bool:
    """Return whether a piece is a degree in words: "severe"."""
    return isinstance(piece, Limit) and piece.dimension in WORDED


def of_count(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Return whether a limit says which things are counted up to an upper end."""
    place = limited(pieces, above, at)
    if place is None or above[place].segment != above[at].segment:
        return False
    return not _LINKS & {str(piece) for piece in pieces[place + 1 : at]}


def turned(block: Insertion, edit: Edit | None) -> Edit | None:
    """Return an edit turned round where it says less or more of what is counted up to a cap; unknown where that is not certain."""
    if edit is None or not edit.growth:
        return edit
    at = limited(block.every, block.above, block.start)
    if at is None:
        return edit
    limit, between = block.every[at], block.every[at + 1 : block.start]
    linked = block.linked() or ("," if block.every[block.start - 1] == "," else "")
    if _apart(block, at, linked):
        return edit
    capped = isinstance(limit, Limit) and limit.ranges[0].low == -inf
    listed = linked == "or" and (len(block.inside) > _FEW or block.measures())
    if not capped or linked in {"and", ","} or listed or _LINKS & {str(piece) for piece in between}:
        return UNKNOWN
    closed = any(piece in _RATES or (isinstance(piece, Limit) and not _worded(piece)) for piece in between)
    if linked and (closed or _VERBS & block.words()):
        return UNKNOWN
    return Edit(-edit.growth, edit.reasons)


def _apart(block: Insertion, at: int, linked: str) -> bool:
    """Return whether the words are a demand of their own: "no more than 2 relapses, and no seizures"."""
    if block.above[block.start].segment != block.above[at].segment:
        return True
    own = block.measures() or _VERBS & block.words()
    return linked in {"and", ","} and bool(own)
