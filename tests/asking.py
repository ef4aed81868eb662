"""Asking a server on loopback, and the log of changes, as plainly as it can be done."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from urllib.parse import urlencode

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


def listed(server, **query):
    """Return a page of studies; an underscore in a parameter's name stands for a full stop."""
    query = {name.replace("_", "."): value for name, value in query.items()}
    status, _, body = fetch(server, f"/api/v2/studies?{urlencode(query)}")
    assert status == 200, body
    return json.loads(body)


def found(server, **query):
    """Return the numbers of the studies on a page."""
    answer = listed(server, **{"fields": "NCTId", **query})
    return [study["protocolSection"]["identificationModule"]["nctId"] for study in answer["studies"]]


def refused(server, target):
    """Return the words in which a request is refused as a bad one."""
    status, headers, body = fetch(server, target)
    assert status == 400
    assert headers.get_content_type() == "text/plain"
    return body.decode()
