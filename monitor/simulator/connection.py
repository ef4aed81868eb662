"""One connection to the simulated registry: HTTP/1.1 with keep-alive, compression, latency and faults."""

from __future__ import annotations

import gzip
import socket
import struct
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, cast

from monitor.simulator import actions
from monitor.simulator.answers import Answer, answer
from monitor.simulator.requests import Entry, Request

if TYPE_CHECKING:
    from monitor.simulator.server import Serving

_COMPRESS_FROM = 500
"""Bodies of fewer bytes are sent as they are."""


class Connection(BaseHTTPRequestHandler):
    """Reads the requests of one connection; an `Answering` sees to each."""

    protocol_version = "HTTP/1.1"
    # Without this a second write waits for the client's acknowledgement of the first.
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self) -> None:
        """Answer a GET or a HEAD, or let a fault do it."""
        serving = cast("Serving", self.server)
        simulated = serving.simulated
        exchange = Answering(self, serving)
        if simulated.latency and exchange.pause(simulated.latency):
            self.close_connection = True
        elif simulated.faults.refused(exchange.request):
            actions.denied()(exchange)
        elif action := simulated.faults.take(exchange.request):
            action(exchange)
        else:
            exchange.send(exchange.ordinary())

    do_HEAD = do_GET  # noqa: N815 - likewise

    def log_message(self, *_: object) -> None:
        """Write no log: `SimulatedRegistry.requests` is one."""


class Answering:
    """One request and the ways to answer it: the `Exchange` that a fault's action works with."""

    def __init__(self, connection: Connection, serving: Serving) -> None:
        self._connection, self._simulated = connection, serving.simulated
        self.request = Request.of(connection.command, connection.path, dict(connection.headers.items()))
        self._entry = Entry(self._simulated.requests, self._simulated.log_lock, self.request)

    def ordinary(self) -> Answer:
        """What the registry would answer."""
        history = self._simulated.faults.history
        return answer(self._simulated.registry.now, self.request, with_history=history)

    def send(self, answer: Answer) -> None:
        """Send a whole answer as the registry does, compressed where the client takes it."""
        body, encoding = answer.body, ""
        if len(body) >= _COMPRESS_FROM and "gzip" in self.request.headers.get("accept-encoding", ""):
            body, encoding = gzip.compress(body, compresslevel=1), "gzip"
        head = self.head(answer, length=len(body), encoding=encoding)
        self._write(head if self.request.method == "HEAD" else head + body)

    def head(self, answer: Answer, *, length: int, encoding: str = "") -> bytes:
        """Return the head of an answer whose body has `length` bytes; it counts as the one sent."""
        self._entry.note(status=answer.status)
        status = HTTPStatus(answer.status)
        lines = [f"HTTP/1.1 {status.value} {status.phrase}", f"Date: {self._connection.date_time_string()}"]
        lines += [f"{name}: {value}" for name, value in answer.headers]
        if status != HTTPStatus.NOT_MODIFIED:
            lines += [f"Content-Type: {answer.kind}", "Vary: Accept-Encoding", f"Content-Length: {length}"]
        if encoding:
            lines.append(f"Content-Encoding: {encoding}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    def write(self, data: bytes) -> None:
        """Send bytes as they are; the connection is closed after this request."""
        self._connection.close_connection = True
        self._write(data)

    def pause(self, seconds: float) -> bool:
        """Wait; True when the server stops meanwhile."""
        return self._simulated.stopping.wait(seconds)

    def reset(self) -> None:
        """Break the connection off, so that the client sees a reset."""
        self._connection.close_connection = True
        reset(self._connection.connection)

    def _write(self, data: bytes) -> None:
        # Noted first: a test that has read the answer finds it in the list.
        self._entry.note(sent=len(data))
        self._connection.wfile.write(data)


def reset(connection: socket.socket) -> None:
    """Close a connection so that the other side sees a reset and not an end."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
