"""The ``query`` of a ``[[watch]]``: a standing search, as the registry is asked for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.config.model import Search
from monitor.config.reader import Reader
from monitor.core.presentation.labels import STATUS

if TYPE_CHECKING:
    from monitor.model import Json

KEYS = ("cond", "intr", "term", "titles", "outc", "spons", "lead", "id", "locn", "patient")
"""Keys of ``query`` that are the registry's own parameters: ``query.cond`` and so on."""
LIMIT = 200
_NUMBER = r"(-?\d{1,3}(?:\.\d{1,12})?)"
_CIRCLE = re.compile(rf"distance\({_NUMBER},{_NUMBER},\d{{1,5}}(?:\.\d{{1,6}})?(?:km|mi)\)", re.ASCII)
"""The registry's ``filter.geo`` (its API description); its unit may be left out there, and then nobody sees which it is."""
_EXAMPLE = "distance(40.7128,-74.0060,100mi)"


def read_search(reader: Reader, faults: list[str], group: str) -> Search:
    """Take the standing search of a watch that has a query; what is wrong with it is added to the faults."""
    name = reader.text("name", "").strip()
    if reader.table["query"] == {} and reader.table.get("limit") == 0:
        name = name or "everything"
    elif not name:
        reader.fault("name", "is missing; it is how a standing search is called in `nctwatch status`")
    reader.ignore("query")
    return Search(name, _query(reader, faults), _limit(reader), group)


def _limit(reader: Reader) -> int:
    if reader.table["query"] == {}:
        if reader.table.get("limit") != 0 or reader.table["limit"] is False:
            reader.fault(
                "limit", "must be 0 for an empty query, which watches everything that the registry has"
            )
        reader.ignore("limit")
        return 0
    limit = reader.number("limit", LIMIT, above=0)
    if limit != int(limit):
        reader.fault("limit", "must be a whole number")
    return int(limit)


def _query(reader: Reader, faults: list[str]) -> dict[str, str]:
    table: Json = reader.table["query"]
    inner = Reader(table, f"{reader.place} query", faults)
    query = {}
    for key in KEYS:
        if text := _words(inner, key):
            query[f"query.{key}"] = text
    if text := _words(inner, "advanced"):
        query["filter.advanced"] = text
    if text := _place(inner):
        query["filter.geo"] = text
    if statuses := _statuses(inner):
        query["filter.overallStatus"] = ",".join(statuses)
    inner.done()
    return query


def _words(reader: Reader, key: str) -> str:
    """Take a search expression, in the registry's syntax (Essie)."""
    text = reader.text(key, "").strip()
    if reader.has(key) and not text and isinstance(reader.table[key], str):
        reader.fault(key, "must not be empty; leave the key out")
    return text


def _place(reader: Reader) -> str:
    """Take a circle in the registry's own form, without blanks."""
    text = "".join(_words(reader, "geo").split())
    found = _CIRCLE.fullmatch(text)
    if text and not (found and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180):
        example = f"distance({text})" if _CIRCLE.fullmatch(f"distance({text})") else _EXAMPLE
        reader.fault("geo", f'"{text}" is no circle; write latitude, longitude and radius, such as {example}')
    return text


def _statuses(reader: Reader) -> list[str]:
    statuses = [text.strip().upper().replace(" ", "_") for text in reader.texts("status")]
    if reader.table.get("status") == []:
        reader.fault("status", "must not be empty; leave the key out for all statuses")
    for status in statuses:
        if status not in STATUS:
            reader.unknown("status", status, STATUS)
    return statuses
