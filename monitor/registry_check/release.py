"""Which release is served, its ETag, and whether all answers came from one release."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.core.records import canonical
from monitor.core.records.accessors import get, text_at
from monitor.ctgov.api import parse_etag
from monitor.registry_check.model import Different, described, judged, usable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.ctgov.api import Answer
    from monitor.registry_check.model import Line
    from monitor.registry_check.session import Session

_TAG = re.compile(r'(?:W/)?"[^"]{0,80}-([0-9a-z]{1,12})"')
_KEYS = {"apiVersion", "dataTimestamp"}


def lines(session: Session) -> Iterator[Line]:
    """Yield what ``/version`` says, its ETag, and the answer to a request that names the ETag."""
    yield judged(
        "version",
        "apiVersion 2.0.x and dataTimestamp, no other key",
        "without dataTimestamp each poll asks for all trials again; another apiVersion may have other records",
        lambda: _version(session),
    )
    yield judged(
        "ETag",
        "ends in the release's dataTimestamp in base 36",
        "nothing: it is sent back as it came",
        lambda: _etag(session),
    )
    yield judged(
        "not modified",
        "304 without a body to If-None-Match",
        "each poll asks for all trials again, also where nothing is new",
        lambda: _not_modified(session),
    )


def one_release(session: Session) -> Line:
    """Return whether all answers so far came from one release."""
    return judged(
        "one release",
        "all answers of a check are of one release",
        "nothing: a list that is read page by page is begun anew",
        lambda: _one_release(session),
    )


def _answer(session: Session) -> Answer:
    return usable(session.cached("version", "/version"))


def _version(session: Session) -> str:
    value = canonical.decode(_answer(session).body)
    version, timestamp = text_at(value, "apiVersion"), text_at(value, "dataTimestamp")
    if not isinstance(value, dict) or value.keys() != _KEYS or version is None or timestamp is None:
        keys = ", ".join(sorted(value)) if isinstance(value, dict) else "no object"
        raise Different(f"keys: {keys}")
    seen = f"{version}, {timestamp}"
    if not version.startswith("2.0.") or _milliseconds(timestamp) is None:
        raise Different(seen)
    return seen


def _etag(session: Session) -> str:
    answer = _answer(session)
    tag = parse_etag(answer)
    if tag is None:
        raise Different("none that can be sent back")
    timestamp = get(canonical.decode(answer.body), "dataTimestamp")
    found = _TAG.fullmatch(tag)
    if not found or int(found[1], 36) != _milliseconds(str(timestamp)):
        raise Different(tag)
    return tag


def _not_modified(session: Session) -> str:
    tag = parse_etag(_answer(session))
    if tag is None:
        raise Different("no ETag to send back")
    answer = session.get("/version", headers={"If-None-Match": tag})
    if answer.status != 304 or answer.body:
        raise Different(described(answer))
    return "304"


def _one_release(session: Session) -> str:
    if not session.releases:
        usable(session.cached("version", "/version"))
        raise Different("no answer has an ETag")
    if len(session.releases) > 1:
        raise Different(f"{len(session.releases)} releases: {', '.join(session.releases)}")
    return session.releases[0]


def _milliseconds(timestamp: str) -> int | None:
    """Return a ``dataTimestamp`` in milliseconds since 1970; None if it is none."""
    try:
        return int(datetime.fromisoformat(timestamp).replace(tzinfo=UTC).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None
