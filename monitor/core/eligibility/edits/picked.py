"""A list of which so many are enough, or all are needed, with "and" before its last thing: "one of A, B and C"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import ANNOUNCED, FORM, MARKERS, NEGATORS, PERMISSIONS
from monitor.core.eligibility.edits.lists import enough
from monitor.core.eligibility.edits.scope import Scope
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

_ANY = frozenset(["one", "either"])
_ALL = frozenset(["all", "each"])
_EXACT = frozenset(["exactly", "only", "just"])
_BEFORE_ANY = word_set("in to with for from by on")  # "of" behind them is what is left of "any of"
_LACKING = word_set(
    "negative seronegative naive able ability capable willing off fail unexposed untreated maximum most up"
)
_SENTENCES = (MARKERS | NEGATORS | PERMISSIONS | word_set("is are be was were has have had will must")) - {
    "and"
}
_NEAR = 4  # pieces of a thing


def picked(block: Insertion) -> str:
    """Return "any" for one more thing of a list of which some are enough, "all" of one of which each is needed, else "".

    The last thing is none: "one of A, B and C and D" may ask for D of everybody.
    """
    above = block.above[block.start]
    turned = above.turn != Scope().turn or above.form or above.example or above.vague
    behind = "and" in (block.inside[-1], *block.every[block.end : block.end + 1])
    if turned or block.linked() != "and" or not behind or block.measures():
        return ""
    first = next((at for at in range(block.start - 1, -1, -1) if block.every[at] == "of"), -1)
    listed = first + 1
    if block.every[listed] in ANNOUNCED:
        listed += 2
    things = _things([*block.every[listed : block.start], *block.inside])
    if first < 0 or not things or len(things[0]) > max(map(len, things[1:]), default=0) + 1:
        return ""
    return _count(block.every[:first])


def _things(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return what "and" parts, all of it short and no sentence; [] for anything else."""
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece in _SENTENCES:
            return []
        if piece == "and":
            found.append([])
        else:
            found[-1].append(piece)
    things = [thing for thing in found if thing]
    plain = all(len(thing) <= _NEAR and not {*thing} <= FORM for thing in things)
    return things if plain and len(things) > 1 else []


def _count(ahead: Sequence[Piece]) -> str:
    """Return what the words before "of" ask for."""
    count = ahead[-1] if ahead else ""
    if set(map(str, ahead)) & (_LACKING | NEGATORS) or _EXACT & set(map(str, ahead[-2:])):
        return ""
    if count in _ALL:
        return "all"
    some = count in _ANY or count in _BEFORE_ANY or not ahead
    return "any" if some or (isinstance(count, Limit) and enough(count)) else ""
