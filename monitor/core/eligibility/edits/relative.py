"""A relative clause about some of what was named: "two treatments, one of which must have been platinum"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_QUANTIFIERS = word_set("all both each every either one some most none any neither many several half")
_PRONOUNS = frozenset(["which", "whom", "whose"])
_DEMANDS = word_set("must should need required")
_HAPPENED = word_set("is are was were has have had received contained included involved occurred led")
_OPEN = word_set(
    "may can could might allowed permitted acceptable eligible not no never without only if when unless none neither "
    "prohibited excluded forbidden discussed approved notified followed",
)
_STOPS = frozenset([".", ";"])
_JUDGING = word_set("opinion judgment judged considered deemed view")
_AFTER = 2  # pieces up to the number in "of which one"
_LONGEST = 4  # pieces of "at least two of which"


def partitive(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether "one of which", "of whom at least two" or the like begins at a place."""
    for place in range(at, min(at + _LONGEST, len(pieces))):
        piece = pieces[place]
        if piece in _PRONOUNS:
            return place > at and pieces[place - 1] == "of"
        if not (isinstance(piece, Limit) and not piece.dimension) and piece not in _QUANTIFIERS | {"of"}:
            return False
    return False


def demand(block: Insertion, above: Scope) -> Edit | None:
    """Class a relative clause about some of what was named as a condition; None for other words.

    It demands something, or says what is so of one of a number of things; it is unknown where it permits or denies, or
    describes what is named: "drugs, some of which are sedating".
    """
    first = 1 if block.inside[0] in {"or", "and", ","} else 0
    if not partitive(block.inside, first):
        return None
    words = block.words()
    behind = block.every[block.end] if block.end < len(block.every) else "."
    plain = not (
        above.negations or above.exceptions or above.condition or above.stops or above.form or above.example
    )
    some = block.inside[: next(at for at, piece in enumerate(block.inside) if piece in _PRONOUNS) + _AFTER]
    number = "one" in some or any(isinstance(piece, Limit) for piece in some)
    several = any(isinstance(piece, Limit) and not piece.dimension for piece in block.every[: block.start])
    says = words & _DEMANDS or (number and several and words & _HAPPENED)
    named = {str(piece) for piece in block.content()} - _QUANTIFIERS - _DEMANDS
    certain = plain and not above.waived and says and named and not words & (_OPEN | _STOPS)
    if not certain or first or behind in {"or", "and"} or block.unbalanced():
        return UNKNOWN
    return Edit(-1, because(What.CONDITION, block.shown()))


def judged(block: Insertion, above: Scope) -> Edit | None:
    """Class "that, in the opinion of the investigator, could …", which leaves less of what keeps out."""
    ended = block.end == len(block.every) or block.every[block.end] in {".", ";", ",", ")"}
    apart = block.bracketed or (block.start > 0 and block.every[block.start - 1] == ",")
    turned = (
        above.negations or above.exceptions or above.waived or above.stops or above.condition or above.form
    )
    if block.inside[0] != "that" or not ended or apart or turned or not _JUDGING & block.words():
        return None
    return Edit(-1, because(What.LIMITED, block.shown()))
