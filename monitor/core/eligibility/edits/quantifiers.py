"""Words that say how many of some things: "at least one", "two of", "most", "both", "all", in their order."""

from __future__ import annotations

from math import floor, inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import ANNOUNCED, NEGATORS, PEOPLE
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

_WHOLE = frozenset(["all", "each", "every"])
_CONSENTING = frozenset(["parent", "guardian", "representative"])
_RELATED = _CONSENTING | {"mother", "father", "sibling", "twin", "caregiver"}
_LINKS = frozenset(["or", "and"])
_LISTED = ANNOUNCED | {"those"}
_NEAR = 5  # pieces behind "both" or "either" in which a link joins the two that it speaks of
_REACH = 4  # pieces between a negation and what it denies
_PLACES = frozenset(["in", "of", "from", "at", "on", "for", "to", "with"])
_SORTS = (PEOPLE - _RELATED) | word_set(
    "type kind sort form stage grade subtype histology variant class sex gender case race ethnicity person woman man "
    "day week month year hour time side",
)
_TOGETHER = word_set("sum total combined mean average together")
_PERMITS = word_set("allowed permitted acceptable accepted eligible may can")
_SIDES = word_set(
    "study affected fellow operated treated index target dominant injured nonstudy contralateral left right"
)
_PAIRED = word_set(
    "eye knee hip ear arm leg hand foot breast kidney shoulder wrist ankle elbow lung ovary limb"
)
_ONE_SIDE = 1.2  # of a certain one: more than of either, less than of both
_STOPS = frozenset([".", ";"])
_MOST = 1.5  # more than one, fewer than all; not ordered with other numbers


def quantified(gone: Insertion, come: Insertion, *, anys: tuple[int, int]) -> Edit | None:
    """Class a quantifier that gave way to another, unknown where they have no order; None for other blocks.

    Two numbers are compared by their values elsewhere. `anys` are the numbers of "any" in the wordings, of which it is
    no piece.
    """
    sides = gone, come
    if _one_or(gone) or _one_or(come):
        return _both(gone, come)
    if all(_number(side.inside) for side in sides):
        return None
    before, after = (
        _rank(side) if side.inside else _any(side, more=anys[at] > anys[1 - at])
        for at, side in enumerate(sides)
    )
    if before is None or after is None or before == after:
        return None
    low, high = sorted((before, after))
    ordered = high == inf or low != _MOST
    if {"both"} & {*map(str, (*gone.inside, *come.inside))} and low > 1:
        ordered = False  # "at least two" may be both
    sign = 0 if any(map(_open, sides)) else _sign(gone)
    if not ordered or not sign or _sign(come) != sign:
        return UNKNOWN
    growth = sign if after < before else -sign
    reasons = because(What.BECAME, gone.shown() or "any", come.shown() or "any")
    return Edit(0, reasons, waiver=growth) if gone.above[gone.start].waived else Edit(growth, reasons)


def _one_or(block: Insertion) -> bool:
    """Return whether a block is the words "one or" before "both"."""
    return list(block.inside) == ["one", "or"] and list(block.every[block.end : block.end + 1]) == ["both"]


def _both(gone: Insertion, come: Insertion) -> Edit:
    """Class "one or both" that became "both", or the reverse."""
    if gone.inside and come.inside:
        return UNKNOWN
    longer = gone if gone.inside else come
    growth = 0 if _open(longer) else _sign(longer)
    if not growth:
        return UNKNOWN
    edit = Edit(-growth, because(What.BECAME, "one or both", "both"))
    return edit if longer is gone else edit.opposite()


def _number(inside: Sequence[Piece]) -> Limit | None:
    """Return the number that a block consists of, with "of" or without."""
    only = [piece for piece in inside if piece != "of"]
    return only[0] if len(only) == 1 and isinstance(only[0], Limit) else None


def _rank(block: Insertion) -> float | None:
    """Return how many of some things a block asks for at least, infinity for all of them; None for other words."""
    number = _number(block.inside)
    if number is not None:
        span = number.ranges[0]
        least = number.kind in {"limit", "count"} and not number.dimension and span.high == inf
        return (span.low if span.low_closed else floor(span.low) + 1) if least and span.low >= 0 else None
    words = [str(piece) for piece in block.inside if piece != "of"]
    following = [str(piece) for piece in block.every[block.end : block.end + _NEAR] if piece != "of"]
    if words == ["one", "or", "both"]:
        return 1
    if len(words) != 1:
        return None
    if words[0] in _SIDES and _PAIRED & set(following[:1]):
        return _ONE_SIDE
    if words[0] in {"both", "either"}:
        return None if _LINKS & set(following) - _joined(following) else inf if words[0] == "both" else 1
    if words[0] == "one":  # "in one eye" may be in one only
        return 1 if _CONSENTING & set(following[:1]) else None
    return inf if words[0] in _WHOLE else {"most": _MOST, "some": 1}.get(words[0])


def _any(block: Insertion, *, more: bool) -> float | None:
    """Return 1 where "any" stands before "of the following" in a wording, else None."""
    following = [str(piece) for piece in block.every[block.start : block.start + 2]]
    return 1 if more and following[:1] == ["of"] and _LISTED & set(following) else None


def _joined(following: Sequence[str]) -> set[str]:
    """Return the links that join two names of those who consent: "both parents or guardians"."""
    return {"or"} if _CONSENTING & set(following[:1]) else set()


def _open(block: Insertion) -> bool:
    """Return whether a block counts sorts, people or a sum, or says what is permitted: "all histologies are allowed"."""
    ahead, behind = block.every[: block.start], list(block.every[block.end :])
    if behind[:1] == ["of"]:
        behind.pop(0)
    stop = next((at for at, piece in enumerate(behind) if piece in _STOPS), len(behind))
    return bool(
        _SORTS & {str(piece) for piece in behind[:1]}
        or _TOGETHER & {str(piece) for piece in ahead}
        or _PERMITS & {str(piece) for piece in behind[:stop]}
    )


def _sign(block: Insertion) -> int:
    """Return +1 where fewer of the things describe more people, -1 where they describe fewer, 0 where that is not certain.

    "No pain in all joints" may be none in any; "absent pulses in all legs" are absent in each.
    """
    above = block.above[block.start]
    if (
        above.condition
        or above.stops
        or above.form
        or (above.example and not _LISTED & set(map(str, block.every[block.end : block.end + 2])))
        or (above.negations and above.exceptions)
    ):
        return 0
    if not above.negations:
        return above.sign
    ahead = [str(piece) for piece in block.every[max(0, block.start - _REACH) : block.start]]
    if ahead[-1:] == ["in"] and "absent" in ahead and above.negations == 1:
        return 1
    near = next((at for at in range(len(ahead) - 1, -1, -1) if ahead[at] in NEGATORS), None)
    return 0 if near is None or _PLACES & set(ahead[near:]) else above.sign
