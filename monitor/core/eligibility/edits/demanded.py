"""What one more exception from a demand means: "recovered to grade 1 (except alopecia and fatigue)" asks for less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import EXCEPTIONS
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.edits.scopes import starts
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

RECOVERED = frozenset(
    ["recovered", "resolved", "resolution", "recovery"]
)  # of everything but what is excepted
SOUND = frozenset(["normal", "adequate", "negative", "absence", "discontinued", "stopped", "completed"])
DUTIES = frozenset(["must", "should", "agree", "willing", "able", "required", "need"])


def excepted(block: Insertion) -> Edit:
    """Class one more thing that an exception among inclusions names, by what it is excepted from."""
    above = block.above[block.start]
    first = next((at for at in range(block.start, -1, -1) if starts(block.every, at, EXCEPTIONS)), 0)
    ahead = block.every[:first]
    reason = f"an alternative: “{block.shown()}”"
    if RECOVERED & set(ahead):
        return Edit(0, reason, waiver=1)
    if (SOUND | DUTIES) & set(ahead) or measures(ahead):
        return UNKNOWN
    return Edit(above.sign, reason)


def measures(ahead: Sequence[Piece]) -> list[Limit]:
    """Return the limits of something measured or counted among some pieces: no age, no time."""
    return [
        piece
        for piece in ahead
        if isinstance(piece, Limit) and piece.kind == "limit" and piece.dimension not in {"age", "time"}
    ]
