"""Asking a server on loopback, and the log of changes, as plainly as it can be done."""

from __future__ import annotations

from http.client import HTTPConnection

from monitor.core.presentation.change_json import change_json


def fetch(server, target, headers=None, method="GET"):
    """Return status, headers and body of an answer; the connection is closed."""
    connection = HTTPConnection(server.url.removeprefix("http://"), timeout=5)
    try:
        connection.request(method, target, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def in_json(query, *args, **rules):
    """Return changes of the log as the commands print them."""
    return [change_json(logged) for logged in query(*args, **rules)]
