"""When a job is due next, whatever is done to the machine's clock."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.clock import now as utc_now
from monitor.core.schedule import Every

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from monitor.core.schedule import Schedule

ON_TIME = timedelta(seconds=1)
"""A job that begins this late is on time: its next time is counted from the planned one, so that intervals add up."""


class Plan:
    """The times of one job. The first one is at once.

    An interval ends when either the wall clock or the monotonic clock says so: the wall clock goes on while the
    machine is suspended, and the monotonic clock while somebody sets the wall clock back.

    Args:
        schedule: the interval, or the times of day.
        clock: returns the time.
        monotonic: returns seconds of a clock that nobody sets.

    """

    def __init__(
        self,
        schedule: Schedule,
        *,
        clock: Callable[[], datetime] = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._schedule, self._clock, self._monotonic = schedule, clock, monotonic
        self._due: tuple[datetime, float] | None = None
        self._held_until = float("-inf")

    def begin(self) -> None:
        """Plan the next time; called when the job begins."""
        now = self._clock()
        start = self._due[0] if self._due and timedelta(0) <= now - self._due[0] < ON_TIME else now
        self._due = self._by_both_clocks(self._schedule.after(start), now)

    def hold(self, seconds: float) -> None:
        """Let the job not begin for so many seconds from now, even if it is due."""
        self._held_until = self._monotonic() + seconds

    def remaining(self) -> float:
        """Return the seconds until the job is due; 0 when it is."""
        return max(0.0, self._held_until - self._monotonic(), self._until_due())

    def _until_due(self) -> float:
        if self._due is None:
            return 0.0
        now = self._clock()
        at, elapsed_at = self._due
        left = (at - now).total_seconds()
        if isinstance(self._schedule, Every):
            return min(left, elapsed_at - self._monotonic())
        if left > 0 and (earlier := self._schedule.after(now)) < at:  # the clock was set back
            self._due = self._by_both_clocks(earlier, now)
            return (earlier - now).total_seconds()
        return left

    def _by_both_clocks(self, at: datetime, now: datetime) -> tuple[datetime, float]:
        """Return a time by the wall clock and by the monotonic one."""
        return at, self._monotonic() + (at - now).total_seconds()
