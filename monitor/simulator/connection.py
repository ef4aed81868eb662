"""One connection to the simulated registry: HTTP/1.1 with keep-alive, compression, latency and faults."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Protocol, cast

from monitor.simulator import actions
from monitor.simulator.bodies import gzipped, plain
from monitor.simulator.endpoints import answer
from monitor.simulator.requests import Entry, Request

if TYPE_CHECKING:
    from threading import Event

    from monitor.simulator.answer import Answer
    from monitor.simulator.behavior import Behavior
    from monitor.simulator.faults import Faults
    from monitor.simulator.requests import RequestLog
    from monitor.simulator.source import StudySource

_COMPRESS_FROM = 500
"""Bodies of fewer bytes are sent as they are."""


class Service(Protocol):
    """What the connections of one server share."""

    @property
    def registry(self) -> StudySource:
        """The studies."""

    latency: float
    faults: Faults
    behavior: Behavior
    log: RequestLog
    stopping: Event


class Connection(BaseHTTPRequestHandler):
    """Reads the requests of one connection; an `Answering` answers each."""

    protocol_version = "HTTP/1.1"
    # Without this a second write waits for the client's acknowledgement of the first.
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self) -> None:
        """Answer a GET or a HEAD, or let a fault do it."""
        service = cast("Service", self.server.service)  # type: ignore[attr-defined]
        exchange = Answering(self, service)
        if service.latency and exchange.pause(service.latency):
            self.close_connection = True
        elif service.faults.refused(exchange.request):
            actions.denied()(exchange)
        elif service.faults.limited(exchange.request):
            actions.status(429)(exchange)
        elif action := service.faults.take(exchange.request):
            action(exchange)
        else:
            exchange.send(exchange.ordinary())

    do_HEAD = do_GET  # noqa: N815 - likewise

    def log_message(self, *_: object) -> None:
        """Write no log: `SimulatedRegistry.requests` is one."""


class Answering:
    """One request and the ways to answer it: the `Exchange` that a fault's action works with."""

    def __init__(self, connection: Connection, service: Service) -> None:
        self._connection, self._service = connection, service
        self.request = Request.of(connection.command, connection.path, dict(connection.headers.items()))
        self._entry = Entry(service.log, self.request)

    def ordinary(self) -> Answer:
        """What the registry would answer."""
        return answer(self._service.registry.now, self.request, self._service.behavior)

    def send(self, answer: Answer) -> None:
        """Send a whole answer as the registry does, compressed where the client takes it."""
        if "gzip" in self.request.headers.get("accept-encoding", "") and _worth_compressing(answer):
            body, encoding = gzipped(answer.body), "gzip"
        else:
            body, encoding = plain(answer.body), ""
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
        return self._service.stopping.wait(seconds)

    def reset(self) -> None:
        """Break the connection off, so that the client sees a reset."""
        self._connection.close_connection = True
        reset(self._connection.connection)

    def _write(self, data: bytes) -> None:
        # Noted first: a test that has read the answer finds it in the list.
        self._entry.note(sent=len(data))
        self._connection.wfile.write(data)


def _worth_compressing(answer: Answer) -> bool:
    return not isinstance(answer.body, bytes) or len(answer.body) >= _COMPRESS_FROM


def reset(connection: socket.socket) -> None:
    """Close a connection so that the other side sees a reset and not an end."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
