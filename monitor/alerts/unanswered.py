"""Sends that were not answered in time and go on: whoever answers late has the message and gets no second copy."""

from __future__ import annotations

import math
import time
import uuid
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from monitor.alerts.sending import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.alerts.attempt import Attempt
    from monitor.alerts.sending import Sending
    from monitor.store.deliveries import Delivery

MOST_LEFT = 3
"""Sends of one channel that may go on: with as many, nothing more is tried there until one of them ends."""
KEEP_SECONDS = 15.0
"""Seconds between two renewals of the claims on what was not answered."""


@dataclass(eq=False, frozen=True)
class Waiting:
    """A delivery of which some sends go on; it stays claimed meanwhile."""

    claimed: Delivery
    made: Attempt


class Unanswered:
    """What one process has sent and waits for longer than a pass does.

    It is used by the threads of a pass; only one thread at a time takes out of it.
    """

    def __init__(self) -> None:
        self.worker = uuid.uuid4().hex
        """The name under which this process claims deliveries."""
        self._waiting: list[Waiting] = []
        self._left: dict[str, list[Sending]] = {}
        self._kept_at = time.monotonic()
        self._lock = Lock()

    def __iter__(self) -> Iterator[Waiting]:
        """Give what waits; it may be taken out meanwhile."""
        return iter(list(self._waiting))

    def __len__(self) -> int:
        """Return how many deliveries wait."""
        return len(self._waiting)

    def add(self, claimed: Delivery, made: Attempt) -> None:
        """Wait for the sends of an attempt that go on."""
        with self._lock:
            self._waiting.append(Waiting(claimed, made))
            self._left.setdefault(claimed.channel, []).extend(made.late.values())

    def remove(self, waiting: Waiting) -> None:
        """Wait for a delivery no more."""
        with self._lock:
            self._waiting.remove(waiting)

    def left(self, channel: str) -> int:
        """Return how many sends of a channel go on, those included for whose answer nobody waits any more."""
        with self._lock:
            going = [sending for sending in self._left.get(channel, []) if not sending.has_ended]
            self._left[channel] = going
        return len(going)

    def has_room(self, channel: str) -> bool:
        """Return whether one more send of a channel may be left behind."""
        return self.left(channel) < MOST_LEFT

    def cut(self) -> None:
        """Break off all that goes on."""
        for waiting in self:
            for sending in waiting.made.late.values():
                sending.cut()

    def kept(self) -> None:
        """Note that the claims were renewed."""
        self._kept_at = time.monotonic()

    def kept_for(self) -> float:
        """Return the seconds since the claims were renewed."""
        return time.monotonic() - self._kept_at

    def due_in(self) -> float:
        """Return the seconds until somebody has to see to what waits: 0 when an answer is there."""
        if not self._waiting:
            return math.inf
        if any(has_news(sending) for waiting in self for sending in waiting.made.late.values()):
            return 0.0
        return max(0.0, KEEP_SECONDS - self.kept_for())


def has_news(sending: Sending) -> bool:
    """Return whether a send was answered, or has lasted so long that no answer is expected any more."""
    return sending.result() is not None or time.monotonic() - sending.began > LIMIT


def give_up(made: Attempt, *, impatient: bool) -> None:
    """Cut the sends of an attempt that last too long; they count as timed out then.

    Args:
        made: the attempt.
        impatient: whether the process is about to end, and waits no longer than it has to.

    """
    for name, sending in made.late.items():
        limit = sending.patience() if impatient else LIMIT
        if time.monotonic() - sending.began > limit:
            sending.cut()
            made.results[name] = replace(made.results[name], late=None)
