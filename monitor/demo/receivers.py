"""Local receivers of alerts: a web hook and a mailbox, on loopback, for as long as the demo lasts."""

from __future__ import annotations

import email
import email.policy
import http.server
import json
import queue
import socketserver
import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import TracebackType


@dataclass(frozen=True, slots=True)
class Received:
    """An alert as it arrived."""

    kind: str
    subject: str
    body: str


Arrived = queue.Queue[Received]


class _Hook(http.server.BaseHTTPRequestHandler):
    def __init__(self, arrived: Arrived, *args: Any) -> None:  # noqa: ANN401  # what socketserver hands on
        self._arrived = arrived
        super().__init__(*args)

    def do_POST(self) -> None:
        """Take a message as Apprise's json:// sends it."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._arrived.put(Received("web hook", body["title"], body["message"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


class _Mail(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as it takes to accept one mail after the other."""

    def __init__(self, arrived: Arrived, *args: Any) -> None:  # noqa: ANN401  # what socketserver hands on
        self._arrived = arrived
        super().__init__(*args)

    def handle(self) -> None:
        """Answer a client until it quits."""
        self._say("220 demo ready")
        while line := self.rfile.readline(2000).strip():
            verb = line.split(b" ")[0].upper()
            if verb == b"DATA":
                self._say("354 end with a dot")
                self._take()
            self._say("221 bye" if verb == b"QUIT" else "250 ok")
            if verb == b"QUIT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        mail = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        part = mail.get_body(preferencelist=("plain", "html"))
        text = part.get_content() if part else ""
        self._arrived.put(Received("mail", str(mail["Subject"]), text))


class _MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


class Receivers:
    """Both receivers; ``arrived`` is a queue of what came in."""

    def __init__(self) -> None:
        self.arrived: Arrived = queue.Queue()
        self._servers: list[socketserver.BaseServer] = []
        self.hook = self._start(
            http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Hook, self.arrived))
        )
        self.mail = self._start(_MailServer(("127.0.0.1", 0), partial(_Mail, self.arrived)))

    def _start(self, server: socketserver.TCPServer) -> int:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self._servers.append(server)
        return int(server.server_address[1])

    def __enter__(self) -> Self:
        """Use them in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close both."""
        for server in self._servers:
            server.shutdown()
            server.server_close()
