"""Asking a server on loopback as plainly as it can be done."""

from __future__ import annotations

from http.client import HTTPConnection


def fetch(server, target, headers=None, method="GET"):
    """Return status, headers and body of an answer; the connection is closed."""
    connection = HTTPConnection(server.url.removeprefix("http://"), timeout=5)
    try:
        connection.request(method, target, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()
