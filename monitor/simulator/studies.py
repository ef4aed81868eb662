"""`/studies`: one page of the records that a search finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.simulator import fields, page_tokens
from monitor.simulator.errors import BadRequest
from monitor.simulator.finding import find
from monitor.simulator.json_text import encode
from monitor.simulator.parameters import check_format, flag, page_size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.simulator.behavior import Behavior
    from monitor.simulator.bodies import Body
    from monitor.simulator.source import Dataset

_KNOWN = {
    *("format", "markupFormat", "fields", "sort", "countTotal", "pageSize", "pageToken"),
    *(
        f"query.{area}"
        for area in ("cond", "term", "locn", "titles", "intr", "outc", "spons", "lead", "id", "patient")
    ),
    *(
        f"{when}.{what}"
        for when in ("filter", "postFilter")
        for what in ("overallStatus", "ids", "advanced", "geo")
    ),
}
_NOT_SIMULATED = {
    "filter.synonyms",
    "postFilter.synonyms",
    "aggFilters",
    "geoDecay",
}


def page(now: Dataset, query: Mapping[str, str], behavior: Behavior) -> Body:
    """Return the page as JSON, each study on a line of its own (reported by the API description).

    The total comes with the first page only, and a full page always promises another (measured).
    """
    if refused := _NOT_SIMULATED.intersection(query):
        raise BadRequest(f"Parameter `{min(refused)}` is not simulated")
    check_format(query, _KNOWN)
    size = page_size(query)
    start = page_tokens.decode(query["pageToken"]) if "pageToken" in query else 0
    count_total = flag(query, "countTotal")
    found = find(now, query, behavior)
    numbers = found[start : start + size]
    total = f'"totalCount":{len(found)},' if count_total and "pageToken" not in query else ""
    head = f'{{{total}"studies":[\n'.encode()
    tail = f"\n]{_promise(start + size, behavior) if len(numbers) == size else ''}}}".encode()
    if "fields" not in query:
        return now.body(head, numbers, tail)
    tree = fields.parse(query["fields"], now.names)
    return head + b",\n".join(encode(fields.pick(now.record(nct), tree)) for nct in numbers) + tail


def _promise(place: int, behavior: Behavior) -> str:
    token = page_tokens.encode(place, long=behavior.long_page_tokens)
    return f',"nextPageToken":{json.dumps(token)}'
