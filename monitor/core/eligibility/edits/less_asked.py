"""Restrictions of an inclusion by which perhaps less is asked: "all [severe] toxicities resolved", "4 weeks since [major] surgery"."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import PEOPLE, RELATIVES
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

# What is said of something that is over or under control.
_SETTLED = word_set(
    "resolved recovered healed treated controlled stable unchanged resected closed cured managed corrected discontinued "
    "stopped completed removed off tolerated"
)
_EVERY = frozenset(["all", "every", "each"])
# What is asked to be absent, put off or rare, or of which there may be one only.
_ABSENT = word_set("naive abstinent forgo forego postpone defer weaned minimal low intolerant")
_ONE = word_set("first only exactly single solitary sole")
_TREATED = word_set(
    "therapy treatment chemotherapy radiotherapy radiation immunotherapy surgery operation transfusion vaccination vaccine steroid "
    "corticosteroid hospitalization medication drug antibiotic dose transplantation procedure"
)
_NEAR = 4  # pieces
_SINCE = frozenset(["since", "from", "after", "ago", "before", "elapsed", "passed", "interval"])


def less(block: Insertion, above: Scope) -> bool:
    """Return whether what the words restrict has to be over, absent or long past, so that fewer such things ask for less."""
    if above.negations or above.exceptions or above.waived:
        return False
    clause = [at for at, scope in enumerate(block.above) if scope.clause == above.clause]
    ahead = [block.every[at] for at in clause if at < block.start]
    behind = [block.every[at] for at in clause if at >= block.end]
    return (
        _settled(ahead, behind, block)
        or bool(_ABSENT & {*map(str, ahead)})
        or any(
            word in _EVERY and following not in PEOPLE
            for word, following in zip(ahead, [*ahead[1:], *behind], strict=False)
        )
        or _long_past([*ahead, *block.inside, *behind])
    )


def of_one(block: Insertion) -> bool:
    """Return whether the words restrict which one of several is meant: "first [lacunar] stroke" may be a second stroke."""
    return bool(_ONE & {str(piece) for piece in block.every[max(0, block.start - _NEAR) : block.start]})


def _settled(ahead: Sequence[Piece], behind: Sequence[Piece], block: Insertion) -> bool:
    """Return whether what is restricted has to be settled: "[severe] infections treated", "stable medication [for gout]"."""
    if RELATIVES & {*map(str, (*ahead, *behind))}:
        return False
    return bool(_SETTLED & {*map(str, behind)}) or (
        block.inside[0] == "for" and bool(_SETTLED & {*map(str, ahead)})
    )


def _long_past(clause: Sequence[Piece]) -> bool:
    """Return whether a treatment must have been so long ago at least: "at least 4 weeks since [major] surgery"."""
    words = {*map(str, clause)}
    waits = any(
        isinstance(piece, Limit)
        and piece.dimension == "time"
        and -inf < piece.ranges[0].low
        and piece.ranges[0].high == inf
        for piece in clause
    )
    return waits and bool(_SINCE & words) and bool(_TREATED & words)
