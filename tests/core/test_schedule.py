"""Tests of when next."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import within

from monitor.core.backoff import FIRST_WAIT, LONGEST_WAIT, backoff
from monitor.core.durations import clock, duration
from monitor.core.quiet import quiet
from monitor.core.schedule import Every, schedule

NEW_YORK = ZoneInfo("America/New_York")
# The clocks of New York skip 2:00-3:00 on 8 March 2026 and repeat 1:00-2:00 on 1 November 2026.
SPRING, AUTUMN = datetime(2026, 3, 8, 7, 0, tzinfo=UTC), datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)) | st.integers(  # noqa: DTZ001
    -300, 300
).flatmap(lambda minute: st.sampled_from([change + timedelta(minutes=minute) for change in (SPRING, AUTUMN)]))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def local(text: str, *, fold: int = 0) -> datetime:
    """Read a time by the clocks of New York; ``fold`` 1 is the second pass of the repeated hour."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK, fold=fold)


def upcoming(text: str, now: datetime, number: int) -> list[str]:
    """Return the next few times of a schedule, by the clocks of New York, with their offset."""
    plan, found = schedule(text, NEW_YORK), []
    for _ in range(number):
        now = plan.after(now.astimezone(UTC))
        found.append(now.astimezone(NEW_YORK).isoformat(timespec="minutes"))
    return found


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1s", 1),
        ("90s", 90),
        ("30m", 1800),
        ("1h30m", 5400),
        ("1 H 30 m", 5400),
        ("1.5h", 5400),
        ("3d", 259200),
        ("2w", 1209600),
        ("500ms", 0.5),
        ("0s", 0),
    ],
)
def test_durations(text, seconds):
    """Numbers with their units, one or several, are a duration."""
    assert duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "30", "m", "30x", "-5m", "1h30", "h1", "1e3s", "inf", "30m!", "3d,", "999999999w"]
)
def test_what_is_no_duration(text):
    """A number without a unit, a sign, anything else or a span of centuries is refused with the text."""
    with pytest.raises(ValueError, match=r"no duration|longer than"):
        duration(text)


@pytest.mark.parametrize("unit", ["3", "1d", "1.5", "1.", " "])
def test_a_long_text_is_read_at_once(unit):
    """Whoever asks the service for changes may write 200 KB in place of a day."""

    def read():
        with pytest.raises(ValueError, match=r"no duration|longer than"):
            duration(unit * (200_000 // len(unit)))

    assert within(1, read)


@given(st.text(max_size=12) | st.from_regex(r"\A[0-9]{1,400}(ms|s|m|h|d|w)\Z"))
def test_any_text_is_a_duration_or_a_fault(text):
    """Whatever is written, it is a time that a calendar has room for, or a ValueError."""
    try:
        seconds = duration(text)
    except ValueError:
        return
    assert datetime(2026, 1, 1, tzinfo=UTC) - timedelta(seconds=seconds) < datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["24:00", "8", "8:5", "08:60", "", "8am", "08:00:00"])
def test_what_is_no_time_of_day(text):
    """A time of day is hours and minutes."""
    with pytest.raises(ValueError, match="no time of day"):
        clock(text)
    assert clock(" 8:05 ") == time(8, 5)


def test_an_interval():
    """A duration is a steady interval, from one second up."""
    assert schedule("30m", NEW_YORK) == Every(1800)
    assert schedule("1s", NEW_YORK).after(SPRING) == SPRING + timedelta(seconds=1)
    with pytest.raises(ValueError, match="too short"):
        schedule("0.9s", NEW_YORK)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "30",
        "daily",
        "daily 25:00",
        "weekly 08:00",
        "weekly monsoon 08:00",
        "weekly mo 08:00",
        "61 * * * *",
        "* * * *",
        "0 0 30 2 *",
        "0 8 * * 8",
        "0 8 * * montag",
        "a b c d e",
        "999999999w",
        "* * * * * *",
    ],
)
def test_what_is_no_schedule(text):
    """Any other text is a fault that names it; so is a day that never comes."""
    with pytest.raises(ValueError, match=r'"|no time of day'):
        schedule(text, NEW_YORK)


def test_daily_through_the_change_to_summer_time():
    """A time that is skipped in spring comes right after the gap, once."""
    assert upcoming("daily 02:30", local("2026-03-07T12:00"), 3) == [
        "2026-03-08T03:00-04:00",
        "2026-03-09T02:30-04:00",
        "2026-03-10T02:30-04:00",
    ]


def test_daily_through_the_change_to_winter_time():
    """A time that comes twice in autumn is taken once, the first time."""
    assert upcoming("daily 01:30", local("2026-10-31T12:00"), 3) == [
        "2026-11-01T01:30-04:00",
        "2026-11-02T01:30-05:00",
        "2026-11-03T01:30-05:00",
    ]


@pytest.mark.parametrize("minute", [0, 10, 29, 30, 59])
def test_in_the_second_pass_of_the_hour_the_first_is_over(minute):
    """Asked in the repeated hour, a daily time that came in the first pass is tomorrow, not in the past."""
    now = local(f"2026-11-01T01:{minute:02}", fold=1)
    assert upcoming("daily 01:30", now, 1) == ["2026-11-02T01:30-05:00"]


