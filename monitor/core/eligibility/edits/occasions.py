"""How often, where or at what time of the day something is so: "more than twice a week", "at home", "at night"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.manner import ABILITY
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion

_PERIODS = frozenset(["day", "night", "week", "month", "year"])
_CENTERS = frozenset(["center", "centre", "hospital", "clinic", "institution", "institute", "department"])
_CARED = frozenset(
    [
        "treated",
        "receiving",
        "followed",
        "attending",
        "operated",
        "diagnosed",
        "born",
        "delivered",
        "admitted",
        "seen",
    ]
)
_VISITS = frozenset(["visit", "willing", "consent", "agree"])
_AT = tuple([place] for place in ("home", "work", "school", "night", "rest"))


def how_often(block: Insertion) -> bool:
    """Return whether the words say how often at least or at most something is so: "more than twice a week", "every day"."""
    first, *rest = block.inside
    rest = [piece for piece in rest if piece not in {"time", "per", "every", "/", "each"}]
    counted = isinstance(first, Limit) and first.kind == "limit" and not first.dimension
    return (counted or first in {"every", "each"}) and len(rest) == 1 and rest[0] in _PERIODS


def at_place(block: Insertion) -> bool:
    """Return whether the words say where or when something is so: "at home", "at night"; not of what somebody is able to do."""
    ahead = {str(piece) for piece in block.every[: block.start]}
    where = list(block.inside[1:])
    cared = len(where) == 1 and where[0] in _CENTERS and _CARED & ahead and not _VISITS & ahead
    return block.inside[0] == "at" and (where in _AT or bool(cared)) and not ABILITY & ahead
