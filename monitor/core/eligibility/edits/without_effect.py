"""What is said to have had no effect, or what nobody recovered from: it stands under no negation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.quantities.model import Piece

_FAILED = frozenset(["controlled", "respond", "responding", "responded", "response", "managed", "relieved"])
_MEASURES = frozenset(
    [
        "no",
        "not",
        "without",
        "any",
        "adequate",
        "sufficient",
        "satisfactory",
        "complete",
        "partial",
        "good",
        "lack",
        "of",
    ]
)
_RECOVERED = frozenset(["recovered", "healed", "resolved"])
RECOVERED = frozenset(["recovered", "resolved", "resolution", "recovery"])
_OBJECT_STARTS = frozenset(["to", "by", "with", "on", "from", "despite", "after", "under"])


def names_failed(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a preposition begins what had no effect, or what nobody recovered from: "not controlled [by] two drugs"."""
    before = pieces[at - 1] if at else ""
    if before == "response" and pieces[at - 2] not in _MEASURES:
        return False  # "no allergic response to"
    return (before in _FAILED and pieces[at] in _OBJECT_STARTS) or (
        before in _RECOVERED and pieces[at] == "from"
    )


def recovered_ahead(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether an exception that begins at a place is from what somebody has to have recovered from.

    It lets people in whatever the part: "has [not] recovered to grade 1, except for alopecia".
    """
    begun = next((place for place in range(at - 2, -1, -1) if pieces[place] in {".", ";"}), -1)
    return bool(RECOVERED & {str(piece) for piece in pieces[begun + 1 : at]})


def recovering(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a place stands behind "recovered from …" in the same clause."""
    for place in range(at - 1, 0, -1):
        if pieces[place] in {".", ";", "or", "and", ","}:
            return False
        if pieces[place] == "from":
            return pieces[place - 1] in _RECOVERED
    return False
