"""Replacements with a known meaning: and/or, longer/shorter, the sexes, a ban that became a permission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from monitor.core.eligibility.edits.lexicon import FORM, PERMISSIONS, SEX
from monitor.core.eligibility.edits.model import Edit
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.wording.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.align import Block
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scopes import Scope
    from monitor.core.eligibility.quantities.model import Piece

    class Wording(Protocol):
        """One wording: its pieces and what stands over each."""

        pieces: list[Piece]
        scopes: list[Scope]


_LENGTH = {
    "longer": 1,
    "shorter": -1,
    "later": 1,
    "earlier": -1,
    "greater": 1,
    "less": -1,
    "lower": -1,
    "higher": 1,
}
_BANS = frozenset(["not", "no", "prohibited", "forbidden", "excluded", "disallowed"])


def connective(old: Wording, new: Wording, block: Block) -> Edit | None:
    """Class "and" turned into "or", "whichever is longer" into "shorter"."""
    gone, come = old.pieces[block.start : block.end], new.pieces[block.other : block.stop]
    if len(gone) != 1 or len(come) != 1:
        return None
    one, other, above = gone[0], come[0], old.scopes[block.start]
    if {one, other} == {"and", "or"}:
        if above.form or above.example or above.condition or above.stops:
            return Edit(0)
        sign = above.sign if other == "or" else -above.sign
        return Edit(sign, f"“{one}” became “{other}”")
    if (
        one in _LENGTH
        and other in _LENGTH
        and "whichever" in old.pieces[max(0, block.start - 4) : block.start]
    ):
        return Edit(above.sign * _LENGTH[str(other)], f"“whichever is {one}” became “whichever is {other}”")
    if {one, other} == {"all", "either"}:
        sign = above.sign if other == "either" else -above.sign
        return Edit(sign, f"“{one}” became “{other}”")
    return None


def sexes(before: str, after: str) -> Edit | None:
    """Class a change of the sexes asked for where nothing else differs: "Females only" → "Males and females"."""
    sides = [
        set(tokens(text)) - {"or", "and", "only", ",", ".", "either", "both"} for text in (before, after)
    ]
    if sides[0] - SEX != sides[1] - SEX or not all(side & SEX for side in sides):
        return None
    if (
        any({"no", "not", "without", "except", "unless"} & side for side in sides)
        or len(sides[0] - SEX - FORM) > 4
    ):
        return None
    one, other = sides[0] & SEX, sides[1] & SEX
    if one == other or not (one < other or other < one):
        return None
    return Edit(1 if one < other else -1, f"both sexes {'may' if one < other else 'may no longer'} take part")


def permission(old: Sequence[Piece], new: Sequence[Piece]) -> Edit | None:
    """Class a ban that became a permission, or the reverse, with no other new words."""
    one, other = ({piece for piece in side if isinstance(piece, str)} for side in (old, new))
    if not (one & PERMISSIONS and other & PERMISSIONS) or [p for p in old if isinstance(p, Limit)] != [
        p for p in new if isinstance(p, Limit)
    ]:
        return None
    banned = [sum(_bans(side, at) for at in range(len(side))) for side in (old, new)]
    if banned[0] == banned[1]:
        return None
    fewer, more = (other, one) if banned[1] < banned[0] else (one, other)
    if fewer - more - FORM - PERMISSIONS - {"or", "and", "but", "also"}:
        return None
    eased = banned[1] < banned[0]
    return Edit(
        0, "a ban became a permission" if eased else "a permission became a ban", waiver=1 if eased else -1
    )


def _bans(side: Sequence[Piece], at: int) -> bool:
    """Tell whether a permission stands right behind a negation."""
    return side[at] in PERMISSIONS and bool(_BANS & {str(one) for one in side[max(0, at - 3) : at]})


def limits(gone: Insertion, come: Insertion) -> tuple[int, int] | None:
    """Return the places of the only limit on each side, where all other words of both are form."""
    found = []
    for side in (gone, come):
        content = side.content()
        measured = [place for place in range(side.start, side.end) if isinstance(side.every[place], Limit)]
        if len(measured) != 1 or len(content) != 1:
            return None
        found.append(measured[0])
    return found[0], found[1]
