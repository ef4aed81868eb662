"""How fast to ask, how long to wait, and when to give up."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from monitor.errors import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

SHORTEST = 0.05
"""Seconds; with less left there is no point in asking."""
LONGEST_HOLD = 86400.0
"""Seconds; nobody is left alone for longer than this, whatever a header says."""


class Pace:
    """Spaces requests evenly, and ends a round in which nothing usable comes back.

    Args:
        per_second: requests in a second; the registry's robots.txt says one.
        patience: seconds without a usable answer after which a round is given up.
        clock: seconds that only go forward.
        sleep: waits for so many seconds.

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
        self._sleep = sleep
        self._next = clock()
        self._held = False
        self._give_up = clock() + patience

    def trust(self) -> None:
        """Begin patience anew: a usable answer came."""
        self._give_up = self._clock() + self._patience

    def wait(self) -> None:
        """Wait for this client's turn.

        Raises:
            Unreachable: the registry asked to be left alone for longer than patience lasts.

        """
        ahead = self._next - self._clock()
        if self._held and ahead >= self._give_up - self._clock():
            raise Unreachable(
                f"the registry asks to be left alone for {ahead:.0f} s; giving up for this round",
                retry_after=ahead,
            )
        if ahead > 0:
            self._sleep(ahead)
        self._held = False
        self._next = self._clock() + self._gap

    def hold(self, seconds: float) -> None:
        """Ask nothing at all for so long: the registry said so."""
        if seconds > 0:
            self._held = True
            self._next = max(self._next, self._clock() + seconds)

    @property
    def held(self) -> float:
        """Seconds that are left of the last ``hold``."""
        return max(0.0, self._next - self._clock()) if self._held else 0.0

    def rest(self, seconds: float) -> bool:
        """Wait before trying again; False, at once, where patience would run out before."""
        if max(seconds, self._next - self._clock()) >= self._give_up - self._clock():
            return False
        self._sleep(seconds)
        return True

    def allowed(self, timeout: float) -> float:
        """Return the seconds that the next request may take.

        Raises:
            Unreachable: patience ran out.

        """
        left = self._give_up - self._clock()
        if left < SHORTEST:
            raise Unreachable(
                f"the registry gave no usable answer for {self._patience:.0f} s; giving up for this round"
            )
        return min(timeout, left)


def retry_after(value: str | None, now: datetime | None = None) -> float:
    """Return the seconds that a ``Retry-After`` header asks for, in either of its forms; 0 for none."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_HOLD)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # also for numbers that fit no date
        return 0.0
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(0.0, (at - (now or datetime.now(UTC))).total_seconds()), LONGEST_HOLD)
