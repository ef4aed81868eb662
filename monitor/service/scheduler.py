"""The jobs of the service in APScheduler. The one module that knows it.

APScheduler goes by the wall clock, which may be set. So a trigger here says after how many seconds its job is
due, and is asked again when any job ends, and every few seconds by the service.
"""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

log = logging.getLogger(__name__)

PACE = 1.0
"""Least seconds between two starts of a job, also where it fails and stays due."""
MAX_SECONDS = 86400.0
"""Seconds after which a trigger is asked again, even if nothing else asks it."""


class Job(NamedTuple):
    """What to run, and when."""

    name: str
    run: Callable[[], None]
    remaining: Callable[[], float]
    """Returns the seconds until the job is due; 0 when it is, infinity where nothing waits for it."""


class DueTrigger(BaseTrigger):  # type: ignore[misc]  # APScheduler is not typed
    """Fires when a function says that its job is due."""

    def __init__(self, remaining: Callable[[], float]) -> None:
        self._remaining = remaining
        self._fired_at = float("-inf")

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Return when to fire next, by the clock of ``now``.

        Args:
            previous_fire_time: when the job was fired just now; None where the trigger is only asked again.
            now: the time by the scheduler's clock.

        """
        if previous_fire_time is not None:
            self._fired_at = time.monotonic()
        pause = self._fired_at + PACE - time.monotonic()
        return now + timedelta(seconds=min(MAX_SECONDS, max(pause, self._seconds())))

    def due(self) -> bool:
        """Return whether the job is due now."""
        return self._seconds() == 0

    def _seconds(self) -> float:
        """Return the seconds until the job is due."""
        try:
            return max(0.0, self._remaining())
        except Exception:  # else it would end the scheduler's thread, and with it the watch
            log.exception("trigger")
            return MAX_SECONDS


class Scheduler:
    """Runs jobs when they are due, each in one thread at a time.

    Args:
        jobs: the jobs; none of them raises.

    """

    def __init__(self, *jobs: Job) -> None:
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a skipped start is no news: see ask_again
        self._executor = ThreadPoolExecutor(len(jobs))
        self._scheduler = BackgroundScheduler(
            executors={"default": self._executor},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
            timezone="UTC",
        )
        self._triggers = {job.name: DueTrigger(job.remaining) for job in jobs}
        for job in jobs:
            self._scheduler.add_job(self._run, self._triggers[job.name], args=[job], id=job.name)
        self._scheduler.add_listener(lambda _event: self.ask_again(), EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)

    def start(self) -> None:
        """Begin to run jobs."""
        self._scheduler.start()

    def ask_again(self) -> None:
        """Ask each trigger again: what is due may have changed.

        A job that comes due while it still runs is skipped by APScheduler. It is due still when it ends, and then
        this starts it.
        """
        for name, trigger in self._triggers.items():
            with suppress(JobLookupError):  # the scheduler has been shut down meanwhile
                self._scheduler.reschedule_job(name, trigger=trigger)

    def _run(self, job: Job) -> None:
        """Run a job, unless what made it due was done since its start was planned."""
        if self._triggers[job.name].due():
            job.run()

    def shutdown(self) -> None:
        """Start no more jobs, and wait until those under way have ended."""
        # waiting itself, the scheduler would hold the lock for which a job waits that asks again
        self._scheduler.shutdown(wait=False)
        self._executor.shutdown()
