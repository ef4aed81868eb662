"""What a web service says in its answer: the words worth keeping, and how long it asks to be left alone."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MARKUP = re.compile(r"<[^<>]*>")


def words_of(reason: str, body: str) -> str:
    """Return a status's reason, and the text of the answer, on one line."""
    text = _MARKUP.sub(" ", body) if body.lstrip().startswith("<") else body
    return ": ".join(part for part in (reason, " ".join(text.split())) if part)


def retry_after(header: str, body: str) -> float | None:
    """Return the seconds for which an answer asks to be left alone; None where it does not.

    Args:
        header: ``Retry-After``: seconds, or a time (RFC 9110).
        body: JSON that has the seconds as ``retry_after``, as Discord and Telegram write it.

    """
    if header.strip().isdecimal():
        return float(header.strip()[:9])
    if header:
        try:
            until = parsedate_to_datetime(header)
        except ValueError:
            return None
        return max(
            0.0, ((until if until.tzinfo else until.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds()
        )
    return _in_body(body)


def _in_body(body: str) -> float | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    inner = answer.get("parameters")
    seconds = answer.get("retry_after", inner.get("retry_after") if isinstance(inner, dict) else None)
    return float(seconds) if isinstance(seconds, int | float) and 0 <= seconds < 1e9 else None
