"""`/studies`: one page of the records that a search finds."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING

from monitor.simulator import fields
from monitor.simulator.finding import find
from monitor.simulator.refusals import BadRequest
from monitor.simulator.registry import Snapshot, encode

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEFAULT, _LARGEST = 10, 1000

_KNOWN = {
    *("format", "markupFormat", "fields", "sort", "countTotal", "pageSize", "pageToken"),
    *(
        f"query.{area}"
        for area in ("cond", "term", "locn", "titles", "intr", "outc", "spons", "lead", "id", "patient")
    ),
    *(f"{when}.{what}" for when in ("filter", "postFilter") for what in ("overallStatus", "ids", "advanced")),
}
_NOT_SIMULATED = {
    "filter.geo",
    "filter.synonyms",
    "postFilter.geo",
    "postFilter.synonyms",
    "aggFilters",
    "geoDecay",
}


def page(now: Snapshot, query: Mapping[str, str]) -> bytes:
    """Return the page as JSON, each study on a line of its own (reported by the API description)."""
    _check(query)
    size, start = _size(query), _start(query)
    count_total = _flag(query)
    found = find(now, query)
    rows = found[start : start + size]
    if "fields" in query:
        tree = fields.parse(query["fields"], now.names)
        studies = [encode(fields.pick(now.records[nct], tree)) for nct in rows]
    else:
        studies = [now.encoded(nct) for nct in rows]
    # The total comes with the first page only, and a full page always promises another (measured).
    total = f'"totalCount":{len(found)},' if count_total and "pageToken" not in query else ""
    more = f',"nextPageToken":{json.dumps(_token(start + size))}' if len(rows) == size else ""
    return b'{%b"studies":[\n%b\n]%b}' % (total.encode(), b",\n".join(studies), more.encode())


def _check(query: Mapping[str, str]) -> None:
    for name in query:
        if name in _NOT_SIMULATED:
            raise BadRequest(f"Parameter `{name}` is not simulated")
        if name not in _KNOWN:
            raise BadRequest(f"`{name}` is unknown parameter")
    if query.get("format", "json") != "json" or query.get("markupFormat", "markdown") != "markdown":
        raise BadRequest("Only JSON with Markdown is simulated")


def _size(query: Mapping[str, str]) -> int:
    value = query.get("pageSize", "0")
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise BadRequest("Parameter `pageSize` has incorrect format")
    return min(int(value) or _DEFAULT, _LARGEST)


def _flag(query: Mapping[str, str]) -> bool:
    value = query.get("countTotal", "false")
    if value not in {"true", "false"}:
        raise BadRequest("Parameter `countTotal` has incorrect format")
    return value == "true"


def _token(offset: int) -> str:
    return base64.urlsafe_b64encode(b"Z" + offset.to_bytes(5, "big")).decode()


def _start(query: Mapping[str, str]) -> int:
    """Read a page token. It holds a place and nothing else, so with another search it gives wrong rows (measured)."""
    if "pageToken" not in query:
        return 0
    try:
        raw = base64.b64decode(query["pageToken"], altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != 6 or raw[:1] != b"Z":
        raise BadRequest("Parameter `pageToken` has incorrect format")
    return int.from_bytes(raw[1:], "big")
