"""The jobs in APScheduler: when they run, and that none is lost or run twice."""

from __future__ import annotations

import math
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from waiting import wait_for

from monitor.service.scheduler import MAX_SECONDS, PACE, DueTrigger, Job, Scheduler

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


def seconds(trigger, previous=None):
    return (trigger.get_next_fire_time(previous, NOW) - NOW).total_seconds()


@pytest.fixture
def run():
    """Return a function that starts a scheduler, which is shut down after the test."""
    started = []

    def start(scheduler):
        started.append(scheduler)
        scheduler.start()

    yield start
    for scheduler in started:
        scheduler.shutdown()


@pytest.mark.parametrize(("remaining", "expected"), [(0, 0), (-5, 0), (90.5, 90.5), (math.inf, MAX_SECONDS)])
def test_a_trigger_fires_when_its_job_is_due(remaining, expected):
    """By the scheduler's own clock, whatever it shows; where nothing waits it is asked again a day later."""
    assert seconds(DueTrigger(lambda: remaining)) == expected


def test_a_job_that_stays_due_is_not_started_over_and_over():
    """A second passes between two starts: APScheduler would loop for ever over a time that does not move on."""
    trigger = DueTrigger(lambda: 0)
    assert seconds(trigger, NOW) == pytest.approx(PACE, abs=0.1)
    assert 0 < seconds(trigger) <= PACE


def test_a_trigger_that_fails_does_not_end_the_scheduler(caplog):
    """It is logged, and the job is asked for again later."""
    assert seconds(DueTrigger(lambda: 1 / 0)) == MAX_SECONDS
    assert "ZeroDivisionError" in caplog.text


def test_a_job_waits_until_it_is_asked_for(run):
    """Nothing runs while nothing is due; once something is, asking again starts it at once."""
    due, ran = [math.inf], threading.Event()

    def job():
        due[0] = math.inf
        ran.set()

    scheduler = Scheduler(Job("deliver", job, lambda: due[0]))
    run(scheduler)
    assert not ran.wait(0.3)
    due[0] = 0
    began = time.monotonic()
    scheduler.ask_again()
    assert ran.wait(5)
    assert time.monotonic() - began < 1


def test_what_comes_due_while_its_job_runs_is_done_after_it(run):
    """A job never runs twice at once, and what was queued during the run is not forgotten."""
    queue, done, running = [1], [], []

    def job():
        running.append(1)
        assert len(running) == 1
        done.append(queue.pop())
        if done == [1]:
            queue.append(2)
            scheduler.ask_again()
            time.sleep(0.3)
        running.pop()

    scheduler = Scheduler(Job("deliver", job, lambda: 0 if queue else math.inf))
    run(scheduler)
    wait_for(lambda: done == [1, 2], 5)
    assert not queue


def test_a_job_that_is_no_longer_due_does_not_run(run):
    """A start that was planned before the job ran otherwise, or moved its time, is dropped when its time comes."""
    answers, ran = iter([0.2]), []
    run(Scheduler(Job("poll", lambda: ran.append(1), lambda: next(answers, 100))))
    time.sleep(0.5)
    assert not ran


def test_the_end_of_a_job_has_the_others_asked(run):
    """The liveness job notices so what another process queued."""
    due, ran = [math.inf], threading.Event()

    def write_liveness():
        due[0] = 0

    def deliver():
        due[0] = math.inf
        ran.set()

    begins_at = time.monotonic() + 0.2
    run(
        Scheduler(
            Job(
                "liveness",
                write_liveness,
                lambda: begins_at - time.monotonic() if due[0] and not ran.is_set() else math.inf,
            ),
            Job("deliver", deliver, lambda: due[0]),
        )
    )
    assert ran.wait(5)


def test_jobs_go_on_when_the_clock_is_set_back(run, monkeypatch):
    """APScheduler goes by the wall clock and would wait for years; asking again plans anew."""
    shift, ran = [timedelta(0)], []

    class Shifted(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + shift[0]

    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Shifted)
    left = [time.monotonic()]

    def job():
        ran.append(1)
        left[0] = time.monotonic() + 0.2

    scheduler = Scheduler(Job("poll", job, lambda: left[0] - time.monotonic()))
    run(scheduler)
    wait_for(lambda: ran, 5)
    shift[0] = -timedelta(days=1500)
    scheduler.ask_again()
    before = len(ran)
    wait_for(lambda: len(ran) >= before + 2, 5)


def test_a_job_that_asks_again_at_its_end_does_not_hold_the_shutdown_up():
    """The scheduler's lock is free while jobs come to their end."""
    began, shutting_down = threading.Event(), threading.Event()

    def poll():
        began.set()
        assert shutting_down.wait(10)
        time.sleep(0.1)  # the shutdown waits for this job by now
        scheduler.ask_again()

    scheduler = Scheduler(Job("poll", poll, lambda: math.inf if began.is_set() else 0))
    scheduler.start()
    assert began.wait(10)
    ending = threading.Thread(target=scheduler.shutdown, daemon=True)
    ending.start()
    shutting_down.set()
    ending.join(5)
    assert not ending.is_alive()
