"""Whether some pieces begin with a phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.quantities.model import Piece


def starts(pieces: Sequence[Piece], at: int, phrases: tuple[tuple[str, ...], ...]) -> tuple[str, ...] | None:
    """Return the phrase that begins at a place."""
    for phrase in phrases if at < len(pieces) else ():
        if pieces[at] == phrase[0] and tuple(pieces[at : at + len(phrase)]) == phrase:
            return phrase
    return None


def begins(pieces: Sequence[Piece], phrases: tuple[tuple[str, ...], ...]) -> tuple[str, ...] | None:
    """Return the phrase that some pieces begin with."""
    return starts(pieces, 0, phrases) if pieces else None
