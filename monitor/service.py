"""The service: polls and delivers on schedule until it is told to stop.

APScheduler only ticks. What is due is decided by ``core.schedule`` and the store, so that
a clock set back, a suspended machine or a restart loses nothing.
"""

from __future__ import annotations

import logging
import os
import random
import signal
import threading
import time
from contextlib import nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from monitor.clock import now, stamp
from monitor.core.schedule import Every
from monitor.errors import Busy, NctwatchError, NothingStored
from monitor.notices import notify
from monitor.rounds import ask, send_due, take_history, tidy
from monitor.store import history
from monitor.store.lock import Lock
from monitor.store.opening import open_for_writing
from monitor.store.state import HEARTBEAT, set_state
from monitor.watched import count, watched

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.core.schedule import Schedule
    from monitor.model import Message

log = logging.getLogger(__name__)

TICK = 1.0
"""Seconds between looks at what is due."""
BEAT = 15.0
"""Seconds between signs of life in the store."""
REMIND = 600.0
"""Seconds after which an error that stays the same is logged again."""
GRACE = 5.0
"""Seconds that jobs under way have to end when the service stops."""
JITTER = 0.1
"""Share of an interval by which polls are spread, so that not all watchers ask at once."""


class Service:
    """One running service on one store.

    Args:
        config: what to watch and whom to tell.
        show: prints a message where no channel is configured.

    """

    def __init__(self, config: Config, show: Callable[[Message], None]) -> None:
        self._config = config
        self._show = show
        self._stop = threading.Event()
        self._next_poll: datetime | None = None
        self._held_until = 0.0
        self._wrong: dict[str, dict[str, float]] = {}
        self._waiting_since = (now(), time.monotonic())

    def run(self) -> None:
        """Work until SIGTERM or SIGINT.

        Raises:
            Busy: another service runs on this store.
            ConfigError: metrics cannot be served where the configuration says.

        """
        path = self._config.store.path
        held = f"another nctwatch service runs on {path}; one store has one service"
        with Lock(path, "service", patience=0, held=held), self._metrics():
            with open_for_writing(path) as store:  # makes or upgrades it before anything is scheduled
                trials = count(self._config, store)
            for number in (signal.SIGTERM, signal.SIGINT):
                # A handler that shut the scheduler down itself could hang: it only sets the event.
                signal.signal(number, lambda *_: self._stop.set())
            if self._config.service.http:
                from monitor.web.server import serve  # noqa: PLC0415  # whoever wants no pages pays nothing

                log.info("pages", extra={"url": serve(self._config)})
            scheduler = self._scheduler()
            scheduler.start()
            log.info("started", extra={"pid": os.getpid(), "store": str(path), "trials": trials})
            self._stop.wait()
            log.info("stopping")
            self._guarded(self._sign_off)
            self._finish(scheduler)
        log.info("stopped")

    def _metrics(self) -> AbstractContextManager[None]:
        address = self._config.service.metrics
        if address is None:
            return nullcontext()
        from monitor.metrics import serving  # noqa: PLC0415  # 4 MB that most services do without

        return serving(self._config, address)

    def _finish(self, scheduler: BackgroundScheduler) -> None:
        """Let jobs come to their end, but not for long: whatever is cut short is done at the next start."""
        ending = threading.Thread(target=scheduler.shutdown, daemon=True)
        ending.start()
        ending.join(GRACE)
        if ending.is_alive():
            log.warning("cut", extra={"seconds": GRACE})
            logging.shutdown()
            os._exit(0)  # a thread that waits for the registry would hold the process for minutes

    def _scheduler(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(4)},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
            timezone="UTC",
        )
        for job, seconds in ((self._beat, BEAT), (self._poll_if_due, TICK), (self._deliver, TICK)):
            scheduler.add_job(
                self._guarded, "interval", args=[job], seconds=seconds, next_run_time=now(), id=job.__name__
            )
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        return scheduler

    def _guarded(self, job: Callable[[], None]) -> None:
        """Run a job; what goes wrong with it is logged and does not end the service."""
        name = job.__name__
        try:
            self._look_for_store()
            job()
        except NctwatchError as error:
            if self._is_news(name, str(error)):
                log.error("job", extra={"job": name, "error": str(error)})  # noqa: TRY400  # it says all
        except Exception as error:
            if self._is_news(name, repr(error)):
                log.exception("job", extra={"job": name})
        else:
            if self._wrong.pop(name, None):
                log.info("job", extra={"job": name, "state": "well again"})

    def _look_for_store(self) -> None:
        """Never make another store while one is merely out of sight, as when its disk is taken away.

        Raises:
            NothingStored: it is.

        """
        path = self._config.store.path
        if not path.is_file():
            raise NothingStored(
                f"{path} is gone: put it back, or start the service again to begin with an empty one"
            )

    def _is_news(self, name: str, error: str) -> bool:
        """Say whether to log a job's error: once, and again now and then while it lasts, also if two take turns."""
        known, at = self._wrong.setdefault(name, {}), time.monotonic()
        for old in [old for old, then in known.items() if at - then >= REMIND]:
            del known[old]
        if error in known:
            return False
        known[error] = at
        return True

    def _beat(self) -> None:
        """Say in the store that the service is there, and tell people if the watch is not well."""
        with open_for_writing(self._config.store.path) as store:
            set_state(store, HEARTBEAT, stamp(now()))
            for message in notify(store, self._config, now()):
                self._show(message)

    def _sign_off(self) -> None:
        with open_for_writing(self._config.store.path) as store:
            set_state(store, HEARTBEAT, None)

    def _poll_if_due(self) -> None:
        schedule = self._config.schedule.poll
        if self._stop.is_set() or not self._due(schedule):
            return
        due = schedule.after(now())
        if isinstance(schedule, Every):
            due += timedelta(seconds=schedule.seconds * JITTER * random.random())  # noqa: S311  # spreads load
        self._next_poll, self._waiting_since = due, (now(), time.monotonic())
        self._poll()

        def stopping() -> bool:
            return self._stop.is_set() or self._due(schedule) or not self._config.store.path.is_file()

        tidy(self._config, stopping=stopping)
        if self._config.registry.history:
            self._take_history(stopping)

    def _due(self, schedule: Schedule) -> bool:
        """Say whether the next poll is due, also where the clock was set back since the last one."""
        if time.monotonic() < self._held_until:
            return False
        if self._next_poll is None or now() >= self._next_poll:
            return True
        if not isinstance(schedule, Every):
            self._next_poll = min(self._next_poll, schedule.after(now()))
            return False
        at, then = self._waiting_since
        planned = (self._next_poll - at).total_seconds()
        return time.monotonic() - then >= planned

    def _poll(self) -> None:
        try:
            done, messages = ask(self._config)
        except Busy as error:
            log.warning("poll", extra={"error": str(error)})
            return
        for message in messages:
            self._show(message)
        for trial, fault in done.errors:
            log.warning("trial", extra={"trial": trial, "error": fault})
        if done.error:
            log.warning("registry", extra={"error": str(done.error)})
        self._held_until = time.monotonic() + done.retry_after

    def _take_history(self, stopping: Callable[[], bool]) -> None:
        """Take in the past of trials that are new, until a poll is due."""
        if stopping():
            return
        with open_for_writing(self._config.store.path) as store:
            numbers = watched(self._config, store)
            owing = [trial.nct for trial in history.owing(store, numbers, stamp(now()))]
        for taken in take_history(self._config, owing, stopping=stopping):
            if taken.error:
                log.warning("history", extra={"trial": taken.trial, "error": str(taken.error)})
        tidy(self._config, stopping=stopping)

    def _deliver(self) -> None:
        if not self._stop.is_set():
            send_due(self._config, stopping=self._stop.is_set)
