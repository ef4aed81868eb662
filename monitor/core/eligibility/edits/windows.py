"""Time windows of which it is not certain what lies within them, or whether longer means more people."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import PROCEDURES
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.word_scales import WORDED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.scopes import Scope
    from monitor.core.eligibility.quantities.model import Piece

_DONE = frozenset(
    [
        "recorded",
        "performed",
        "obtained",
        "done",
        "taken",
        "collected",
        "conducted",
        "measured",
        "on",
        "by",
        "at",
    ]
)
_FOUND = frozenset(["abnormality", "abnormal", "finding", "evidence", "result", "positive", "negative"])


def uncertain(pieces: Sequence[Piece], above: Sequence[Scope], at: int, *, exclusion: bool) -> bool:
    """Tell whether a time does not say in which way it counts.

    "Arrhythmia not controlled within 3 months": which of the two lies within them?
    """
    limit, scope = pieces[at], above[at]
    if not isinstance(limit, Limit):
        return False
    if exclusion and limit.dimension == "time" and scope.negations and scope.inner:
        return True
    return limit.kind == "window" and (
        _measured_beside(pieces, above, at) or _tested(pieces, above, at, exclusion=exclusion)
    )


def _measured_beside(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Tell whether something else with an upper limit stands in a window's clause: it is perhaps measured in that time."""
    return any(
        isinstance(piece, Limit)
        and place != at
        and scope.clause == above[at].clause
        and piece.kind in {"limit", "scale"}
        and piece.dimension not in {"age", "time", "halflife", "grade", "stage", *WORDED}
        and piece.ranges[-1].high < inf
        for place, (piece, scope) in enumerate(zip(pieces, above, strict=True))
    )


def _tested(pieces: Sequence[Piece], above: Sequence[Scope], at: int, *, exclusion: bool) -> bool:
    """Tell whether a window says when a test is done of which the outcome is denied: "no ischaemia on an ECG within 14 days"."""
    words = {
        str(piece) for piece, scope in zip(pieces, above, strict=True) if scope.clause == above[at].clause
    }
    return bool((above[at].negations or exclusion) and PROCEDURES & words and (_DONE | _FOUND) & words)


def capped(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Tell whether a window goes with an upper limit ("no more than 2 attacks in 12 months"): longer is harder."""
    limit = pieces[at]
    if not isinstance(limit, Limit) or limit.kind != "window":
        return False
    return any(
        isinstance(piece, Limit)
        and place != at
        and scope.clause == above[at].clause
        and piece.kind == "limit"
        and piece.dimension == ""
        and piece.ranges[0].low == float("-inf")
        for place, (piece, scope) in enumerate(zip(pieces, above, strict=True))
    )
