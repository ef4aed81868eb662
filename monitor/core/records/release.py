"""Which of two releases is the older one, by their names (``dataTimestamp``)."""

from __future__ import annotations

from datetime import UTC, datetime


def is_older(first: str, second: str) -> bool:
    """Return whether a release was cut before another; False where a name is no time, for then nobody knows."""
    times = release_time(first), release_time(second)
    return times[0] is not None and times[1] is not None and times[0] < times[1]


def release_time(name: str) -> datetime | None:
    """Return when a release was cut; None where its name is no time."""
    try:
        at = datetime.fromisoformat(name)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
