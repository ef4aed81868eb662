"""A name that gave way to a wider or narrower one: "systemic" and "oral" steroids, "cancer" and "melanoma"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.kinds import ACTIONS, is_kind
from monitor.core.eligibility.edits.lexicon import FORM, PERMISSIONS
from monitor.core.eligibility.edits.model import Edit
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

# A qualifier, and those that it embraces.
_ROWS = {
    "systemic": "intravenous parenteral oral intramuscular",
    "parenteral": "intravenous intramuscular subcutaneous",
    "gastrointestinal": "gastric esophageal intestinal colorectal colon rectal",
    "colorectal": "colon rectal",
    "gynecologic": "ovarian cervical endometrial uterine vaginal",
    "abdominal": "gastric intestinal",
}
_NARROWER = {word: frozenset(row.split()) for word, row in _ROWS.items()}
_FEW = 3  # words of a name
# Beside these it is not certain what a name does: of how many, of which amount, who has never had it.
_UNCERTAIN = frozenset({"all", "every", "each", "both", "naive", "other", "combination", "plus", "than"})
# Who is off a drug, or for whom it is unsuitable, does without the more the wider its name is.
_WITHOUT = word_set(
    "free off stopped discontinued withheld withdrawn interrupted paused ceased unsuitable unfit washout cessation"
)


def widened(gone: Insertion, come: Insertion) -> Edit | None:
    """Class a name in place of which a wider or a narrower one stands; None for other words."""
    before, after = _name(gone), _name(come)
    if not before or not after:
        return None
    growth = (_embraces(after, before) or -_embraces(before, after)) * gone.above[gone.start].sign
    if not growth or not (_plain(gone) and _plain(come)):
        return None
    return Edit(growth, because(What.BECAME, gone.shown(), come.shown()))


def _name(block: Insertion) -> set[str]:
    """Return the words of a block that is one short name; () for any other."""
    words = [piece for piece in block.inside if piece not in FORM]
    linked = {"or", "and", "not", "no", "(", ")"} & block.words()
    return (
        {str(word) for word in words}
        if 0 < len(words) <= _FEW and not linked and not block.measures()
        else set()
    )


def _embraces(wide: set[str], narrow: set[str]) -> int:
    """Return 1 where one name embraces another, else 0."""
    if wide == {"allergic", "reaction"}:
        wide = {"allergy"}
    if len(wide) == 1 and narrow <= _NARROWER.get(next(iter(wide)), frozenset()):
        return 1
    return int((len(wide) == 1 or bool(wide & ACTIONS)) and is_kind(narrow, wide))


def _plain(block: Insertion) -> bool:
    """Return whether a block stands in a plain criterion, under nothing but negations and exceptions, and no amount beside it."""
    above = block.above[block.start]
    if above.condition or above.stops or above.waived or above.example or above.form or above.vague:
        return False
    beside = [
        piece
        for piece, scope in zip(block.every, block.above, strict=True)
        if scope.segment == above.segment and scope.clause == above.clause
    ]
    permits = any(
        piece in PERMISSIONS and scope.sentence == above.sentence
        for piece, scope in zip(block.every, block.above, strict=True)
    )
    return (
        not permits
        and not block.of_open_list()
        and not _amounts(beside)
        and not _UNCERTAIN & {*map(str, beside)}
        and (above.negations > 0 or not _WITHOUT & {*map(str, beside)})
    )


def _amounts(pieces: Sequence[Piece]) -> bool:
    """Return whether a limit is among some pieces that is no time."""
    return any(isinstance(piece, Limit) and piece.dimension not in {"time", "age"} for piece in pieces)
