"""Times as the store and the JSON write them: ISO 8601 in UTC with ``Z``, to the second."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(at: datetime) -> str:
    """Write a time; they sort as text."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse(text: str) -> datetime:
    """Read a time that ``stamp`` wrote."""
    return datetime.fromisoformat(text)


def now() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)
