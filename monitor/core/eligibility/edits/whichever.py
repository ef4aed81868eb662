"""Of two times the longer or the shorter one: "within 30 days or 5 half-lives, whichever is longer"."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import guards
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_LENGTH = {
    "longer": 1,
    "shorter": -1,
    "later": 1,
    "earlier": -1,
    "greater": 1,
    "less": -1,
    "lower": -1,
    "higher": 1,
    "longest": 1,
    "shortest": -1,
}
_CHOOSING = frozenset(["selecting", "choosing", "taking", "using"])
_TIMES = frozenset(["time", "halflife"])
_ELAPSED = frozenset(["after", "since", "from"])
_FORM = frozenset(["or", ",", "(", ")", "whichever", "is", "of", "time", "period", "its", "the"])
_REACH = 4  # words behind "whichever"


def turned(
    pieces: Sequence[Piece], scopes: Sequence[Scope], at: int, words: tuple[Piece, Piece], *, exclusion: bool
) -> Edit | None:
    """Class "whichever is longer" that became "whichever is shorter", or back; None for other words."""
    before, after = words
    if before not in _LENGTH or after not in _LENGTH:
        return None
    if "whichever" not in pieces[max(0, at - _REACH) : at] and not _chosen(pieces, scopes, at):
        return None
    growth = _growth(pieces, scopes, at, exclusion=exclusion) * _LENGTH[str(after)]
    return Edit(growth, because(What.WHICHEVER, str(before), str(after))) if growth else UNKNOWN


def _chosen(pieces: Sequence[Piece], scopes: Sequence[Scope], at: int) -> bool:
    """Return whether a word chooses between the two times before it: ", selecting the longer", "(the longer of the two)"."""
    times = [
        place
        for place in range(at)
        if isinstance(piece := pieces[place], Limit)
        and piece.dimension in _TIMES
        and scopes[place].clause == scopes[at].clause
    ]
    if len(times) < len(("the one", "the other")) or pieces[times[-1] - 1] != "or":
        return False
    return pieces[at - 1] in _CHOOSING or (at - 2 == times[-1] and pieces[at - 1] in {"(", ","})


def added(block: Insertion, *, exclusion: bool) -> Edit | None:
    """Class "or 5 half-lives, whichever is longer" that was put in behind a time; None for other blocks."""
    words = block.words()
    limits = [piece for piece in block.inside if isinstance(piece, Limit)]
    length = words & _LENGTH.keys()
    if block.inside[0] != "or" or "whichever" not in words or len(limits) != 1 or len(length) != 1:
        return None
    if limits[0].dimension not in _TIMES or not words <= _FORM | length:
        return None
    growth = _growth(block.every, block.above, block.start, exclusion=exclusion) * _LENGTH[length.pop()]
    return Edit(growth, because(What.SECOND_TIME, block.shown())) if growth else UNKNOWN


def _growth(pieces: Sequence[Piece], scopes: Sequence[Scope], at: int, *, exclusion: bool) -> int:
    """Return +1 where the longer of the times before a place describes more people, -1 where fewer, 0 where not known."""
    above = scopes[at]
    ahead = [
        (piece, scope)
        for piece, scope in zip(pieces[:at], scopes, strict=False)
        if scope.clause == above.clause
    ]
    words = {piece for piece, _ in ahead if isinstance(piece, str)}
    if "washout" in words:
        return -above.sign
    time = next(
        ((piece, scope) for piece, scope in ahead if isinstance(piece, Limit) and piece.dimension in _TIMES),
        None,
    )
    if time is None or above.condition or above.vague or above.waived:
        return 0
    limit, scope = time
    if not isinstance(limit, Limit):
        return 0
    if limit.kind == "window" or limit.ranges[0].low == -inf:
        return scope.sign if guards.HELD.isdisjoint(words) and limit.kind != "until" else 0
    behind = {str(piece) for piece in pieces[at : at + _REACH + 2]}
    if exclusion or (limit.kind == "bare" and not behind & _ELAPSED):
        return 0
    return -scope.duration_sign
