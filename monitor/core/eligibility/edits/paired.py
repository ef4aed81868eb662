"""Words that go with a link behind them: "both A and B" became "either A or B", "one of: A or B" became "all of: A and B"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import joints
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.align import Block
    from monitor.core.eligibility.edits.model import Edit, Wording
    from monitor.core.eligibility.quantities.model import Piece

_PAIR = frozenset(["both", "either"])
_ALL = frozenset(["all", "each", "every"])
_STOPS = frozenset([".", ";", ":", "(", ")", "and", "or"])
_FEW = 6  # pieces of the first of the two things


def paired(old: Wording, new: Wording, found: Sequence[Block]) -> dict[int, Edit | None]:
    """Return the edits of those blocks, by place, that say one thing together; None where one says nothing of its own."""
    edits: dict[int, Edit | None] = {}
    sides = [(old.pieces[b.start : b.end], new.pieces[b.other : b.stop]) for b in found]
    for at, (gone, come) in enumerate(sides):
        if found[at].equal:
            continue
        if any(gone + come) and _PAIR.issuperset([*map(str, gone), *map(str, come)]):
            edits |= _of_two(old, new, found, sides, at)
        elif (everything := _everything(gone, come)) is not None:
            listed = "thefollowing" in sides[at + 1][0] if at + 1 < len(sides) else False
            links = ([["and"], ["or"]], [["or"], ["and"]])[everything]
            edits |= {
                place: None for place in range(at + 1, len(sides)) if listed and list(sides[place]) == links
            }
    return edits


def _of_two(
    old: Wording,
    new: Wording,
    found: Sequence[Block],
    sides: Sequence[tuple[list[Piece], list[Piece]]],
    at: int,
) -> dict[int, Edit | None]:
    """Return the edits of "both" or "either" and of the link behind it."""
    first = sides[at + 1][0] if at + 1 < len(sides) and found[at + 1].equal else []
    gone, come = sides[at]
    if [*gone, *come] == ["either"]:
        behind = old.pieces[found[at].end + 1 :] if gone else new.pieces[found[at].stop + 1 :]
        if next((piece for piece in behind if piece in _STOPS), "") == "or":
            return {at: None}
    before, after = sides[at + 2] if at + 2 < len(sides) else ([], [])
    if (
        not 0 < len(first) <= _FEW
        or _STOPS & {*map(str, first)}
        or {*map(str, [*before, *after])} != {"and", "or"}
    ):
        return {}
    words = {("both", "and"), ("either", "or")}
    pairs = [(str(word[0]), str(link[0])) for word, link in ((gone, before), (come, after)) if word and link]
    return (
        {at: None, at + 2: joints.of_two(old, new, found[at + 2])}
        if before and after and words.issuperset(pairs)
        else {}
    )


def _everything(gone: Sequence[Piece], come: Sequence[Piece]) -> int | None:
    """Return 1 where so many of some things became all of them, 0 for the reverse, None for other blocks."""
    for place, (number, every) in enumerate(((come, gone), (gone, come))):
        if [*map(str, every)] in [[word] for word in _ALL] and all(
            isinstance(piece, Limit) or piece in {"one", "any", "either"} for piece in number
        ):
            return place
    return None
