"""Values of a record as text, whole or clipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import code_label, cut, field_name, shown
from monitor.core.presentation.sanitize import flat

if TYPE_CHECKING:
    from monitor.model import Json


def value_text(value: Json) -> str:
    """Return a value in words, whole; a text without quotes around it."""
    if isinstance(value, list):
        return ", ".join(value_text(part) for part in value)
    if isinstance(value, dict):
        return "; ".join(f"{flat(field_name(key))}: {value_text(part)}" for key, part in value.items())
    return flat(value if isinstance(value, str) and not code_label(value) else shown(value))


def differing(before: Json, after: Json) -> tuple[Json, Json]:
    """Return two values; of two objects only the members that differ."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return before, after
    same = {key for key in before.keys() & after.keys() if before[key] == after[key]}
    return (
        {key: value for key, value in before.items() if key not in same and value is not None},
        {key: value for key, value in after.items() if key not in same and value is not None},
    )


def clipped(text: str, limit: int) -> str:
    """Return a text of about so many characters at most; a cut one says how much more the record has."""
    if len(text) <= limit + 40:  # to leave out less than saying so takes helps nobody
        return text
    head = cut(text, limit)
    return f"{head} {more(len(text) - len(head) + 2)}"


def more(left: int) -> str:
    """Say how much of a text is left out, and where it is."""
    return f"({left:,} more characters in the record)"
