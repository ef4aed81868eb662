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
def test_times_are_read_back_and_sort_as_text(first, second):
    """What was written is read as the same second, and text sorts as time does."""
    first, second = (at.replace(microsecond=0) for at in (first, second))
    assert parse(stamp(first)) == first
    assert (stamp(first) < stamp(second)) is (first < second)


def test_now_is_now():
    """The time now is in UTC."""
    assert abs(now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert now().utcoffset() == timedelta(0)
