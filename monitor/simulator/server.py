"""The simulated registry as a real HTTP server on the loopback interface."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from http.server import ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from monitor.simulator.behavior import Behavior
from monitor.simulator.connection import Connection, Service, reset
from monitor.simulator.faults import Faults
from monitor.simulator.requests import RequestLog
from monitor.simulator.source import StudySource

if TYPE_CHECKING:
    from types import TracebackType

    from monitor.simulator.requests import Request

HOST = "127.0.0.1"

Source = TypeVar("Source", bound=StudySource)


class SimulatedRegistry(Generic[Source]):
    """Serves a source of studies; a context manager that leaves nothing running.

    `latency` is the time in seconds that each answer takes at least. `requests` has
    all requests in the order in which they came, unless `keep_requests` is off; a
    test may clear it.
    """

    def __init__(
        self, registry: Source, *, port: int = 0, latency: float = 0.0, keep_requests: bool = True
    ) -> None:
        self.registry = registry
        self.latency = latency
        self.faults = Faults()
        self.behavior = Behavior()
        self.log = RequestLog(keep=keep_requests)
        self.stopping = Event()
        self._server = Server((HOST, port), self)
        self._thread: Thread | None = None

    @property
    def requests(self) -> list[Request]:
        """The requests that came."""
        return self.log.requests

    @property
    def url(self) -> str:
        """The base URL; `/api/v2` and `/api/int` are below it."""
        return f"http://{HOST}:{self._server.server_port}"

    def start(self) -> None:
        """Begin to serve, in a thread of its own."""
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), name="simulated-registry")
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and close every connection; may be called twice."""
        self.stopping.set()
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._thread = None
        self._server.break_off()
        self._server.server_close()

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()


class Server(ThreadingHTTPServer):
    """Keeps the open connections, so that it can stop promptly whatever they wait for."""

    # Not daemons, so that closing the server waits for them; they end because `break_off` closes their sockets.
    daemon_threads = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], service: Service) -> None:
        self.service = service
        self._open: set[socket.socket] = set()
        self._open_lock = Lock()
        super().__init__(address, Connection)

    def process_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:  # type: ignore[override]
        """Answer a connection in a thread of its own, or break it off if a fault says so."""
        if self.service.faults.take_reset():
            reset(request)
            return
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        """Close a connection that is done with."""
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def break_off(self) -> None:
        """End what every open connection waits for."""
        with self._open_lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that have gone away: tests make them do so."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]
