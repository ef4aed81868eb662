"""A limit put in beside another one for some people only: "(≤ 5 × ULN in case of liver metastases)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import PERMISSIONS, SEX
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.quantities.analytes import SUBJECTS, analyte
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.sets import NARROWER, WIDER, relation
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion

_FOR_SOME = frozenset(["if", "for", "in", "with", "when", "case", "presence", "who", "unless"]) | SEX
_PERMITS = PERMISSIONS | {"may", "can"}
_LINKS = frozenset(["or", "and", ","])
_NEAR = 6  # pieces before a bracket in which its main limit stands
_GILBERT = frozenset(["gilbert"])  # whose bilirubin is high: a limit for them is the wider one


def grouped(block: Insertion) -> Edit | None:
    """Class a limit for some people by comparing it with the limit for all before it; None where that is not possible."""
    limits = [place for place in range(block.start, block.end) if _bound(block.every[place])]
    words = block.words()
    if len(limits) != 1 or not _FOR_SOME & words or {"allowed", "permitted"} & words:
        return None
    main = _main(block)
    if (
        main is None
        or "for" in block.every[:main]
        or not SUBJECTS & words
        <= SUBJECTS & {piece for piece in block.every[: block.start] if isinstance(piece, str)}
    ):
        return None
    general, special = block.every[main], block.every[limits[0]]
    if not isinstance(general, Limit) or not isinstance(special, Limit):
        return None
    related = WIDER if _GILBERT & words else relation(general, special, analyte(block.every, main))
    if related not in {WIDER, NARROWER}:
        return None
    if related == NARROWER and block.linked() and _first(block) == "with":
        return UNKNOWN  # "or with a peak flow < 70%" may have a measure of its own
    growth = block.above[main].sign * (1 if related == WIDER else -1)
    what = What.WIDER_FOR_SOME if related == WIDER else What.NARROWER_FOR_SOME
    return Edit(growth, because(what, block.shown()))


def _first(block: Insertion) -> object:
    """Return the first piece of a block that is no link."""
    return next((piece for piece in block.inside if piece not in _LINKS), "")


def for_more(block: Insertion) -> Edit | None:
    """Class an alternative in the condition of a limit for some: "≤ 3 × ULN (≤ 5 × ULN if liver metastases [or hepatoma])"."""
    above = block.above[block.start]
    first = (
        next((at for at in range(block.start - 1, -1, -1) if block.above[at].brackets < above.brackets), -1)
        + 1
    )
    if not above.brackets or block.measures() or block.every[first : first + 1] != ["("]:
        return None
    before = block.every[first : block.start]
    limits = [at for at in range(first, block.start) if _bound(block.every[at])]
    main = next((at for at in range(first - 1, max(-1, first - _NEAR), -1) if _bound(block.every[at])), None)
    plain = not (above.negations or above.exceptions or above.waived or _PERMITS & {*map(str, before)})
    if len(limits) != 1 or main is None or not plain or not _FOR_SOME & {*map(str, before)}:
        return None
    general, special = block.every[main], block.every[limits[0]]
    if not isinstance(general, Limit) or not isinstance(special, Limit):
        return None
    related = relation(general, special, analyte(block.every, main))
    if related not in {WIDER, NARROWER}:
        return None
    growth = block.above[main].sign * (1 if related == WIDER else -1)
    return Edit(growth, because(What.ALTERNATIVE, block.shown()))


def _bound(piece: object) -> bool:
    """Return whether a piece is a limit with a comparator."""
    return isinstance(piece, Limit) and piece.kind in {"limit", "window"}


def _main(block: Insertion) -> int | None:
    """Return the place of the limit that stands before the block in its sentence."""
    for place in range(block.start - 1, -1, -1):
        if block.above[place].sentence != block.above[block.start].sentence:
            return None
        if _bound(block.every[place]):
            return place
    return None