@pytest.mark.parametrize("word", ["mon", "Mon", "monday", "MONDAY"])
def test_weekly(word):
    """A weekday is written out or in three letters, and Monday is Monday."""
    at = schedule(f"weekly {word} 08:00", NEW_YORK).after(local("2026-09-04T12:00")).astimezone(NEW_YORK)
    assert at == local("2026-09-07T08:00")
    assert at.strftime("%A") == "Monday"


@pytest.mark.parametrize(
    ("field", "day"),
    [("mon", "Monday"), ("1", "Monday"), ("0", "Sunday"), ("7", "Sunday"), ("fri", "Friday")],
)
def test_weekdays_of_a_cron_line(field, day):
    """In a cron line 1 is Monday, 0 and 7 are Sunday, and names do."""
    at = schedule(f"0 8 * * {field}", NEW_YORK).after(local("2026-09-04T12:00"))
    assert at.astimezone(NEW_YORK).strftime("%A %H:%M") == f"{day} 08:00"


@given(moments, st.sampled_from(["daily 02:30", "daily 01:30", "weekly sun 01:59", "0 */3 * * *", "45s"]))
@settings(deadline=None)
def test_the_next_time_is_always_to_come(now, text):
    """Around both changes of clocks too, the next time is after now, and in now's own time zone."""
    at = schedule(text, NEW_YORK).after(now)
    assert at > now
    assert at.utcoffset() == timedelta(0)


@given(moments, times)
@settings(deadline=None)
def test_a_daily_time_comes_once_a_day(now, at):
    """From one time to the next is a day, an hour more or less where the clocks change."""
    plan = schedule(f"daily {at:%H:%M}", NEW_YORK)
    first = plan.after(now)
    assert timedelta(hours=22, minutes=30) <= plan.after(first) - first <= timedelta(hours=25, minutes=30)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-09-04T21:59", "2026-09-04T21:59"),
        ("2026-09-04T22:00", "2026-09-05T07:00"),
        ("2026-09-05T00:00", "2026-09-05T07:00"),
        ("2026-09-05T06:59", "2026-09-05T07:00"),
        ("2026-09-05T07:00", "2026-09-05T07:00"),
    ],
)
def test_quiet_hours_over_midnight(now, until):
    """From 22:00 to 7:00 it is quiet on both sides of midnight, and no longer."""
    assert quiet("22:00-07:00", NEW_YORK).until(local(now)) == local(until)


def test_quiet_hours_within_a_day():
    """A span within a day ends on that day."""
    span = quiet("12:00-13:30", NEW_YORK)
    assert span.until(local("2026-09-04T12:45")) == local("2026-09-04T13:30")
    assert span.until(local("2026-09-04T13:30")) == local("2026-09-04T13:30")


@pytest.mark.parametrize(("night", "hours"), [("2026-03-07", 8), ("2026-10-31", 10), ("2026-06-01", 9)])
def test_quiet_hours_end_by_the_clock(night, hours):
    """A night in which the clocks change is an hour shorter or longer; it ends at 7:00 all the same."""
    now = local(f"{night}T22:00").astimezone(UTC)
    until = quiet("22:00-07:00", NEW_YORK).until(now)
    assert until - now == timedelta(hours=hours)
    assert until.astimezone(NEW_YORK).strftime("%H:%M") == "07:00"


def test_quiet_hours_that_end_in_the_repeated_hour():
    """In the second pass of the hour the end is in the second pass, not in the past."""
    span = quiet("22:00-01:30", NEW_YORK)
    assert span.until(local("2026-11-01T01:10")).astimezone(UTC) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    second = local("2026-11-01T01:10", fold=1)
    assert span.until(second).astimezone(UTC) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@given(moments, times, times)
@settings(deadline=None)
def test_quiet_hours_end_outside_of_themselves(now, start, end):
    """Whatever the hours, their end is not before now, at most a day and an hour off, and not quiet itself."""
    if start == end:
        return
    span = quiet(f"{start:%H:%M}-{end:%H:%M}", NEW_YORK)
    until = span.until(now)
    assert now <= until <= now + timedelta(hours=25)
    assert span.until(until) == until


@pytest.mark.parametrize(
    "text", ["", "22:00", "22:00-", "-07:00", "22:00-22:00", "22:00–07:00", "22-7", "22:00-07:00-08:00"]
)
def test_what_are_no_quiet_hours(text):
    """Quiet hours are two different times of day."""
    with pytest.raises(ValueError, match=r"quiet hours|time of day"):
        quiet(text, NEW_YORK)


@given(st.integers(0, 10**6), st.floats(0, 1))
def test_backoff_is_bounded(attempts, jitter):
    """However many attempts there were, the wait is neither nothing nor over an hour and a fifth."""
    assert 0.8 * FIRST_WAIT / 2 <= backoff(attempts, jitter) < 1.2 * LONGEST_WAIT + 1


def test_backoff_doubles():
    """Each wait is twice the one before, up to the longest."""
    waits = [backoff(attempts, 0.5) for attempts in range(1, 12)]
    assert waits[:4] == [30, 60, 120, 240]
    assert waits[-1] == LONGEST_WAIT
    assert backoff(1, 0) < backoff(1, 1)
