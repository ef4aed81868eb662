"""Is the watch itself well: alive, not stale, and not stuck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LIVENESS_SECONDS = 60.0
"""A service that last wrote that it is alive longer ago than this is not alive."""

STUCK_SECONDS = 600.0
"""A poll, or a pass of sending, that has not got ahead for longer does not come to an end."""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the service is alive, whether its last successful poll is fresh, and which of its jobs are stuck."""

    alive: bool
    fresh: bool
    stuck: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return self.alive and self.fresh and not self.stuck


def health(
    now: datetime,
    alive_at: str | None,
    last_success_at: str | None,
    stale_after: float,
    under_way: Mapping[str, str] | None = None,
) -> Health:
    """Judge by the times that the store has.

    Args:
        now: the time now.
        alive_at: when the service last wrote that it is alive; None for never.
        last_success_at: when the registry last answered a poll; None for never.
        stale_after: seconds.
        under_way: when each job that the service is at last got ahead.

    """
    return Health(
        alive=_within(now, alive_at, LIVENESS_SECONDS),
        fresh=_within(now, last_success_at, stale_after),
        stuck=tuple(
            job
            for job, at in sorted((under_way or {}).items())
            if now - datetime.fromisoformat(at) > timedelta(seconds=STUCK_SECONDS)
        ),
    )


def _within(now: datetime, at: str | None, seconds: float) -> bool:
    # A time to come is as wrong as one long past: the clock was set back, and nobody has written since.
    return at is not None and abs(now - datetime.fromisoformat(at)) < timedelta(seconds=seconds)
