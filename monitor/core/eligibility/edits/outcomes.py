"""Limits of a treatment of which the outcome is denied, and of what somebody has got over.

"No response to at least 2 lines", "not controlled despite ≥ 2 drugs"; "recovered from all grade 3-4 toxicity".
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.negation import negates
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.scale_names import SCALES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_DESPITE = frozenset(["despite", "notwithstanding"])
_AFTER = frozenset(["after", "following", "upon"])
_TOWARDS = _AFTER | {"to"}
_OUTCOMES = word_set(
    "progression progressive progress progressed response respond responded responding responsive improvement improve improved "
    "relief relieved relapse relapsed recurrence recurred remission benefit control controlled success"
)
_TOLERATED = word_set("tolerate tolerated tolerance tolerability toxicity")
_RECOVERED = word_set("recover recovered recovery resolution resolved healed")


_OFF = frozenset(["off", "washout", "unfit", "unsuitable", "unsuited"])
_GOES_ON = frozenset(["and", "who", "that", "with", "has", "have", "is", "label", "due", "because"])


class Treated(Enum):
    """Whether a limit is of a treatment that somebody had, so that the negation before it does not turn it."""

    NO = 0
    YES = 1
    PERHAPS = 2


def recovered(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> Treated:
    """Return whether degrees are those of what somebody recovered from, so that more of them ask for more.

    "Recovered from toxicity, grade ≤ 1" names what it has become.
    """
    limit = pieces[at]
    if not isinstance(limit, Limit) or limit.dimension not in {"grade", "severity"} or above[at].failed:
        return Treated.NO
    for place in range(at - 1, 0, -1):
        piece = pieces[place]
        if isinstance(piece, Limit) or piece in {".", ";", "(", ")", "to"}:
            return Treated.NO
        if piece in {"from", "of"} and pieces[place - 1] in _RECOVERED:
            if above[place].negations != above[at].negations:
                return Treated.NO
            upper = limit.ranges[0].low <= SCALES["grade"][0] and limit.dimension == "grade"
            return Treated.PERHAPS if upper or "with" in pieces[place:at] else Treated.YES
    return Treated.NO


def got_over(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Return whether a place stands in what somebody got over, is off or unfit for, of which less asks for less.

    "Recovered from [severe] toxicity", "off [systemic] steroids".
    """
    for place in range(at - 1, -1, -1):
        if pieces[place] in {".", ";", ":", "(", ")"}:
            return False
        over = pieces[place] in {"from", "of"} and place > 0 and pieces[place - 1] in _RECOVERED
        off = pieces[place] in _OFF and not _GOES_ON & {str(piece) for piece in pieces[place + 1 : at]}
        if over or off:
            scope = above[place - 1] if over else above[place]
            return not (scope.negations or above[at].exceptions or above[at].waived)
    return False


def treated(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> Treated:
    """Return whether a limit under a negation is of a treatment, by what stands between the two."""
    limit, scope = pieces[at], above[at]
    if not isinstance(limit, Limit) or limit.kind == "window" or not scope.negations:
        return Treated.NO
    between: list[str] = []
    for place in range(at - 1, -1, -1):
        piece = pieces[place]
        if isinstance(piece, Limit) or piece in {".", ";", "(", ")"}:
            return Treated.NO
        between.insert(0, piece)
        if negates(pieces, place, piece) or not above[place].negations:
            break
    single = scope.negations == 1 and not (scope.exceptions or scope.waived)
    return _between(between, single=single)


def _between(words: list[str], *, single: bool) -> Treated:
    """Return the same by the words between, for a `single` negation and no exception."""
    certain = Treated.YES if single else Treated.PERHAPS
    if _DESPITE & set(words):
        return certain
    behind = next((set(words[at:]) for at, word in enumerate(words) if word in _OUTCOMES), set())
    if _TOWARDS & behind:
        return certain
    doubtful = "on" in behind or _AFTER & set(words) or _TOLERATED & set(words)
    return Treated.PERHAPS if doubtful else Treated.NO
