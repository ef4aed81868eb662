"""From a request to its answer: pure, no sockets. `/api/v2` as described and measured, `/api/int` as reported."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from monitor.simulator import fields, record_history
from monitor.simulator.answer import HTML, JSON, TEXT, YAML, Answer
from monitor.simulator.behavior import Behavior
from monitor.simulator.description import description
from monitor.simulator.errors import BadRequest
from monitor.simulator.json_text import encode
from monitor.simulator.parameters import check_format
from monitor.simulator.releases import API_VERSION, etag
from monitor.simulator.requests import Request, nct_number
from monitor.simulator.sizes import sizes
from monitor.simulator.studies import page

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from monitor.simulator.source import Dataset

    Endpoint: TypeAlias = Callable[..., Answer]

_NOT_SERVED = (
    b"<!DOCTYPE html><html><head><title>Page not found</title></head>"
    b"<body><h1>404</h1><p>The page was not found.</p></body></html>"
)


def answer(now: Dataset, request: Request, behavior: Behavior | None = None) -> Answer:
    """Answer a request from the data set served now.

    A path that is not served answers an HTML 404 (measured).
    """
    behavior = behavior or Behavior()
    if request.path == "/api/oas/v2":
        return Answer(200, YAML, description(now, behavior.more_statuses))
    for pattern, endpoint in _ENDPOINTS:
        if match := pattern.fullmatch(request.path):
            return _tagged(endpoint, now, request, behavior, *match.groups())
    if behavior.history and request.path.startswith(record_history.ROOT):
        found = record_history.answer(now, request, behavior)
        if found is not None:
            return found
    return Answer(404, HTML, _NOT_SERVED)


def _tagged(endpoint: Endpoint, now: Dataset, request: Request, behavior: Behavior, *parts: str) -> Answer:
    """Give an answer of API v2 its tag, or only say that nothing has changed; put a refusal in plain text."""
    try:
        full = endpoint(now, request, behavior, *parts)
    except BadRequest as error:
        full = Answer(400, TEXT, str(error).encode())
    tag = etag(now.timestamp)
    if behavior.gzip_etags:
        tag = f'{tag[:-1]}-gzip"'
    held = [value.strip().removeprefix("W/") for value in request.headers.get("if-none-match", "").split(",")]
    if full.status == 200 and (tag in held or "*" in held):
        full = Answer(304, "", b"")
    return replace(full, headers=(*full.headers, ("ETag", tag)))


def _version(now: Dataset, request: Request, _behavior: Behavior) -> Answer:
    check_format(request.query, ())
    return Answer(200, JSON, encode({"apiVersion": API_VERSION, "dataTimestamp": now.timestamp}))


def _sizes(now: Dataset, request: Request, _behavior: Behavior) -> Answer:
    check_format(request.query, ())
    return Answer(200, JSON, encode(sizes(now)))


def _studies(now: Dataset, request: Request, behavior: Behavior) -> Answer:
    return Answer(200, JSON, page(now, request.query, behavior))


def _study(now: Dataset, request: Request, _behavior: Behavior, given: str) -> Answer:
    """Answer with the bare record; a former number redirects to the present one (both measured)."""
    nct = nct_number(given)
    if nct is None:
        raise BadRequest("Parameter `nctId` has incorrect format")
    check_format(request.query, ("format", "markupFormat", "fields"))
    current = now.current(nct)
    if current is None:
        return Answer(404, TEXT, f"NCT number {nct} not found".encode())
    if current != nct:
        query = f"?{urlencode(request.query)}" if request.query else ""
        return Answer(301, TEXT, b"", (("Location", f"/api/v2/studies/{current}{query}"),))
    if "fields" not in request.query:
        return Answer(200, JSON, now.body(b"", [current], b""))
    tree = fields.parse(request.query["fields"], now.names)
    return Answer(200, JSON, encode(fields.pick(now.record(current), tree)))


_ENDPOINTS: tuple[tuple[re.Pattern[str], Endpoint], ...] = (
    (re.compile(r"/api/v2/version"), _version),
    (re.compile(r"/api/v2/stats/size"), _sizes),
    (re.compile(r"/api/v2/studies"), _studies),
    (re.compile(r"/api/v2/studies/([^/]+)"), _study),
)
