"""The small registry as a server in a process of its own, on the loopback interface."""

from __future__ import annotations

import multiprocessing
import re
import time
import zlib
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from whole.answers import BadRequest, Registry
from whole.generate import number_of
from whole.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from whole.answers import Registry as Served

_STUDY = re.compile(r"/api/v2/studies/(NCT\d{8})")
_TEXT, _JSON = "text/plain;charset=UTF-8", "application/json"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one go
    registry: Served

    def do_GET(self) -> None:
        """Answer."""
        address = urlsplit(self.path)
        try:
            self._answer(address.path, dict(parse_qsl(address.query)))
        except BadRequest as error:
            self._send(400, _TEXT, str(error).encode())

    def _answer(self, path: str, query: dict[str, str]) -> None:
        study = _STUDY.fullmatch(path)
        if self.headers.get("If-None-Match") == self.registry.etag:
            self._send(304, "", b"")
        elif path == "/api/v2/version":
            self._send(200, _JSON, self.registry.version())
        elif path == "/api/v2/studies":
            self._send(200, _JSON, self.registry.page(query), packed=True)
        elif study:
            number = number_of(study[1])
            if number is None or number >= len(self.registry.shelf):
                self._send(404, _TEXT, f"NCT number {study[1]} not found".encode())
            else:
                self._send(200, _JSON, self.registry.study(number), packed=True)
        else:
            self._send(404, "text/html; charset=utf-8", b"<html><body><h1>404</h1></body></html>")

    def _send(self, status: int, kind: str, body: bytes, *, packed: bool = False) -> None:
        if packed and "gzip" not in self.headers.get("Accept-Encoding", ""):
            body, packed = zlib.decompress(body, 31), False
        self.send_response(status)
        self.send_header("ETag", self.registry.etag)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        if status != 304:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True


def _serve(pipe: Connection, folder: Path, port: int) -> None:
    registry = Registry(Shelf(folder))
    handler = type("Handler", (_Handler,), {"registry": registry})
    with _Server(("127.0.0.1", port), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        pipe.send(f"http://127.0.0.1:{server.server_port}")
        try:
            while (wish := pipe.recv()) != "stop":
                pipe.send(registry.publish(*wish) if wish != "cost" else _cost())
        except (EOFError, KeyboardInterrupt):
            pass
        server.shutdown()


def _cost() -> tuple[float, float]:
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123
        text = status.read()
    anonymous = int(text.split("RssAnon:")[1].split()[0]) / 1024
    return time.process_time(), anonymous


class Running:
    """A server that runs."""

    def __init__(self, url: str, pipe: Connection) -> None:
        self.url = url
        self._pipe = pipe

    def publish(self, moved: int, silent: int, among: Sequence[str] | None = None) -> dict[str, list[str]]:
        """Publish the next release; return the numbers of what changed in it."""
        return self._ask((moved, silent, among))

    def cost(self) -> tuple[float, float]:
        """Return the CPU seconds and the megabytes of its own memory that the server has used."""
        return self._ask("cost")

    def _ask(self, wish: Any) -> Any:  # noqa: ANN401  # whatever the pipe carries
        self._pipe.send(wish)
        return self._pipe.recv()


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[Running]:
    """Serve the studies of a folder while the block runs."""
    here, there = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_serve, args=(there, folder, port), daemon=True)
    process.start()
    there.close()
    try:
        yield Running(here.recv(), here)
    finally:
        here.send("stop")
        process.join(10)
