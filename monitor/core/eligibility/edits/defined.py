"""A bracket that came or went with the qualifier that it defines: "[severe] anemia [(Hb < 8 g/dL)]"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import FORM
from monitor.core.eligibility.quantities.analytes import SUBJECTS
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.scale_names import SCALES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.align import Block
    from monitor.core.eligibility.edits.model import Wording
    from monitor.core.eligibility.quantities.model import Piece

_FEW = 4  # pieces of the noun
_LINKS = frozenset(["or", "and"])
_KNOWN = FORM | SUBJECTS | SCALES.keys() | _LINKS


def definition(old: Wording, new: Wording, found: Sequence[Block]) -> Block | None:
    """Return the bracket of limits that came or went right behind a noun whose qualifier came or went with it."""
    for qualifier, bracket in zip(found, found[2:], strict=False):
        if not qualifier.equal and not bracket.equal and _defines(old, new, qualifier, bracket):
            return bracket
    return None


def _defines(old: Wording, new: Wording, qualifier: Block, bracket: Block) -> bool:
    """Return whether a bracket defines the qualifier of the noun before it."""
    sides = (
        (old, qualifier.start, qualifier.end, bracket.start, bracket.end),
        (new, qualifier.other, qualifier.stop, bracket.other, bracket.stop),
    )
    (empty, full) = sorted(sides, key=lambda side: side[4] - side[3])
    side, first, last, begun, ended = full
    if empty[1] != empty[2] or empty[3] != empty[4] or first == last or not last < begun <= last + _FEW:
        return False
    noun, inside = side.pieces[last:begun], side.pieces[begun:ended]
    plain = not any(isinstance(piece, Limit) or piece in _LINKS | {",", ".", ";"} for piece in noun)
    return plain and _limits_only(inside)


def _limits_only(inside: Sequence[Piece]) -> bool:
    """Return whether some pieces are a bracket with nothing but limits of what is measured."""
    if list(inside[:1]) != ["("] or list(inside[-1:]) != [")"] or inside.count("(") != 1:
        return False
    return all(isinstance(piece, Limit) or piece in _KNOWN for piece in inside) and any(
        isinstance(piece, Limit) and piece.kind in {"limit", "scale"} for piece in inside
    )
