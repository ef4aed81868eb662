"""What is said to have had no effect, or what nobody recovered from: it stands under no negation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

_FAILED = frozenset(["controlled", "respond", "responding", "responded", "response", "managed", "relieved"])
_MEASURES = frozenset(
    [
        "no",
        "not",
        "without",
        "any",
        "adequate",
        "sufficient",
        "satisfactory",
        "complete",
        "partial",
        "good",
        "lack",
        "of",
    ]
)
_RECOVERED = frozenset(["recover", "recovered", "healed", "resolved"])
RECOVERED = frozenset(["recovered", "resolved", "resolution", "recovery"])
_WITHOUT_EFFECT = word_set(
    "refractory resistant resistance unresponsive nonresponsive nonresponder nonresponse intolerant intolerance "
    "progressed progression relapsed relapse contraindication contraindicated"
)
_TOO_LITTLE = word_set(
    "no not inadequate insufficient poor incomplete suboptimal lack unsatisfactory without"
)
_EFFECTS = word_set(
    "response responded respond responding responder control controlled relief relieved benefit improvement improved"
)
_VERBS = frozenset(["has", "have", "had", "having", "who", "prior", "must"])
_TRIED = frozenset(["treatment", "therapy", "to", "on", "with", "under", "after"])
_AFTER_FAILURE = frozenset(["of", "to", "on", "after", "under"])  # not "heart failure with …"
_LIST_MARKS = frozenset(["or", "and", ",", ":", "(", "if", "unless", "such", "including", "eg"])
_NEAR = 4  # pieces between "inadequate" and "response"
_OBJECT_STARTS = frozenset(["to", "by", "with", "on", "from", "despite", "after", "under"])


def names_failed(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a preposition begins what had no effect, or what nobody recovered from: "not controlled [by] two drugs"."""
    before = pieces[at - 1] if at else ""
    if before == "response" and pieces[at - 2] not in _MEASURES:
        return False  # "no allergic response to"
    return (before in _FAILED and pieces[at] in _OBJECT_STARTS) or (
        before in _RECOVERED and pieces[at] == "from"
    )


def recovered_ahead(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether an exception that begins at a place is from what somebody has to have recovered from.

    It lets people in whatever the part: "has [not] recovered to grade 1, except for alopecia".
    """
    begun = next((place for place in range(at - 2, -1, -1) if pieces[place] in {".", ";"}), -1)
    return bool(RECOVERED & {str(piece) for piece in pieces[begun + 1 : at]})


def recovering(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a place stands behind "recovered from …" in the same clause."""
    for place in range(at - 1, 0, -1):
        if pieces[place] in {".", ";", "or", "and", ","}:
            return False
        if pieces[place] == "from":
            return pieces[place - 1] in _RECOVERED
    return False


def _fails(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether what follows a place is said to have had no effect: "refractory to …", "has failed …", but not "refractory leukemia"."""
    word, following = pieces[at], pieces[at + 1]
    if word == "despite":
        return True
    if word == "failed":
        return following in _TRIED or not _VERBS.isdisjoint(pieces[max(0, at - 1) : at])
    if word == "failure":
        return following in _AFTER_FAILURE
    little = word in _EFFECTS and _TOO_LITTLE & {*map(str, pieces[max(0, at - _NEAR) : at])}
    return following in _OBJECT_STARTS and (word in _WITHOUT_EFFECT or bool(little))


def tried_too(block: Insertion) -> bool:
    """Return whether "and X" ends all that must have had no effect: "an inadequate response to diet [and metformin]"."""
    above = block.above[block.start]
    if block.inside[0] != "and" or _LIST_MARKS & {*map(str, block.inside[1:])} or block.measures():
        return False
    if (
        above.negations
        or above.brackets
        or above.example
        or above.condition
        or block.every[block.end :][:1] not in ([], ["."], [";"])
    ):
        return False
    for at in range(block.start - 1, -1, -1):
        piece = block.every[at]
        if isinstance(piece, Limit) or piece in _LIST_MARKS or block.above[at].clause != above.clause:
            return False
        if _fails(block.every, at):
            return at + 1 < block.start
    return False
