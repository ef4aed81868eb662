"""The same words in another order and a qualifier more: "corticosteroid use", "use of systemic corticosteroids"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.implied import implied
from monitor.core.eligibility.edits.insertion import Insertion
from monitor.core.eligibility.edits.kindred import renamed
from monitor.core.eligibility.edits.lexicon import FORM, MARKERS, PERMISSIONS, QUALIFIERS
from monitor.core.eligibility.edits.model import Edit
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_MOST = 10  # words that say something
_STATES = frozenset(["prior", "current", "history", "new"])  # words of form that may not come or go beside it


def reordered(
    old: tuple[Sequence[Piece], Sequence[Scope]], new: tuple[Sequence[Piece], Sequence[Scope]]
) -> Edit | None:
    """Class a single qualifier that came or went while the other words stand in another order; None otherwise."""
    for pieces, scopes in (old, new):
        if any(scope.turn != (1, 1, False, False, 0) or scope.form or scope.example for scope in scopes):
            return None
        if any(isinstance(piece, Limit) and piece.kind != "window" for piece in pieces):
            return None
        if (MARKERS | PERMISSIONS) & {str(piece) for piece in pieces} or "(" in pieces:
            return None
    counts = [
        Counter(piece for piece in pieces if isinstance(piece, Limit) or piece not in FORM)
        for pieces, _ in (old, new)
    ]
    states = [{str(piece) for piece in pieces} & _STATES for pieces, _ in (old, new)]
    gone, come = counts[0] - counts[1], counts[1] - counts[0]
    extra = list((gone or come).elements())
    if (
        (gone and come)
        or len(extra) != 1
        or extra[0] not in QUALIFIERS
        or states[0] != states[1]
        or sum(counts[0].values()) > _MOST
    ):
        return None
    (pieces, scopes), (other, _) = (old, new) if gone else (new, old)
    at = list(pieces).index(extra[0])
    if [*pieces[:at], *pieces[at + 1 :]] == list(other):
        return None  # in the same order, of which the other rules judge
    if at + 1 == len(pieces) or pieces[at + 1] in FORM or isinstance(pieces[at + 1], Limit):
        return None
    if implied(Insertion(pieces, scopes, at, at + 1), [str(extra[0])]) or renamed(extra, other):
        return None
    limited = Edit(-1, because(What.LIMITED, str(extra[0])))
    return limited.opposite() if gone else limited
