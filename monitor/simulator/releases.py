"""The marks of a release: its timestamp and its entity tag."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

API_VERSION = "2.0.5"
SATURDAY = 5
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def next_release(timestamp: str) -> str:
    """Return the `dataTimestamp` of the next weekday (measured: releases come on most weekdays)."""
    day = datetime.fromisoformat(timestamp) + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return f"{day:%Y-%m-%d}T09:00:06"


def etag(timestamp: str) -> str:
    """Return the tag of the whole data set: its last part is the `dataTimestamp` in base-36 ms (measured)."""
    moment = int(datetime.fromisoformat(timestamp).replace(tzinfo=UTC).timestamp() * 1000)
    digits = ""
    while moment:
        moment, digit = divmod(moment, 36)
        digits = _DIGITS[digit] + digits
    return f'"{API_VERSION}-{digits}"'
