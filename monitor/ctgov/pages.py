"""Split a page of studies into the exact bytes of each study, decoding only where needed.

A page is split at ``{"protocolSection"`` without decoding it. That cannot occur inside a JSON
string, where quotation marks are escaped, so each occurrence starts a record. The page without
its records must be valid JSON with an empty list of studies. Any other page is decoded level by
level with ``raw_decode``, which reports where each study ends.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeAlias

from monitor.core.records import canonical
from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from monitor.model import Json

RawStudy: TypeAlias = "tuple[bytes, Json]"
"""A study's exact bytes, and its decoded value."""

_BEGIN = re.compile(rb'\{\s*"protocolSection"\s*:')
_END = re.compile(rb'\](?:\s*,\s*"\w+"\s*:\s*(?:"[^"\\]*"|\d+|null|true|false))*\s*\}\s*\Z')
_SPACE = re.compile(r"[ \t\r\n]*")
_SCANNER = json.JSONDecoder()
"""Used only to find where a value ends; ``canonical.decode`` decodes it."""
_TAIL = 4096
"""Bytes at the end of a page that are searched for its other members."""


def split_page(body: bytes) -> tuple[list[bytes], dict[str, Json]] | None:
    """Return the bytes of each study of a page and the page's other members; None if the page cannot be split.

    A record that contains another one is split too. Its first part is then not JSON, and the
    caller uses ``decode_page`` instead.
    """
    begins = [found.start() for found in _BEGIN.finditer(body)]
    end = _END.search(body, max(begins[-1] if begins else 0, len(body) - _TAIL))
    if not begins or end is None:
        return None
    raw = [body[a:b].rstrip() for a, b in zip(begins, [*begins[1:], end.start()], strict=True)]
    if not all(part.endswith(b",") for part in raw[:-1]) or raw[-1][-1:] != b"}":
        return None
    try:
        members = canonical.decode(body[: begins[0]] + body[end.start() :])
    except BadAnswer:
        return None
    if not isinstance(members, dict) or members.get("studies") != []:
        return None
    return [*(part[:-1].rstrip() for part in raw[:-1]), raw[-1]], members


def decode_page(body: bytes) -> tuple[list[RawStudy], dict[str, Json]]:
    """Decode a page: return its studies, each with its exact bytes, and its other members.

    Raises:
        BadAnswer: it is not a page of studies.

    """
    try:
        studies, members = _decode_members(body.decode())
    except (ValueError, IndexError, RecursionError) as error:
        raise BadAnswer(f"the answer is not usable JSON ({canonical.reason(error)})") from error
    if studies is None:
        raise BadAnswer("the answer is no page of studies")
    return studies, members


def decode_studies(body: bytes) -> tuple[list[Json], dict[str, Json]]:
    """Decode a page whose bytes are not stored: return its studies and its other members.

    Raises:
        BadAnswer: it is not a page of studies.

    """
    members = canonical.decode(body)
    studies = members.pop("studies", None) if isinstance(members, dict) else None
    if not isinstance(studies, list):
        raise BadAnswer("the answer is no page of studies")
    return studies, members


def _decode_members(text: str) -> tuple[list[RawStudy] | None, dict[str, Json]]:
    studies: list[RawStudy] | None = None
    members: dict[str, Json] = {}
    position = _expect(text, _skip(text, 0), "{")
    while text[position] != "}":
        key, position = _SCANNER.raw_decode(text, position)
        position = _expect(text, _skip(text, position), ":")
        if key == "studies" and text[position] == "[":
            studies, position = _elements(text, position)
        else:
            end = _SCANNER.raw_decode(text, position)[1]
            members[key], position = canonical.decode(text[position:end]), end
        position = _next(text, position, "}")
    if text[position + 1 :].strip():
        raise ValueError("something follows the page")
    return studies, members


def _elements(text: str, position: int) -> tuple[list[RawStudy], int]:
    """Decode a list: return each value with its exact bytes, and the position after the list."""
    values: list[RawStudy] = []
    position = _expect(text, position, "[")
    while text[position] != "]":
        end = _SCANNER.raw_decode(text, position)[1]
        raw = text[position:end].encode()
        values.append((raw, canonical.decode(raw)))
        position = _next(text, end, "]")
    return values, position + 1


def _next(text: str, position: int, end: str) -> int:
    """Return the position of the next value, or of the closing bracket."""
    position = _skip(text, position)
    return position if text[position] == end else _expect(text, position, ",")


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _expect(text: str, position: int, mark: str) -> int:
    if text[position] != mark:
        raise ValueError(f"{mark!r} expected at {position}, not {text[position]!r}")
    return _skip(text, position + 1)
