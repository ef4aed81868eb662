"""Statuses → tones: the few colours that a timeline has, and the words for them."""

from __future__ import annotations

from monitor.core.presentation.labels import cut, status
from monitor.core.presentation.sanitize import flat

TONES = {
    "RECRUITING": "open",
    "AVAILABLE": "open",
    "ENROLLING_BY_INVITATION": "invited",
    "NOT_YET_RECRUITING": "soon",
    "ACTIVE_NOT_RECRUITING": "active",
    "COMPLETED": "done",
    "APPROVED_FOR_MARKETING": "done",
    "SUSPENDED": "paused",
    "TEMPORARILY_NOT_AVAILABLE": "paused",
    "TERMINATED": "ended",
    "WITHDRAWN": "ended",
    "NO_LONGER_AVAILABLE": "ended",
    "gone": "gone",
    "unheld": "unheld",
}
_OWN = {"gone": "Gone from the registry", "unheld": "Before the first version held"}


def tone(code: str) -> str:
    """Return the tone of a status; one that is unknown, withheld or new has none of its own."""
    return TONES.get(code, "unknown")


def words(code: str | None) -> str:
    """Return a status in words."""
    return _OWN.get(code or "", "") or cut(flat(status(code)), 60)
