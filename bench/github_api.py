"""As much of GitHub's API, at ``github.localhost``, as ``gh`` asks for the releases of one repository; by an HTTP proxy.

``gh`` speaks HTTP without TLS to that name alone, and finds it by ``HTTP_PROXY``.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

API = "http://api.github.localhost"


class GitHub:
    """Use it in a ``with`` block; ``refused`` is how many uploads are still to be refused."""

    def __init__(self) -> None:
        self.releases: dict[str, dict[int, tuple[str, bytes]]] = {}
        self.enabled: list[str] = []
        self.refused = 0
        self.number = 0
        handler = type("Bound", (_Handler,), {"github": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)

    @property
    def variables(self) -> dict[str, str]:
        """What a command needs to find it."""
        proxy = f"http://127.0.0.1:{self._server.server_address[1]}"
        return {"HTTP_PROXY": proxy, "GH_HOST": "github.localhost", "GH_REPO": "github.localhost/me/watch"}

    def release(self, tag: str) -> dict[str, Any]:
        """Return a release as the API gives it."""
        assets = [
            {
                "id": number,
                "name": name,
                "state": "uploaded",
                "size": len(data),
                "url": f"{API}/assets/{number}",
            }
            for number, (name, data) in self.releases[tag].items()
        ]
        return {
            "id": 1,
            "tag_name": tag,
            "html_url": f"{API}/{tag}",
            "upload_url": f"{API}/upload/{tag}{{?name,label}}",
            "assets": assets,
            "author": {"login": "me"},
            "created_at": "2026-09-01T00:00:00Z",
        }

    def __enter__(self) -> Self:
        """Begin to answer."""
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    github: GitHub

    def _answer(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        address = urlsplit(self.path)
        status, answer = self._found(self.command, address.path, parse_qs(address.query), data)
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        with suppress(ConnectionError):  # who has one of two answers waits for no other
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815  # names of http.server

    def _found(self, method: str, path: str, query: dict[str, list[str]], data: bytes) -> tuple[int, Any]:
        github, found = (
            self.github,
            re.fullmatch(r".*?/(tags|upload|assets|workflows)/([\w.-]+)(/enable)?", path),
        )
        kind, name = (found[1], found[2]) if found else ("", "")
        if method == "POST" and path.endswith("/releases"):
            tag = json.loads(data)["tag_name"]
            github.releases[tag] = {}
            return 201, github.release(tag)
        if path.endswith("/graphql"):  # asked for a draft of that tag at the same time
            return 200, {"data": {"repository": {"release": None}}}
        if kind == "tags" and name in github.releases:
            return 200, github.release(name)
        if kind == "upload":
            if github.refused:
                github.refused -= 1
                return 502, {"message": "Bad Gateway"}
            github.number += 1
            github.releases[name][github.number] = (query["name"][0], data)
            return 201, github.release(name)["assets"][-1]
        if kind == "assets":
            (assets,) = [assets for assets in github.releases.values() if int(name) in assets]
            return (204, assets.pop(int(name)) and b"") if method == "DELETE" else (200, assets[int(name)][1])
        if kind == "workflows":
            github.enabled.append(name)
            return 204, b""
        return 404, {"message": "Not Found"}

    def log_message(self, *_: object) -> None:
        """Say nothing."""
