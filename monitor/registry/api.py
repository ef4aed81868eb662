"""API v2 of the registry: what to ask, and what an answer means. No sockets here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.core import canonical
from monitor.core.plausible import check_record
from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.model import Json, Record

BASE = "/api/v2"
IDS_PER_PAGE = 50
"""Numbers in one request: half a megabyte of records in the mean, and an address of 700 letters."""

_SPACE = re.compile(r"[ \t\r\n]*")
_SCANNER = json.JSONDecoder(parse_constant=canonical.no_constant)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer of the registry, its body unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    redirected: bool = False
    """Whether the registry sent us to another address of its own, as it does for a former number."""

    @property
    def text(self) -> str:
        """The start of the body, for messages to people."""
        return " ".join(self.body[:300].decode("utf-8", "replace").split())


@dataclass(frozen=True, slots=True)
class Found:
    """One record of an answer, and its exact bytes."""

    nct: str
    raw: bytes = field(repr=False)
    record: Record = field(repr=False)


def ids_query(ncts: Sequence[str], token: str | None = None) -> dict[str, str]:
    """Return the parameters that ask for some trials, in one page."""
    query = {"filter.ids": ",".join(ncts), "pageSize": str(2 * IDS_PER_PAGE)}
    return query | ({"pageToken": token} if token else {})


def release(answer: Answer) -> str:
    """Return the ``dataTimestamp`` of a version answer.

    Raises:
        BadAnswer: it has none.

    """
    value = canonical.decode(answer.body)
    timestamp = value.get("dataTimestamp") if isinstance(value, dict) else None
    if not isinstance(timestamp, str) or not timestamp:
        raise BadAnswer("the registry's version answer names no release (dataTimestamp)")
    return timestamp


def study(answer: Answer) -> Found:
    """Return the record of a single-study answer.

    Raises:
        BadAnswer: it is none.

    """
    record = canonical.decode(answer.body)
    return Found(check_record(record), answer.body.strip(), record)


def studies(answer: Answer) -> tuple[list[Found], str | None]:
    """Return the records of a page and the token of the next one.

    What is no record is left out: whoever asked for it finds it missing and asks again.

    Raises:
        BadAnswer: the page is no page.

    """
    try:
        records, members = _page(answer.body.decode())
    except (ValueError, IndexError, RecursionError) as error:
        raise BadAnswer(f"the answer is not usable JSON ({canonical.reason(error)})") from error
    if records is None:
        raise BadAnswer("the answer is no page of studies")
    found = [item for item in (_found(record, letters) for record, letters in records) if item]
    token = members.get("nextPageToken")
    return found, token if isinstance(token, str) and token else None


def _found(record: Json, letters: str) -> Found | None:
    try:
        return Found(check_record(record), letters.encode(), record)
    except BadAnswer:
        return None


def _page(text: str) -> tuple[list[tuple[Json, str]] | None, dict[str, Json]]:
    """Decode a page: its studies, each with its exact letters, and its other members.

    The decoder gives no letters back, so it is led by hand over the first two levels.
    """
    studies: list[tuple[Json, str]] | None = None
    members: dict[str, Json] = {}
    place = _expect(text, _skip(text, 0), "{")
    while text[place] != "}":
        key, place = _SCANNER.raw_decode(text, place)
        place = _expect(text, _skip(text, place), ":")
        if key == "studies" and text[place] == "[":
            studies, place = _elements(text, place)
        else:
            members[key], place = _SCANNER.raw_decode(text, place)
        place = _next(text, place, "}")
    if text[place + 1 :].strip():
        raise ValueError("something follows the page")
    return studies, members


def _elements(text: str, place: int) -> tuple[list[tuple[Json, str]], int]:
    """Decode a list: each value with its exact letters, and the place after the list."""
    values = []
    place = _expect(text, place, "[")
    while text[place] != "]":
        value, end = _SCANNER.raw_decode(text, place)
        values.append((value, text[place:end]))
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


def says_not_found(answer: Answer) -> bool:
    """Say whether a 404 is the registry's own word about a trial.

    That one is plain text, ``NCT number NCT99999999 not found``; a path that the server
    does not serve, or a broken front, answers an HTML 404 (measured).
    """
    return (
        answer.status == 404
        and "html" not in answer.headers.get("content-type", "").lower()
        and re.fullmatch(rb"\s*NCT number .{0,40} not found\.?\s*", answer.body) is not None
    )
