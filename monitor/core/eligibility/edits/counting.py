"""Words that say what counts towards a number or a group: "adjuvant therapy is not included as a line"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import PEOPLE
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.quantities.model import Piece

_INCLUDED = frozenset(["included", "include", "counted", "count"])
_COUNTED = _INCLUDED | {"considered", "regarded", "classified", "accepted", "acceptable", "eligible"}
_SUMS = frozenset(["count", "number", "calculation", "total", "sum", "definition", "score", "limit"])
# What goes on from "acceptable as" and names nothing: "acceptable as long as".
_ADVERBIAL = word_set(
    "long determined judged assessed deemed defined per well needed necessary "
    "required eligible specified described outlined stated indicated decided part"
)
_ENDS = frozenset([".", ";", "(", ":", ")"])
_NEAR = 4  # pieces behind a word that counts, in which its sum is named


def counts(pieces: Sequence[Piece], *, exclusion: bool) -> bool:
    """Return whether a wording says what counts as something, which lets nobody in or keeps nobody out by itself."""
    return any(_counts(pieces, at, exclusion=exclusion) for at in range(len(pieces)))


def _counts(pieces: Sequence[Piece], at: int, *, exclusion: bool) -> bool:
    """Return whether the word at a place counts something in or out and is not about people, as "women are not included" is."""
    word, behind = pieces[at], [str(piece) for piece in pieces[at + 1 : at + 1 + _NEAR]]
    if word in _COUNTED and behind:
        if behind[0] == "as":
            return len(behind) > 1 and behind[1] not in _ADVERBIAL
        if behind[0] in {"in", "towards", "toward"} and _SUMS & set(behind):
            return True
    if word not in _INCLUDED or pieces[at - 1] not in {"is", "are", "not"}:
        return False
    begin = max((place for place in range(at) if pieces[place] in _ENDS), default=0)
    people = PEOPLE & {str(piece) for piece in pieces[begin:at]}
    limited = any(isinstance(piece, Limit) and piece.kind != "window" for piece in pieces[:begin])
    return not people and (exclusion or limited)
