"""API v2 of the registry: build queries and parse answers. Sends nothing itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.core.presentation.sanitize import safe_line
from monitor.core.records import canonical
from monitor.core.records.plausibility import check_record
from monitor.ctgov import pages
from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.model import Json, Record

BASE = "/api/v2"
IDS_PER_PAGE = 50
"""NCT numbers in one request: on average half a megabyte of records, and a URL of 700 characters."""

_LONGEST_TAG = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer of the registry, its body decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    moved: bool = False
    """Whether it came by permanent redirects (301, 308) only, as for a former NCT number."""

    @property
    def text(self) -> str:
        """The first 120 characters of the body on one line, for error messages."""
        return safe_line(self.body[:300].decode("utf-8", "replace"))[:120]


@dataclass(frozen=True, slots=True)
class Study:
    """One record of an answer, and its exact bytes."""

    nct: str
    raw: bytes = field(repr=False)
    fingerprint: str
    """The fingerprint of ``raw``, see ``canonical.fingerprint``."""
    record: Record | None = field(repr=False)
    """None if the fingerprint is that of a stored version: it is not decoded then."""
    sha256: str | None = None
    """The SHA-256 of ``raw`` in hex, where it is known."""


def ids_query(ncts: Sequence[str], token: str | None = None) -> dict[str, str]:
    """Return the query parameters for the records of some trials, in one page."""
    query = {"filter.ids": ",".join(ncts), "pageSize": str(2 * IDS_PER_PAGE)}
    return query | ({"pageToken": token} if token else {})


def parse_release(answer: Answer) -> str:
    """Return the ``dataTimestamp`` of a version answer.

    Raises:
        BadAnswer: it has none.

    """
    value = canonical.decode(answer.body)
    timestamp = value.get("dataTimestamp") if isinstance(value, dict) else None
    if not isinstance(timestamp, str) or not timestamp:
        raise BadAnswer("the registry's version answer names no release (dataTimestamp)")
    return timestamp


def parse_study(answer: Answer) -> Study:
    """Return the record of a single-study answer.

    Raises:
        BadAnswer: it is not a record.

    """
    record = canonical.decode(answer.body)
    raw = answer.body.strip()
    return _study(raw, canonical.digests(raw), record)


def parse_studies(
    answer: Answer, known: Mapping[str, str] = MappingProxyType({})
) -> tuple[list[Study], str | None]:
    """Return the records of a page and the token of the next one.

    Items that are not records are left out; the caller fetches the missing trials one by one.

    Args:
        answer: the page.
        known: NCT numbers by the fingerprint of their stored version; a record with such a
            fingerprint was checked before and is not decoded again.

    Raises:
        BadAnswer: it is not a page of studies.

    """
    found, token, _ = parse_counted_studies(answer, known)
    return found, token


def parse_counted_studies(
    answer: Answer, known: Mapping[str, str] = MappingProxyType({})
) -> tuple[list[Study], str | None, int | None]:
    """Return what ``parse_studies`` does, and the total number of records; None if the page has no total."""
    if answer.status != 200:
        raise BadAnswer(f"the registry answers {answer.status} ({answer.text})")
    found, members = _parse_body(answer.body, known)
    token, total = members.get("nextPageToken"), members.get("totalCount")
    return found, token if isinstance(token, str) and token else None, total if type(total) is int else None


def _parse_body(body: bytes, known: Mapping[str, str]) -> tuple[list[Study], dict[str, Json]]:
    """Parse a page record by record; decode it whole if it cannot be split or a part is not JSON."""
    parts, members = pages.split_page(body) or (None, {})
    if parts is None:
        return _decode_whole(body)
    parsed = [_parse_part(raw, known) for raw in parts]
    found = [study for studies in parsed if studies for study in studies]
    if None not in parsed:
        return found, members
    try:
        return _decode_whole(body)
    except BadAnswer:
        return found, members  # one bad record costs itself alone


def _parse_part(raw: bytes, known: Mapping[str, str]) -> list[Study] | None:
    """Return a list of the record, empty if it is not a record; None if it is not JSON."""
    digests = canonical.digests(raw)
    if (number := known.get(digests[0])) is not None:
        return [Study(number, raw, digests[0], None)]
    try:
        value = canonical.decode(raw)
    except BadAnswer:
        return None
    return _parse_value(raw, digests, value)


def _decode_whole(body: bytes) -> tuple[list[Study], dict[str, Json]]:
    values, members = pages.decode_page(body)
    found = [study for raw, value in values for study in _parse_value(raw, canonical.digests(raw), value)]
    return found, members


def _parse_value(raw: bytes, digests: tuple[str, str], value: Json) -> list[Study]:
    """Return a list of the record, empty if the value is not a record."""
    try:
        return [_study(raw, digests, value)]
    except BadAnswer:
        return []


def _study(raw: bytes, digests: tuple[str, str], value: Json) -> Study:
    fingerprint, sha256 = digests
    return Study(check_record(value), raw, fingerprint, value, sha256)


def parse_etag(answer: Answer) -> str | None:
    """Return the ETag of an answer; None if it is missing or unsafe to send back."""
    tag = answer.headers.get("etag") or ""
    return tag if tag.isascii() and tag.isprintable() and 0 < len(tag) <= _LONGEST_TAG else None


def served_release(answer: Answer) -> str | None:
    """Return what names the data set that an answer was made from; None if it is not known.

    The registry's ETag is one for the whole data set, and a server in between may append ``-gzip`` to it (reported).
    Pages of one list with different names do not fit together: a release came out between them.
    """
    tag = parse_etag(answer)
    return tag.removeprefix("W/").strip('"').removesuffix("-gzip") if tag else None


def is_too_complicated(answer: Answer) -> bool:
    """Return whether the registry refuses a query because it has too many terms (reported, in these words)."""
    return answer.status == 400 and b"too complicated" in answer.body[:1000].lower()


def is_not_found(answer: Answer, nct: str) -> bool:
    """Return whether an answer is the registry's own "not found" for this trial.

    That is a 404 in plain text, ``NCT number NCT99999999 not found``; an unknown path or a broken
    proxy answers a 404 in HTML (measured).
    """
    found = re.fullmatch(rb"\s*NCT number (NCT\d{8}) not found\.?\s*", answer.body)
    html = "html" in answer.headers.get("content-type", "").lower()
    return (
        answer.status == 404 and not html and found is not None and (found[1] == nct.encode() or answer.moved)
    )
