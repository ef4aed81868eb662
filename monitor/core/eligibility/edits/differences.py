"""Every difference of two wordings of a criterion, classed.

In each block, what is gone is an insertion of the old wording, what has come one of the new.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import amounts, classify, frequency, guards, quantity, swaps
from monitor.core.eligibility.edits.align import Block, blocks, pieces
from monitor.core.eligibility.edits.defined import definition
from monitor.core.eligibility.edits.demanded import recovering
from monitor.core.eligibility.edits.doubts import doubtful, said_already
from monitor.core.eligibility.edits.echoes import follows
from monitor.core.eligibility.edits.insertion import Insertion
from monitor.core.eligibility.edits.kindred import renamed
from monitor.core.eligibility.edits.lexicon import EXCEPTIONS, FORM, WAIVERS
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.edits.paired import paired
from monitor.core.eligibility.edits.quantifiers import quantified
from monitor.core.eligibility.edits.replaced import parted, replaced
from monitor.core.eligibility.edits.scopes import scopes
from monitor.core.eligibility.edits.spared import spared, spares
from monitor.core.eligibility.edits.starts import begins
from monitor.core.eligibility.edits.times import retimed
from monitor.core.eligibility.edits.wider import widened
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.wording.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_PREPOSITIONS = frozenset(["for", "to", "of", "with", "from"])
_LINKS = frozenset(["or", "and", ","])
_Explained = tuple[tuple[tuple[str, ...], str], ...]


@lru_cache(maxsize=4)
def _read(text: str, short: _Explained) -> tuple[list[Piece], list[Scope]]:
    """Return a wording's pieces and what stands over each; it is asked for twice, once for each direction."""
    found = pieces(text, dict(short))
    return found, scopes(found)


class Side:
    """One wording: its pieces and what stands over each."""

    def __init__(self, text: str, short: _Explained) -> None:
        self.pieces, self.scopes = _read(text, short)
        self.alone: list[Piece] = []  # what the other wording lacks
        self.anys = tokens(text).count("any")  # which is no piece

    def cut(self, start: int, end: int) -> None:
        """Take out the pieces between two places."""
        if start < end:
            self.pieces = [*self.pieces[:start], *self.pieces[end:]]
            self.scopes = scopes(self.pieces)


def edits(old: Side, new: Side, *, exclusion: bool, exact: bool) -> Iterator[Edit]:
    """Class every difference, in order."""
    opened = False  # whether the block before turned what follows it in a known way
    found = _aligned(old, new, exact=exact)
    for block in found:
        if not block.equal:
            old.alone += old.pieces[block.start : block.end]
            new.alone += new.pieces[block.other : block.stop]
    if retimed(old, new) or renamed(old.alone, new.alone):
        yield UNKNOWN
    pairs = paired(old, new, found)
    swallowed = False  # whether what follows may stand in an exception that was put in before it
    for at, block in enumerate(found):
        if block.equal:
            yield from _equal(old, new, block, exclusion=exclusion, turned=opened)
            continue
        edit = pairs[at] if at in pairs else _difference(old, new, block, exclusion=exclusion)
        if edit is not None and (swallowed or any("" in reason.of for reason in edit.reasons)):
            edit = UNKNOWN  # a comma that is read as "and" in one wording only
        if edit is not None and swaps.freed(old, new, found[:at], block):
            edit = None
        swallowed = swallowed or _swallows(old, new, block)
        still = opened and edit is None
        opened = (
            still
            or swaps.opens(old, new, block)
            or _shares_object(old, new, block)
            or spares(old, new, block)
            or swallowed
        )
        if edit is not None:
            yield edit


def _aligned(old: Side, new: Side, *, exact: bool) -> list[Block]:
    """Return the blocks of two wordings, of which a bracket that defines a qualifier is taken out with the qualifier."""
    found = blocks(old.pieces, new.pieces, exact=exact)
    bracket = definition(old, new, found)
    if bracket is None:
        return found
    old.cut(bracket.start, bracket.end)
    new.cut(bracket.other, bracket.stop)
    return blocks(old.pieces, new.pieces, exact=exact)


def _equal(old: Side, new: Side, block: Block, *, exclusion: bool, turned: bool) -> Iterator[Edit]:
    """Compare the limits of an equal stretch by value; nothing is told of words that now stand under something else."""
    for old_place, new_place in zip(
        range(block.start, block.end), range(block.other, block.stop), strict=True
    ):
        before, after = old.pieces[old_place], new.pieces[new_place]
        if before not in FORM and not turned and old.scopes[old_place].turn != new.scopes[new_place].turn:
            yield UNKNOWN
        if (
            isinstance(before, Limit)
            and isinstance(after, Limit)
            and before != after
            and not follows(old.pieces, old_place, new.pieces, new_place)
        ):
            edit = quantity.edit(
                (old.pieces, old.scopes, old_place), (new.pieces, new.scopes, new_place), exclusion=exclusion
            )
            if edit is not None:
                yield edit


