"""Waitress, so that slow clients keep nobody waiting: each connection has one answer, and the oldest makes room."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import WSGITask

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

THREADS = 2
"""Answers that are made at once at an address; more would take time from the polls."""
CONNECTIONS = 50
"""Connections that are open at once; a further one ends the oldest."""
IDLE_SECONDS = 30
"""Seconds without a byte in either direction after which a connection is ended."""


class _Task(WSGITask):  # type: ignore[misc]  # Waitress has no types
    """Makes an answer after which the connection ends.

    Else a client could ask for hundreds of pages and read none: once their answers fill Waitress's buffers, a thread
    waits for that client.
    """

    def build_response_header(self) -> bytes:
        """Return the header, which says so."""
        self.set_close_on_finish()
        return bytes(super().build_response_header())


class _Channel(HTTPChannel):  # type: ignore[misc]
    """A connection."""

    task_class = _Task


class Server(TcpWSGIServer):  # type: ignore[misc]
    """Serves an application at a listening socket.

    Waitress only marks what it wants to close and waits until the socket can be written, which never comes where a
    client does not read.
    """

    channel_class = _Channel

    def __init__(self, application: WSGIApplication, listener: socket.socket) -> None:
        settings = Adjustments(
            sockets=[listener],
            threads=THREADS,
            ident=None,
            channel_timeout=IDLE_SECONDS,
            connection_limit=2 * CONNECTIONS,
            max_request_header_size=16_384,
            max_request_body_size=1_024,
            clear_untrusted_proxy_headers=True,
        )
        where = (listener.family, listener.type, listener.proto, listener.getsockname())
        super().__init__(application, _sock=listener, adj=settings, sockinfo=where, bind_socket=False)

    def handle_accept(self) -> None:
        """Take the next connection, in the place of the oldest if all are taken."""
        held = [channel for channel in self.active_channels.values() if not channel.will_close]
        if len(held) >= CONNECTIONS:
            _end(min(held, key=lambda channel: channel.creation_time))
        super().handle_accept()

    def maintenance(self, now: float) -> None:
        """End the connections on which nothing moved for a while."""
        for channel in self.active_channels.values():
            if not channel.requests and channel.last_activity < now - IDLE_SECONDS:
                _end(channel)


def _end(channel: Any) -> None:  # noqa: ANN401
    """Let the next turn of the loop close a connection, whether or not its client reads."""
    channel.will_close = True
    with suppress(OSError):  # it has ended by itself
        channel.socket.shutdown(socket.SHUT_RDWR)
