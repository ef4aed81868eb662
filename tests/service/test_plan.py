"""When a job of the service is due, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.schedule import schedule
from monitor.service.plan import Plan

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


class Desk:
    """A service that never runs, and the two clocks that it goes by."""

    def __init__(self, poll: str) -> None:
        self.now, self.monotonic, self.polls = NOW, 1000.0, 0
        self.plan = Plan(schedule(poll, UTC), clock=lambda: self.now, monotonic=lambda: self.monotonic)

    def tick(self) -> int:
        """Poll if it is due; return how many polls there were so far."""
        if self.plan.remaining() == 0:
            self.plan.begin()
            self.polls += 1
        return self.polls

    def pass_time(self, seconds: float) -> None:
        """Let both clocks go on."""
        self.now += timedelta(seconds=seconds)
        self.monotonic += seconds


def test_a_daily_poll_after_the_clock_was_wrong_for_years():
    """Planned by a clock that was years ahead, the next poll comes at its time by the right one."""
    desk = Desk("daily 15:00")
    desk.now = NOW + timedelta(days=1500)
    assert desk.tick() == 1
    desk.now = NOW
    assert desk.tick() == 1
    desk.now = NOW + timedelta(hours=3, seconds=1)
    assert desk.tick() == 2
    assert desk.tick() == 2


def test_what_the_registry_asked_for_holds_whatever_the_clock_says():
    """A registry that wants to be left alone is, also where the clock jumps forward meanwhile."""
    desk = Desk("30m")
    desk.tick()
    desk.plan.hold(60)
    desk.now += timedelta(days=3)
    assert desk.tick() == 1
    desk.plan.hold(0)
    assert desk.tick() == 2


def test_the_first_poll_is_at_once_and_the_next_after_the_interval():
    """No sooner, no later, and 30 minutes are 30 minutes also where each poll begins a little late."""
    desk = Desk("30m")
    assert desk.tick() == 1
    for number in range(1, 11):
        desk.now = NOW + timedelta(minutes=30 * number, milliseconds=-1)
        desk.monotonic = 1000 + 1800 * number - 0.001
        assert desk.tick() == number
        desk.pass_time(0.3)
        assert desk.tick() == number + 1
    assert desk.plan.remaining() == pytest.approx(1799.701)


def test_an_interval_ends_though_the_clock_was_set_back():
    """The monotonic clock counts it."""
    desk = Desk("30m")
    desk.tick()
    desk.now -= timedelta(days=1500)
    desk.pass_time(1799)
    assert desk.tick() == 1
    desk.pass_time(1)
    assert desk.tick() == 2
    assert desk.plan.remaining() == 1800


def test_a_machine_that_was_suspended_polls_once_when_it_wakes():
    """The monotonic clock stood still meanwhile; times that were missed are made up for by one poll."""
    for poll in ("30m", "daily 15:00"):
        desk = Desk(poll)
        desk.tick()
        desk.now += timedelta(days=3)
        assert desk.tick() == 2
        assert desk.tick() == 2
