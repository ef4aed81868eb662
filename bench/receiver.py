"""A web hook on loopback that keeps what it took, may be slow, and may refuse now and then."""

from __future__ import annotations

import http.server
import json
import random
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class Receiver(http.server.ThreadingHTTPServer):
    """The server; ``taken`` has the messages that it answered with 200, or was about to.

    Args:
        keep: whether to keep messages.
        slow: the most seconds that an answer takes.
        refuse: the share of messages that get a 503 and do not count as taken.
        seed: of what is random here.

    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *, keep: bool = True, slow: float = 0.0, refuse: float = 0.0, seed: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Hook)
        self.keep, self.slow, self.refuse = keep, slow, refuse
        self.chance = random.Random(seed)
        self.taken: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        """The address for a channel."""
        return f"json://127.0.0.1:{self.server_address[1]}/"

    def handle_error(self, *_: object) -> None:
        """A client that was killed is no news."""


class _Hook(http.server.BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        refused = self.server.chance.random() < self.server.refuse
        if self.server.keep and not refused:
            self.server.taken.append(json.loads(body))
        time.sleep(self.server.slow * self.server.chance.random())
        self.send_response(503 if refused else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def receiver(**options: Any) -> Iterator[Receiver]:  # noqa: ANN401
    """Run one, and stop it."""
    server = Receiver(**options)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