def _difference(old: Side, new: Side, block: Block, *, exclusion: bool) -> Edit | None:
    """Class one block in which the wordings differ."""
    gone = Insertion(old.pieces, old.scopes, block.start, block.end)
    come = Insertion(new.pieces, new.scopes, block.other, block.stop)
    reread = _list_reread(
        old.pieces, block.start, block.end, new.pieces[block.other : block.stop]
    ) or _list_reread(new.pieces, block.other, block.stop, old.pieces[block.start : block.end])
    if reread or any(
        side.unbalanced()
        or (side.vague() and not recovering(side) and not begins(side.inside, tuple(WAIVERS)))
        for side in (gone, come)
    ):
        return UNKNOWN
    period = frequency.swapped(gone, come, exclusion=exclusion)
    if period:
        return period
    counted = _amount(gone, come, old, new, exclusion=exclusion)
    if counted:
        return counted[0]
    swapped = swaps.connective(old, new, block, exclusion=exclusion)
    if swapped is not None:
        return UNKNOWN if exclusion and doubtful(gone, exclusion=True) else swapped
    if (
        not gone.says()
        and not come.says()
        and not ({"or", "and"} & ({*map(_word, gone.inside)} ^ {*map(_word, come.inside)}))
    ):
        shared = (
            {"must"} & set(old.pieces) & set(new.pieces)
        )  # "… and [must] have progressed" is said already
        gone_form, come_form = (
            [piece for piece in side.inside if piece not in shared] for side in (gone, come)
        )
        return None if not guards.marked(gone_form, come_form) else UNKNOWN
    if not gone.says() and not {"or", "and"} & {*map(_word, gone.inside)}:
        return UNKNOWN if _reordered(come, old) else classify.edit(come, exclusion=exclusion)
    if not come.says() and not {"or", "and"} & {*map(_word, come.inside)}:
        edit = UNKNOWN if _reordered(gone, new) else classify.edit(gone, exclusion=exclusion)
        return None if edit is None else edit.opposite()
    return parted(gone, come, exclusion=exclusion) or _exchanged(old, new, gone, come, exclusion=exclusion)


def _exchanged(old: Side, new: Side, gone: Insertion, come: Insertion, *, exclusion: bool) -> Edit | None:
    """Class a block of which both wordings say something: a limit for a limit, or words for words."""
    limits = swaps.limits(gone, come)
    if limits:
        old_place, new_place = limits
        return quantity.edit(
            (old.pieces, old.scopes, old_place), (new.pieces, new.scopes, new_place), exclusion=exclusion
        )
    return (
        spared(gone, come, exclusion=exclusion)
        or widened(gone, come)
        or replaced(gone, come, exclusion=exclusion)
    )


def _amount(
    gone: Insertion, come: Insertion, old: Side, new: Side, *, exclusion: bool
) -> tuple[Edit | None] | None:
    """Class a block of one wording that says how much or how often, against "any" or another number in the other.

    (edit,) for such a block, (None,) where it changes nothing, None for other blocks.
    """
    for block, side, other, growth in ((gone, old, new, -1), (come, new, old, 1)):
        beside = come if block is gone else gone
        edit = amounts.counted(block, beside) if block.inside else None
        if edit:
            return (edit if growth > 0 else edit.opposite(),)
        if not block.inside or beside.inside:
            continue
        if amounts.is_rate(block, side.alone) and not any(isinstance(piece, Limit) for piece in other.alone):
            return (None,)
        edit = (amounts.amount(block) or amounts.instead_of_any(block)) if other.anys > side.anys else None
        edit = edit or (None if exclusion else amounts.demanded(block))
        if edit:
            return (edit if growth > 0 else edit.opposite(),)
    many = quantified(gone, come, anys=(old.anys, new.anys))
    return None if many is None else (many,)


def _shares_object(old: Side, new: Side, block: Block) -> bool:
    """Return whether an alternative ends before what it has in common with others: "[or ineligible for] all therapies"."""
    inside = [*old.pieces[block.start : block.end], *new.pieces[block.other : block.stop]]
    one_sided = block.start == block.end or block.other == block.stop
    return one_sided and len(inside) > 2 and inside[0] in {"or", "and"} and inside[-1] in _PREPOSITIONS


def _swallows(old: Side, new: Side, block: Block) -> bool:
    """Return whether an exception, "not" or "without" was put in before the next of a list.

    If what follows is excepted or denied too, that goes the same way.
    """
    if block.start != block.end and block.other != block.stop:
        return False
    put = (
        Insertion(new.pieces, new.scopes, block.other, block.stop)
        if block.start == block.end
        else Insertion(old.pieces, old.scopes, block.start, block.end)
    )
    link = put.every[put.end] if put.inside and put.end < len(put.every) else ""
    if link not in _LINKS:
        return False
    listed = link == "or" or bool(put.above[put.start].exceptions)
    return bool(begins(put.inside, EXCEPTIONS)) or (listed and put.inside[0] in {"not", "without"})


def _list_reread(pieces: list[Piece], start: int, end: int, link: list[Piece]) -> bool:
    """Return whether "A, B or allergic C" became "A, B, C", where "allergic" may be an item or a part of one.

    The comma that closes a list before a time, "A, B or C, within 4 weeks", is none of it.
    """
    following = pieces[end] if end < len(pieces) else ""
    closes = isinstance(following, Limit) and following.kind == "window"
    return (
        pieces[start:end] == [","]
        and not closes
        and len(link) > 1
        and link[0] in {"or", "and"}
        and link[-1] not in {"or", "and"}
    )


def _reordered(block: Insertion, other: Side) -> bool:
    """Return whether all that a block says only stands at another place in the other wording."""
    # "untreated X" is not moved in "X, treated or untreated"
    alternated = not block.inside or not block.linked()
    return not (alternated and "or" in other.alone) and said_already(block, other.alone)


def _word(piece: Piece) -> str:
    """Return a piece's word."""
    return piece if isinstance(piece, str) else ""
