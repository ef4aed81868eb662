"""What was asked and answered while a channel's plug-in sent: the plug-in itself says only yes or no.

A send runs in a thread of its own; what its connections record there is its alone.
"""

from __future__ import annotations

import socket
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that left this machine, and its answer."""

    place: str
    """Scheme, host and port, such as ``https://hooks.example:443``."""
    code: int
    """The status of HTTP, or SMTP's reply code."""
    words: str = field(repr=False)
    """What the far side said."""
    retry_after: float | None = None
    """Seconds that it asks to be left alone, if it asks."""

    is_login: bool = False
    """Whether it was a request to log in, which may be refused with 403 (Matrix) or 550 (Exchange)."""

    @property
    def is_mail(self) -> bool:
        """Whether it is SMTP's; else it is one of HTTP."""
        return self.place.startswith("smtp")

    @property
    def is_yes(self) -> bool:
        """Whether the request was answered well: 2xx in HTTP and in SMTP."""
        return self.code // 100 == 2


@dataclass(slots=True)
class Recording:
    """What the connections of one send do."""

    exchanges: list[Exchange] = field(default_factory=list)
    is_mail_handed_over: bool = False
    """Whether a mail was, or is being, handed over: from then on its server may have it, whatever it answers."""
    _connections: list[socket.socket] = field(default_factory=list)
    _is_cut: bool = False
    _lock: Lock = field(default_factory=Lock)

    def hold(self, connection: socket.socket) -> None:
        """Keep a second handle of a connection, by which it can be cut whatever becomes of the first."""
        with self._lock:
            self._connections.append(connection.dup())
        if self._is_cut:
            self.cut()

    def cut(self) -> None:
        """Break off all connections: who waits for an answer on one gets an error at once."""
        with self._lock:
            self._is_cut = True
            for connection in self._connections:
                with suppress(OSError):  # the far side was faster
                    connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connections."""
        with self._lock:
            while self._connections:
                self._connections.pop().close()


_recorded: ContextVar[Recording | None] = ContextVar("recording", default=None)


@contextmanager
def recording(found: Recording) -> Iterator[None]:
    """Record this thread's exchanges and connections until the block is left."""
    token = _recorded.set(found)
    try:
        yield
    finally:
        _recorded.reset(token)
        found.close()


def record(exchange: Exchange) -> None:
    """Add an exchange to those of this thread, if they are recorded."""
    if found := _recorded.get():
        found.exchanges.append(exchange)


def hold(connection: socket.socket) -> None:
    """Add a connection to those of this thread, if they are recorded."""
    if found := _recorded.get():
        found.hold(connection)


def note_mail() -> None:
    """Note that this thread hands a mail over."""
    if found := _recorded.get():
        found.is_mail_handed_over = True
