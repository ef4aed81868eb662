"""Edits of when something was, of which the parts alone would say too little: "within 3 months" that became "current"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.quantities.model import Piece


class _Side(Protocol):
    """One wording: its pieces, and those that the other one lacks."""

    pieces: list[Piece]
    alone: list[Piece]


_PAST = word_set("prior previously formerly")
_NOW = word_set(
    "current currently concurrent concurrently concomitant concomitantly ongoing existing being take taking receive receiving"
)
_VISITS = word_set("screening baseline enrollment randomization inclusion entry admission")


def retimed(old: _Side, new: _Side) -> bool:
    """Return whether one time gave way to another: a window to the present, "history of" to "past or current".

    Or "history of" went together with an exception that perhaps spared the past alone: "history of X unless resolved".
    """
    return any(
        _restates_past(one, other)
        or _becomes_present(one, other)
        or {"history", "unless"} <= {*map(str, one.alone)}
        for one, other in ((old, new), (new, old))
    )


def _restates_past(one: _Side, other: _Side) -> bool:
    """Return whether "history of" gave way to "past or current", or to a window that is perhaps of two things: "A or B within a year"."""
    if "history" not in one.alone or "history" in other.alone:
        return False
    windows = any(isinstance(piece, Limit) and piece.kind == "window" for piece in other.alone)
    words = {*map(str, other.alone)}
    return bool(words & _PAST) or ("or" in words and (windows or bool(words & _NOW)))


def _becomes_present(one: _Side, other: _Side) -> bool:
    """Return whether a window gave way to a word for the present, or to the time of a visit: the two are no edits of their own."""
    if any(isinstance(piece, Limit) and piece.dimension == "time" for piece in other.alone):
        return False
    words = {str(piece) for piece in other.alone}
    present = bool(words & _NOW) or ("at" in words and _names_visit(other.pieces))
    return present and any(isinstance(piece, Limit) and piece.kind == "window" for piece in one.alone)


def _names_visit(pieces: Sequence[Piece]) -> bool:
    """Return whether "at" stands before a visit: "pregnancy at screening"."""
    return any(
        piece == "at" and pieces[at + 1 : at + 2] and pieces[at + 1] in _VISITS
        for at, piece in enumerate(pieces)
    )
