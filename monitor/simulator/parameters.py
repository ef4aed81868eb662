"""Parameters of a request: which an endpoint has, and what their values are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.simulator.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_DEFAULT_SIZE, _LARGEST_SIZE = 10, 1000
_LONGEST_NUMBER = 9


def check_format(query: Mapping[str, str], known: Collection[str]) -> None:
    """Refuse a parameter that the endpoint has not (reported, with these words) or a form not simulated."""
    for name in query:
        if name not in known:
            raise BadRequest(f"`{name}` is unknown parameter")
    if query.get("format", "json") != "json" or query.get("markupFormat", "markdown") != "markdown":
        raise BadRequest("Only JSON with Markdown is simulated")


def page_size(query: Mapping[str, str]) -> int:
    """Return how many studies a page has: 10 unless told, never more than 1,000 (measured)."""
    value = query.get("pageSize", "0")
    if not (value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER):
        raise BadRequest("Parameter `pageSize` has incorrect format")
    return min(int(value) or _DEFAULT_SIZE, _LARGEST_SIZE)


def flag(query: Mapping[str, str], name: str) -> bool:
    """Return the value of a parameter that is `true` or `false`, the latter when absent."""
    value = query.get(name, "false")
    if value not in {"true", "false"}:
        raise BadRequest(f"Parameter `{name}` has incorrect format")
    return value == "true"
