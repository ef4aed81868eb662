"""A limit of requests in a time."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class RateLimit:
    """Lets so many requests pass in any so many seconds; a refused one does not count."""

    def __init__(self, requests: int, *, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._requests, self._seconds, self._clock = requests, seconds, clock
        self._passed: deque[float] = deque()

    def exceeded(self) -> bool:
        """Whether a request that comes now is one too many; if not, it counts."""
        now = self._clock()
        while self._passed and self._passed[0] <= now - self._seconds:
            self._passed.popleft()
        if len(self._passed) >= self._requests:
            return True
        self._passed.append(now)
        return False
