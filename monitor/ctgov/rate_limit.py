"""The rate limit: how fast to send, how long to wait, and when to send no more."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from monitor.errors import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

SHORTEST = 0.05
"""Seconds; with less left no request is sent."""
LONGEST_PAUSE = 86400.0
"""Seconds; a ``Retry-After`` beyond it counts as this much."""


class RateLimit:
    """Spaces requests evenly, and ends the poll when no usable answer comes for long.

    Args:
        per_second: requests in a second; the registry's robots.txt says one.
        patience: seconds without a usable answer after which no more is sent.
        clock: returns monotonic seconds.
        sleep: waits for a number of seconds.

    """

    def __init__(
        self,
        per_second: float,
        *,
        patience: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._gap = 1 / per_second
        self._patience = patience
        self._clock = clock
        self._wait = sleep
        self._next = clock()
        self._paused = False
        self._give_up = clock() + patience

    def reset_patience(self) -> None:
        """Start patience anew, after a usable answer."""
        self._give_up = self._clock() + self._patience

    def wait(self) -> None:
        """Wait until the next request may be sent.

        Raises:
            Unreachable: the registry asked for a pause longer than patience lasts.

        """
        ahead = self._next - self._clock()
        if self._paused and ahead >= self._give_up - self._clock():
            raise Unreachable(
                f"the registry asks to be left alone for {ahead:.0f} s; giving up for this poll",
                retry_after=ahead,
            )
        if ahead > 0:
            self._wait(ahead)
        self._paused = False
        self._next = self._clock() + self._gap

    def pause(self, seconds: float) -> None:
        """Send nothing for a number of seconds, as the registry asked."""
        if seconds > 0:
            self._paused = True
            self._next = max(self._next, self._clock() + seconds)

    @property
    def pause_left(self) -> float:
        """Seconds that are left of the last ``pause``; 0 for none."""
        return max(0.0, self._next - self._clock()) if self._paused else 0.0

    def sleep(self, seconds: float) -> bool:
        """Wait before another attempt; return False at once if patience would run out before."""
        if max(seconds, self._next - self._clock()) >= self._give_up - self._clock():
            return False
        self._wait(seconds)
        return True

    def time_for_request(self, timeout: float) -> float:
        """Return the seconds that the next request may take, at most ``timeout``.

        Raises:
            Unreachable: patience ran out.

        """
        left = self._give_up - self._clock()
        if left < SHORTEST:
            raise Unreachable(
                f"the registry gave no usable answer for {self._patience:.0f} s; giving up for this poll"
            )
        return min(timeout, left)


def retry_after(value: str | None, now: datetime | None = None) -> float:
    """Return the seconds that a ``Retry-After`` header asks for, in either of its forms; 0 for none."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_PAUSE)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # also for numbers that fit no date
        return 0.0
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(0.0, (at - (now or datetime.now(UTC))).total_seconds()), LONGEST_PAUSE)
