"""Faults between a client and the registry, which tests order.

    faults.add("/studies", status(503), status(429, retry_after=2))   # the next two requests there
    faults.add("/version", hang(30), times=3)                         # the next three
    faults.refuse(lambda request: "Mozilla" in request.headers.get("user-agent", ""))
    faults.limit(single_study, RateLimit(5, seconds=60))              # 429 from the sixth in a minute on
    faults.reset_at_accept(2)                                         # the next two connections

The actions are the functions of `monitor.simulator.actions`, predicates are in `monitor.simulator.predicates`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from monitor.simulator.answer import Answer
    from monitor.simulator.rate_limit import RateLimit
    from monitor.simulator.requests import Request


class Exchange(Protocol):
    """One request being answered, as an action sees it."""

    @property
    def request(self) -> Request:
        """What was asked."""

    def ordinary(self) -> Answer:
        """What the registry would answer."""

    def send(self, answer: Answer) -> None:
        """Send a whole answer as the registry does, compressed where the client takes it."""

    def head(self, answer: Answer, *, length: int, encoding: str = "") -> bytes:
        """Return the head of an answer whose body has `length` bytes."""

    def write(self, data: bytes) -> None:
        """Send bytes as they are; the connection is closed after this request."""

    def pause(self, seconds: float) -> bool:
        """Wait; True when the server stops meanwhile."""

    def reset(self) -> None:
        """Break the connection off, so that the client sees a reset."""


Action: TypeAlias = Callable[[Exchange], None]
"""Answers one request in its own way."""


class Faults:
    """The faults ordered; safe to use while the server runs."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._queues: list[tuple[Callable[[Request], bool], deque[Action]]] = []
        self._refused: list[Callable[[Request], bool]] = []
        self._standing: list[tuple[Callable[[Request], bool], Action]] = []
        self._limits: list[tuple[Callable[[Request], bool], RateLimit]] = []
        self._resets = 0

    def add(self, which: str | Callable[[Request], bool], *actions: Action, times: int = 1) -> None:
        """Use these actions in turn, the whole row `times` times, for the next requests with this in their path.

        In place of a part of the path, `which` may be a function that returns whether a request is meant.
        """
        meant = which if callable(which) else lambda request: which in request.path
        with self._lock:
            self._queues.append((meant, deque(actions * times)))

    def always(self, predicate: Callable[[Request], bool], action: Action) -> None:
        """Take this action for every request of which the predicate is true, until `clear`."""
        with self._lock:
            self._standing.append((predicate, action))

    def limit(self, predicate: Callable[[Request], bool], limit: RateLimit) -> None:
        """Answer 429 to requests of which the predicate is true when they are too many, until `clear`."""
        with self._lock:
            self._limits.append((predicate, limit))

    def refuse(self, predicate: Callable[[Request], bool]) -> None:
        """Answer 403 as the edge does to every request of which the predicate is true, until `clear`."""
        with self._lock:
            self._refused.append(predicate)

    def reset_at_accept(self, connections: int = 1) -> None:
        """Break off the next connections before anything was read from them."""
        with self._lock:
            self._resets += connections

    def clear(self) -> None:
        """Forget all faults."""
        with self._lock:
            self._queues.clear()
            self._refused.clear()
            self._standing.clear()
            self._limits.clear()
            self._resets = 0

    def refused(self, request: Request) -> bool:
        """Whether the edge refuses this request."""
        with self._lock:
            return any(predicate(request) for predicate in self._refused)

    def take(self, request: Request) -> Action | None:
        """Take the next action for this request off its queue."""
        with self._lock:
            for meant, queue in self._queues:
                if queue and meant(request):
                    return queue.popleft()
            return next((action for meant, action in self._standing if meant(request)), None)

    def limited(self, request: Request) -> bool:
        """Whether this request is one too many."""
        with self._lock:
            return any(limit.exceeded() for meant, limit in self._limits if meant(request))

    def take_reset(self) -> bool:
        """Whether to break off the connection that has just come."""
        with self._lock:
            due = self._resets > 0
            self._resets -= due
            return due
