"""From a request to its answer: pure, no sockets. `/api/v2` as described and measured, `/api/int` as reported."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from monitor.simulator import fields, history
from monitor.simulator.refusals import BadRequest
from monitor.simulator.registry import Snapshot, encode
from monitor.simulator.requests import Request, nct_number
from monitor.simulator.sizes import sizes
from monitor.simulator.studies import page

if TYPE_CHECKING:
    from collections.abc import Callable

API_VERSION = "2.0.5"
JSON = "application/json"
TEXT = "text/plain;charset=UTF-8"
HTML = "text/html; charset=utf-8"

_NOT_SERVED = (
    b"<!DOCTYPE html><html><head><title>Page not found</title></head>"
    b"<body><h1>404</h1><p>The page was not found.</p></body></html>"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, before compression and without the headers that concern only the connection."""

    status: int
    kind: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


def answer(now: Snapshot, request: Request, *, with_history: bool = True) -> Answer:
    """Answer a request from what is served now."""
    for pattern, respond in _ROUTES:
        if match := pattern.fullmatch(request.path):
            return respond(now, request, *match.groups())
    if with_history and request.path.startswith("/api/int/studies/"):
        body = history.answer(now, request.path.removeprefix("/api/int/studies/"), request.query)
        if body is not None:
            return Answer(200, JSON, encode(body))
    return Answer(404, HTML, _NOT_SERVED)


def etag(timestamp: str) -> str:
    """Return the tag of the whole data set: its last part is the `dataTimestamp` in base-36 ms (measured)."""
    moment = int(datetime.fromisoformat(timestamp).replace(tzinfo=UTC).timestamp() * 1000)
    digits = ""
    while moment:
        moment, digit = divmod(moment, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return f'"{API_VERSION}-{digits}"'


def _v2(respond: Callable[..., Answer]) -> Callable[..., Answer]:
    """Give an answer of API v2 its tag, or only say that nothing has changed; put a refusal in plain text."""

    def tagged(now: Snapshot, request: Request, *parts: str) -> Answer:
        tag = etag(now.timestamp)
        try:
            full = respond(now, request, *parts)
        except BadRequest as error:
            full = Answer(400, TEXT, str(error).encode())
        known = [
            one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")
        ]
        if full.status == 200 and (tag in known or "*" in known):
            full = Answer(304, "", b"")
        return replace(full, headers=(*full.headers, ("ETag", tag)))

    return tagged


def _version(now: Snapshot, request: Request) -> Answer:
    _only(request, ())
    return Answer(200, JSON, encode({"apiVersion": API_VERSION, "dataTimestamp": now.timestamp}))


def _sizes(now: Snapshot, request: Request) -> Answer:
    _only(request, ())
    return Answer(200, JSON, encode(sizes(now)))


def _studies(now: Snapshot, request: Request) -> Answer:
    return Answer(200, JSON, page(now, request.query))


def _study(now: Snapshot, request: Request, given: str) -> Answer:
    nct = nct_number(given)
    if nct is None:
        raise BadRequest("Parameter `nctId` has incorrect format")
    _only(request, ("format", "markupFormat", "fields"))
    current = now.current(nct)
    if current is None:
        return Answer(404, TEXT, f"NCT number {nct} not found".encode())
    if current != nct:
        query = f"?{urlencode(request.query)}" if request.query else ""
        return Answer(301, TEXT, b"", (("Location", f"/api/v2/studies/{current}{query}"),))
    if "fields" not in request.query:
        return Answer(200, JSON, now.encoded(current))
    tree = fields.parse(request.query["fields"], now.names)
    return Answer(200, JSON, encode(fields.pick(now.records[current], tree)))


def _only(request: Request, known: tuple[str, ...]) -> None:
    """Refuse a parameter that the endpoint has not (reported, with these words) or a form not simulated."""
    for name in request.query:
        if name not in known:
            raise BadRequest(f"`{name}` is unknown parameter")
    if (
        request.query.get("format", "json") != "json"
        or request.query.get("markupFormat", "markdown") != "markdown"
    ):
        raise BadRequest("Only JSON with Markdown is simulated")


_ROUTES = (
    (re.compile(r"/api/v2/version"), _v2(_version)),
    (re.compile(r"/api/v2/stats/size"), _v2(_sizes)),
    (re.compile(r"/api/v2/studies"), _v2(_studies)),
    (re.compile(r"/api/v2/studies/([^/]+)"), _v2(_study)),
)
