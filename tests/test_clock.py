"""Tests of times as the store and the JSON write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from monitor.clock import now, parse, stamp

moments = st.datetimes(datetime(1000, 1, 2), timezones=st.just(UTC))  # noqa: DTZ001  # the zone comes beside it


def test_times_are_written_in_utc():
    """A time by any clock is written in UTC, to the second, with Z."""
    at = datetime(2026, 9, 4, 8, 0, 0, 999_999, tzinfo=ZoneInfo("America/New_York"))
    assert stamp(at) == "2026-09-04T12:00:00Z"


@given(moments, moments)
def test_times_are_read_back_and_sort_as_text(one, other):
    """What was written is read as the same second, and text sorts as time does."""
    one, other = (at.replace(microsecond=0) for at in (one, other))
    assert parse(stamp(one)) == one
    assert (stamp(one) < stamp(other)) is (one < other)


def test_now_is_now():
    """The time now is in UTC."""
    assert abs(now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert now().utcoffset() == timedelta(0)
