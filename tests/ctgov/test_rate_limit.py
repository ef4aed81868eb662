"""How fast to ask, how long to wait, and when to give up: with a clock that tests move."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.ctgov.rate_limit import LONGEST_PAUSE, RateLimit, retry_after
from monitor.errors import Unreachable

NOW = datetime(2026, 9, 1, 12, 0, 0, tzinfo=UTC)


class Time:
    """A clock that moves only when somebody sleeps or says so."""

    def __init__(self):
        self.now = 1000.0
        self.slept = []

    def sleep(self, seconds):
        self.slept.append(round(seconds, 6))
        self.now += seconds


@pytest.fixture
def time():
    return Time()


def pace(time, per_second=1.0, patience=240.0):
    return RateLimit(per_second, patience=patience, clock=lambda: time.now, sleep=time.sleep)


def test_requests_are_a_second_apart(time):
    """The first goes at once, each further one a second after the one before."""
    limit = pace(time)
    for _ in range(3):
        limit.wait()
    assert time.slept == [1.0, 1.0]


def test_time_that_an_answer_took_counts(time):
    """Whoever waited for an answer does not wait for the turn as well."""
    limit = pace(time)
    limit.wait()
    time.now += 0.7
    limit.wait()
    assert time.slept == [pytest.approx(0.3)]
    time.now += 5
    limit.wait()
    assert len(time.slept) == 1


def test_retry_after_holds_the_next_request(time):
    """After ``hold`` the next turn comes no earlier than the registry asked for, and then all is as usual."""
    limit = pace(time)
    limit.wait()
    limit.pause(60)
    assert limit.pause_left == 60
    limit.wait()
    limit.wait()
    assert time.slept == [60, 1]
    assert limit.pause_left == 0


def test_hold_beyond_patience_ends_the_round(time):
    """A registry that wants to be left alone for longer than patience lasts is asked nothing more."""
    limit = pace(time, patience=240)
    limit.wait()
    limit.pause(3600)
    with pytest.raises(Unreachable, match="left alone for 3600 s") as caught:
        limit.wait()
    assert caught.value.retry_after == 3600
    assert time.slept == []


def test_patience_runs_out_without_usable_answers(time):
    """A request may take what is left of patience, and none may begin when nothing is."""
    limit = pace(time, patience=8)
    assert limit.time_for_request(5) == 5
    time.now += 6
    assert limit.time_for_request(5) == 2
    time.now += 2
    with pytest.raises(Unreachable, match="no usable answer for 8 s"):
        limit.time_for_request(5)


def test_usable_answers_renew_patience(time):
    """What was of use makes the waiting begin anew."""
    limit = pace(time, patience=8)
    time.now += 7
    limit.reset_patience()
    time.now += 7
    assert limit.time_for_request(5) == 1


def test_rest_waits_or_says_that_it_is_in_vain(time):
    """A rest that ends before patience does is taken; a longer one is refused at once."""
    limit = pace(time, patience=8)
    assert limit.sleep(3)
    assert time.slept == [3]
    assert not limit.sleep(5)
    assert time.slept == [3]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("Tue, 01 Sep 2026 12:01:30 GMT", 90),
        ("Tue, 01 Sep 2026 14:01:30 +0200", 90),
        ("Tue, 01 Sep 2026 11:00:00 GMT", 0),
        ("soon", 0),
        ("-5", 0),
        ("²", 0),
        ("9" * 5000, LONGEST_PAUSE),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_PAUSE),
        ("Mon, 99999999999999999999 Jan 2026 00:00:00 GMT", 0),
    ],
)
def test_retry_after(value, seconds):
    """Both forms of the header are understood, nonsense is none, and no hold lasts longer than a day."""
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=60))
def test_retry_after_takes_anything(value):
    """No header makes it fail."""
    assert 0 <= retry_after(value, NOW) <= LONGEST_PAUSE
