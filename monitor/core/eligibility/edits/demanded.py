"""What one more exception from a demand means: "recovered to grade 1 (except alopecia and fatigue)" asks for less."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import EXCEPTIONS, FORM, PEOPLE
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.edits.starts import begins, starts
from monitor.core.eligibility.edits.without_effect import recovered_ahead
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.analytes import SUBJECTS
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

SOUND = frozenset(["normal", "adequate", "negative", "absence", "discontinued", "stopped", "completed"])
_NOT_COUNTED = {
    ("excluding",),
    ("not", "counting"),
    ("not", "including"),
    ("other", "than"),
    ("exclusive", "of"),
}
_NO_THINGS = frozenset(
    ["point", "score", "mark", "of", "on", "in", "at", "for", "by", "with", "per", "as", "using"]
)
_NEAR = 7  # pieces before an exception in which its count stands
_BREAKS = frozenset([".", ";", ":", ")", "or", "and"])
# What says that something has not been, or is not: "treatment-naive except for topical steroids" asks for less.
BLANK = word_set(
    "naive naïve untreated unvaccinated untransfused unexposed abstinent sober healthy nonsmoker drugfree"
)
DUTIES = frozenset(["must", "should", "agree", "willing", "able", "required", "need"])


def excepted(block: Insertion) -> Edit:
    """Class one more thing that an exception among inclusions names, by what it is excepted from."""
    above = block.above[block.start]
    first = next((at for at in range(block.start, -1, -1) if starts(block.every, at, EXCEPTIONS)), 0)
    ahead = block.every[:first]
    people = {"those", *PEOPLE} & {str(piece) for piece in block.every[first : first + _NEAR]}
    if people or (SOUND | BLANK | DUTIES) & set(ahead) or measures(ahead):
        return UNKNOWN
    return Edit(above.sign, because(What.ALTERNATIVE, block.shown()))


def counted_without(block: Insertion, phrase: tuple[str, ...]) -> bool:
    """Return whether an exception says what does not count among at least so many: "at least one lesion, excluding bone"."""
    if phrase not in _NOT_COUNTED:
        return False
    for at in range(block.start - 1, max(-1, block.start - _NEAR), -1):
        piece = block.every[at]
        if isinstance(piece, Limit):
            return piece.kind in {"limit", "count"} and not piece.dimension and _only_least(block, at)
        if piece in _BREAKS:
            return False
    return False


def _only_least(block: Insertion, at: int) -> bool:
    """Return whether a limit is a count that has to be reached, and no value of a test."""
    limit, before = block.every[at], {str(piece) for piece in block.every[max(0, at - 3) : at]}
    things = [piece for piece in block.every[at + 1 : block.start] if piece != ","]
    named = things[:2] == ["of", "thefollowing"] or (
        _NO_THINGS.isdisjoint(map(str, things[:1])) and any(piece not in FORM for piece in things)
    )
    least = isinstance(limit, Limit) and -inf < limit.ranges[0].low and limit.ranges[-1].high == inf
    return least and named and not SUBJECTS & before


def recovering(block: Insertion) -> bool:
    """Return whether words except something of which somebody has to have recovered, whatever the negation reaches."""
    return bool(begins(block.inside, EXCEPTIONS)) and recovered_ahead(block.every, block.start)


def measures(ahead: Sequence[Piece]) -> list[Limit]:
    """Return the limits of something measured or counted among some pieces: no age, no time."""
    return [
        piece
        for piece in ahead
        if isinstance(piece, Limit) and piece.kind == "limit" and piece.dimension not in {"age", "time"}
    ]
