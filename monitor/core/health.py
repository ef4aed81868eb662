"""Is the watch itself well: alive, and not stale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

HEARTBEAT_SECONDS = 60.0
"""A service whose last heartbeat is older is not alive."""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the service is alive, and whether its last successful poll is fresh."""

    alive: bool
    fresh: bool


def health(
    now: datetime, heartbeat_at: str | None, last_success_at: str | None, stale_after: float
) -> Health:
    """Judge by the times that the store has.

    Args:
        now: the time now.
        heartbeat_at: when the service last said that it is there; None for never.
        last_success_at: when a poll last got answers; None for never.
        stale_after: seconds.

    """
    return Health(
        alive=_within(now, heartbeat_at, HEARTBEAT_SECONDS),
        fresh=_within(now, last_success_at, stale_after),
    )


def _within(now: datetime, at: str | None, seconds: float) -> bool:
    # A time to come is as wrong as one long past: the clock was set back, and nobody has written since.
    return at is not None and abs(now - datetime.fromisoformat(at)) < timedelta(seconds=seconds)
