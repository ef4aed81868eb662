"""API v2 of the registry: what to ask, and what an answer means. No sockets here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.core.presentation.sanitize import safe_line
from monitor.core.records import canonical
from monitor.core.records.plausibility import check_record
from monitor.ctgov import pages as page
from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.model import Json, Record

BASE = "/api/v2"
IDS_PER_PAGE = 50
"""Numbers in one request: half a megabyte of records in the mean, and an address of 700 letters."""

_LONGEST_TAG = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer of the registry, its body unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    moved: bool = False
    """Whether the registry moved us to another of its addresses for good (301), as for a former number."""

    @property
    def text(self) -> str:
        """The start of the body on one line, for messages to people."""
        return safe_line(self.body[:300].decode("utf-8", "replace"))[:120]


@dataclass(frozen=True, slots=True)
class Found:
    """One record of an answer, and its exact bytes."""

    nct: str
    raw: bytes = field(repr=False)
    mark: str
    """The fingerprint of its letters."""
    record: Record | None = field(repr=False)
    """None where the letters are those that are held: nothing changed."""


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
    raw = answer.body.strip()
    return Found(check_record(record), raw, canonical.fingerprint(raw), record)


def studies(
    answer: Answer, known: Mapping[str, str] = MappingProxyType({})
) -> tuple[list[Found], str | None]:
    """Return the records of a page and the token of the next one.

    What is no record is left out: whoever asked for it finds it missing and asks again.

    Args:
        answer: the page.
        known: numbers of trials by the fingerprint of the letters that are held of them; a
            record of those letters is known to be good and is not decoded again.

    Raises:
        BadAnswer: the page is no page.

    """
    found, token, _ = counted(answer, known)
    return found, token


def counted(
    answer: Answer, known: Mapping[str, str] = MappingProxyType({})
) -> tuple[list[Found], str | None, int | None]:
    """Return what ``studies`` does, and how many records there are in all, if the page says so."""
    if answer.status != 200:
        raise BadAnswer(f"the registry answers {answer.status} ({answer.text})")
    found, members = _read(answer.body, known)
    token, total = members.get("nextPageToken"), members.get("totalCount")
    return found, token if isinstance(token, str) and token else None, total if type(total) is int else None


def _read(body: bytes, known: Mapping[str, str]) -> tuple[list[Found], dict[str, Json]]:
    """Read a page piece by piece; where a piece is no JSON, or it cannot be cut, as a whole."""
    pieces, members = page.cut(body) or (None, {})
    if pieces is None:
        return _walked(body)
    read = [_piece(letters, known) for letters in pieces]
    found = [one for ones in read if ones for one in ones]
    if None not in read:
        return found, members
    try:
        return _walked(body)
    except BadAnswer:
        return found, members  # one bad record costs itself alone


def _piece(letters: bytes, known: Mapping[str, str]) -> list[Found] | None:
    """Return what a piece of a page is: a record, none, or None where it is no JSON."""
    mark = canonical.fingerprint(letters)
    if mark in known:
        return [Found(known[mark], letters, mark, None)]
    try:
        value = canonical.decode(letters)
    except BadAnswer:
        return None
    return _found(letters, mark, value)


def _walked(body: bytes) -> tuple[list[Found], dict[str, Json]]:
    studies, members = page.walk(body)
    found = [
        one for letters, value in studies for one in _found(letters, canonical.fingerprint(letters), value)
    ]
    return found, members


def _found(letters: bytes, mark: str, value: Json) -> list[Found]:
    """Return what was found, if it is a record at all."""
    try:
        return [Found(check_record(value), letters, mark, value)]
    except BadAnswer:
        return []


def etag(answer: Answer) -> str | None:
    """Return the tag of an answer, if it can be sent back as it is."""
    tag = answer.headers.get("etag") or ""
    return tag if tag.isascii() and tag.isprintable() and 0 < len(tag) <= _LONGEST_TAG else None


def says_not_found(answer: Answer, nct: str) -> bool:
    """Say whether a 404 is the registry's own word about this trial.

    That one is plain text, ``NCT number NCT99999999 not found``; a path that the server
    does not serve, or a broken front, answers an HTML 404 (measured).
    """
    found = re.fullmatch(rb"\s*NCT number (NCT\d{8}) not found\.?\s*", answer.body)
    html = "html" in answer.headers.get("content-type", "").lower()
    return (
        answer.status == 404 and not html and found is not None and (found[1] == nct.encode() or answer.moved)
    )
