"""Sentences about items and fields that need no words of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import field_name, shown
from monitor.core.presentation.sentences.model import Sentence

if TYPE_CHECKING:
    from monitor.model import Change, Json

_LIMIT, _NESTED = 160, 60


def general(change: Change, what: str = "", event: str = "") -> Sentence:
    """Return that an item or field was added, removed or changed.

    Args:
        change: the change.
        what: its name in words; "" takes it from the change's subject and fields.
        event: ``added``, ``removed`` or anything else for changed; "" takes the change's own.

    """
    what, event = what or named(change), event or change.event
    complete = is_short(change.before) and is_short(change.after)
    if event == "added":
        return Sentence(f"{what} was added", f": {shown(change.after)}.", complete)
    if event == "removed":
        return Sentence(f"{what} was removed", f"; it was {shown(change.before)}.", complete)
    return Sentence(f"{what} changed", f" from {shown(change.before)} to {shown(change.after)}.", complete)


def named(change: Change) -> str:
    """Return what changed in words: ``Description – brief summary``, with the item's name if it is in a list."""
    fields = [field_name(str(field)) for field in change.details.get("fields") or []]
    words = " – ".join(dict.fromkeys(filter(None, fields)))
    words = words[:1].upper() + words[1:]
    return f"{words} “{change.subject}”" if change.subject else words


def is_short(value: Json) -> bool:
    """Return whether a sentence has room for a value in full."""
    if isinstance(value, dict | list):
        parts = list(value.values()) if isinstance(value, dict) else value
        return len(shown(value, 10**6)) <= _LIMIT and all(
            not isinstance(part, dict | list) and len(str(part)) <= _NESTED for part in parts
        )
    return len(str(value)) <= _LIMIT
