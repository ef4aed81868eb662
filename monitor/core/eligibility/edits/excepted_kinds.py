"""One more of what an exception leaves out, behind a comma: "cancer, except skin cancer, [breast cancer …]"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import EXCEPTIONS, FORM
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.quantities.model import Piece

_GENERAL = frozenset(["other", "another", "second", "any"])
_ENDS = frozenset([",", ".", ";", ":", "(", ")", "or", "and"])
_HEAD_ENDS = _ENDS | {"for", "of", "to", "with", "from", "by", "in", "that", "which", "who", "treated", "on"}


def one_more(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether what stands behind a comma is a kind of all that the exception before it is from.

    It would be kept out already if it were no exception. Of a host that is itself limited ("active infection", "cancer
    within 5 years") it may be a criterion of its own, and so may an item with a window.
    """
    begun = next((place for place in range(at - 1, 0, -1) if _excepts(pieces, place)), 0)
    host = [piece for piece in pieces[:begun] if piece not in FORM | _GENERAL]
    if len(host) != 1 or isinstance(host[0], Limit):
        return False
    item: list[Piece] = []
    for piece in pieces[at + 1 :]:
        if piece in _ENDS:
            break
        item.append(piece)
    item = item[2:] if item[:2] == ["in", "situ"] else item
    head = next((place for place, piece in enumerate(item) if _ends_head(piece)), len(item))
    windows = any(isinstance(piece, Limit) and piece.kind == "window" for piece in item)
    return host[0] in item[:head] and not windows


def _excepts(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether an exception begins at a place."""
    return any(tuple(pieces[at : at + len(phrase)]) == phrase for phrase in EXCEPTIONS)


def _ends_head(piece: Piece) -> bool:
    """Return whether a piece ends the noun that an item begins with."""
    return isinstance(piece, Limit) or piece in _HEAD_ENDS
