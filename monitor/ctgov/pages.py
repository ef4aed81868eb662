"""A page of studies → the exact letters of each, decoded only where that is needed.

A page is cut at its records without decoding them: ``{"protocolSection"`` cannot stand
inside a JSON string, where quotation marks are escaped, so it is where a record begins.
What is left of the page when the records are out must be a page without studies. A page
that looks otherwise is decoded by leading the decoder over its first two levels.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeAlias

from monitor.core.records import canonical
from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from monitor.model import Json

Study: TypeAlias = "tuple[bytes, Json]"
"""A study's exact letters, and its value."""

_BEGIN = re.compile(rb'\{\s*"protocolSection"\s*:')
_END = re.compile(rb'\](?:\s*,\s*"\w+"\s*:\s*(?:"[^"\\]*"|\d+|null|true|false))*\s*\}\s*\Z')
_SPACE = re.compile(r"[ \t\r\n]*")
_SCANNER = json.JSONDecoder()
"""Finds where a value ends; what it says is for the one decoder of all answers."""
_TAIL = 4096
"""Bytes at the end of a page in which its other members are looked for."""


def cut(body: bytes) -> tuple[list[bytes], dict[str, Json]] | None:
    """Return the letters of a page's studies and its other members; None where it looks unusual.

    A record that has another one inside would be cut too: then its first part is no JSON,
    and whoever decodes it has to walk through the page instead.
    """
    begins = [found.start() for found in _BEGIN.finditer(body)]
    end = _END.search(body, max(begins[-1] if begins else 0, len(body) - _TAIL))
    if not begins or end is None:
        return None
    letters = [body[a:b].rstrip() for a, b in zip(begins, [*begins[1:], end.start()], strict=True)]
    if not all(part.endswith(b",") for part in letters[:-1]) or letters[-1][-1:] != b"}":
        return None
    try:
        members = canonical.decode(body[: begins[0]] + body[end.start() :])
    except BadAnswer:
        return None
    if not isinstance(members, dict) or members.get("studies") != []:
        return None
    return [*(part[:-1].rstrip() for part in letters[:-1]), letters[-1]], members


def walk(body: bytes) -> tuple[list[Study], dict[str, Json]]:
    """Decode a page: its studies, each with its exact letters, and its other members.

    Raises:
        BadAnswer: it is no page of studies.

    """
    try:
        studies, members = _walk(body.decode())
    except (ValueError, IndexError, RecursionError) as error:
        raise BadAnswer(f"the answer is not usable JSON ({canonical.reason(error)})") from error
    if studies is None:
        raise BadAnswer("the answer is no page of studies")
    return studies, members


def values(body: bytes) -> tuple[list[Json], dict[str, Json]]:
    """Decode a page whose letters nobody keeps: its studies, and its other members.

    Raises:
        BadAnswer: it is no page of studies.

    """
    members = canonical.decode(body)
    studies = members.pop("studies", None) if isinstance(members, dict) else None
    if not isinstance(studies, list):
        raise BadAnswer("the answer is no page of studies")
    return studies, members


def _walk(text: str) -> tuple[list[Study] | None, dict[str, Json]]:
    studies: list[Study] | None = None
    members: dict[str, Json] = {}
    place = _expect(text, _skip(text, 0), "{")
    while text[place] != "}":
        key, place = _SCANNER.raw_decode(text, place)
        place = _expect(text, _skip(text, place), ":")
        if key == "studies" and text[place] == "[":
            studies, place = _elements(text, place)
        else:
            end = _SCANNER.raw_decode(text, place)[1]
            members[key], place = canonical.decode(text[place:end]), end
        place = _next(text, place, "}")
    if text[place + 1 :].strip():
        raise ValueError("something follows the page")
    return studies, members


def _elements(text: str, place: int) -> tuple[list[Study], int]:
    """Decode a list: each value with its exact letters, and the place after the list."""
    values: list[Study] = []
    place = _expect(text, place, "[")
    while text[place] != "]":
        end = _SCANNER.raw_decode(text, place)[1]
        letters = text[place:end].encode()
        values.append((letters, canonical.decode(letters)))
        place = _next(text, end, "]")
    return values, place + 1


def _next(text: str, place: int, end: str) -> int:
    """Return the place of what follows a value: the next one after a comma, or the end."""
    place = _skip(text, place)
    return place if text[place] == end else _expect(text, place, ",")


def _skip(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _expect(text: str, place: int, mark: str) -> int:
    if text[place] != mark:
        raise ValueError(f"{mark!r} expected at {place}, not {text[place]!r}")
    return _skip(text, place + 1)
