"""Is the watch itself well: alive, and not stale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LIVENESS_SECONDS = 60.0
"""A service that last wrote that it is alive longer ago than this is not alive."""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the service is alive, and whether its last successful poll is fresh."""

    alive: bool
    fresh: bool


def health(now: datetime, alive_at: str | None, last_success_at: str | None, stale_after: float) -> Health:
    """Judge by the times that the store has.

    Args:
        now: the time now.
        alive_at: when the service last wrote that it is alive; None for never.
        last_success_at: when the registry last answered a poll; None for never.
        stale_after: seconds.

    """
    return Health(
        alive=_within(now, alive_at, LIVENESS_SECONDS),
        fresh=_within(now, last_success_at, stale_after),
    )


def _within(now: datetime, at: str | None, seconds: float) -> bool:
    # A time to come is as wrong as one long past: the clock was set back, and nobody has written since.
    return at is not None and abs(now - datetime.fromisoformat(at)) < timedelta(seconds=seconds)
