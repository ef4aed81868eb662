"""A sentence put in that lets somebody in: "(controlled hypertension is allowed)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.counting import counts
from monitor.core.eligibility.edits.lexicon import ATTRIBUTES, FORM, NEGATIVE, PEOPLE, PERMISSIONS, PREDICATES
from monitor.core.eligibility.edits.model import UNKNOWN, Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

_CONDITIONS = frozenset(["if", "when", "where"])
_OPPOSED = tuple(
    frozenset(row.split())
    for row in [
        "systemic oral intravenous topical inhaled intranasal local ocular",
        "uncontrolled unstable controlled stable increasing changing poorly",
        "untreated treated",
        "active inactive acute chronic resolved",
        "severe moderate mild",
        "live attenuated killed inactivated recombinant mrna toxoid subunit",
        "benign malignant",
        "hormonal barrier",
    ]
)
_EVERYBODY = frozenset(["both", "either", "any", "all", "regardless", "irrespective", "or", "and"])


def permission(block: Insertion, *, exclusion: bool) -> Edit:
    """Class a sentence that lets somebody in: among inclusions only where it names people, and not all of them."""
    words = block.words()
    forbids = exclusion or any(scope.negations for scope in block.above[: block.start])
    if counts(block.every, exclusion=exclusion) or (exclusion and _contrasts(block)):
        return UNKNOWN
    if forbids or ((words & PEOPLE or {"allowed", "if"} <= words) and not words & _EVERYBODY):
        return Edit(0, f"“{block.shown()}” is now let in", waiver=1)
    return UNKNOWN


def _contrasts(block: Insertion) -> bool:
    """Return whether a permission is about others than those kept out: "uncontrolled asthma (controlled asthma is allowed)"."""
    ahead = {str(piece) for piece in block.every[: block.start]}
    words = block.words()
    if any(ahead & kinds and words & kinds - ahead for kinds in _OPPOSED):
        return True
    excepted = {
        str(piece)
        for piece, scope in zip(block.every[: block.start], block.above, strict=False)
        if scope.exceptions and piece not in FORM
    }
    return bool(excepted & words)


def permits(block: Insertion) -> bool:
    """Return whether the words are a sentence that lets somebody in."""
    words = [piece for piece in block.inside if isinstance(piece, str)]
    ends = block.end == len(block.every) or block.every[block.end] in {".", ";", ")"}
    opens = (
        block.start == 0
        or block.every[block.start - 1] in {".", ";", "(", ",", "but"}
        or block.inside[0] == "."
    )
    permitting = [
        place for place in range(block.start, block.end) if _lets(block.every, place, first=block.start)
    ]
    if not permitting or not (ends and opens) or (NEGATIVE - {"without"}) & set(words):
        return False
    return not _CONDITIONS & {str(piece) for piece in block.every[block.start : permitting[0]]}


def _lets(pieces: Sequence[Piece], at: int, *, first: int) -> bool:
    """Return whether a word lets somebody in: "may be enrolled", "acceptable if stable", but not "that included a drug"."""
    if pieces[at] not in PERMISSIONS:
        return False
    before = pieces[at - 1] if at > first else ""
    if pieces[at] in {"allowed", "permitted"} and list(pieces[at + 1 : at + 2]) in (["if"], ["when"]):
        return True
    return (
        before in PREDICATES
        or (before in {"", ".", "(", ","} and pieces[at] in ATTRIBUTES | {"exempt"})
        or (before in {"may", "can"} and pieces[at] not in ATTRIBUTES)
    )
