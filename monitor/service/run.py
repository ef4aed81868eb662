"""One running service: the jobs, their plans, and the servers, from the start until a signal."""

from __future__ import annotations

import logging
import math
import os
import threading
from typing import TYPE_CHECKING

from monitor.clock import now, parse, stamp
from monitor.core.schedule import Every
from monitor.errors import Busy, NctwatchError
from monitor.service.guard import Guard
from monitor.service.jobs import run_deliveries, run_maintenance, run_poll, take_history
from monitor.service.liveness import beat, sign_off, stop_on_signal
from monitor.service.plan import Plan
from monitor.service.scheduler import Job, Scheduler
from monitor.store import history
from monitor.store.deliveries import next_due
from monitor.store.lock import Lock
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.watched import count, watched

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.config.model import Config
    from monitor.model import Message

log = logging.getLogger(__name__)

BEAT = 15.0
"""Seconds between signs of life in the store."""
ASK_AGAIN = 5.0
"""Seconds until a clock that was set, or a message that another process queued, is noticed."""
READING = 2.0
"""Seconds to wait for the store when it is asked what is due."""
GRACE = 5.0
"""Seconds that jobs under way have to end when the service stops."""


class Service:
    """One running service on one store.

    Args:
        config: what to watch and whom to alert.
        show: prints a message where no channel is configured.

    """

    def __init__(self, config: Config, show: Callable[[Message], None]) -> None:
        self._config, self._show = config, show
        self._stop = threading.Event()
        self._guard = Guard(config.store.path)
        self._polls, self._beats = Plan(config.schedule.poll), Plan(Every(BEAT))
        self._scheduler = Scheduler(
            Job("beat", self._beat, self._beats.remaining),
            Job("poll", self._poll, self._polls.remaining),
            Job("deliver", self._deliver, self._until_delivery),
        )

    def run(self) -> None:
        """Work until SIGTERM or SIGINT.

        Raises:
            Busy: another service runs on this store.
            ConfigError: pages or metrics cannot be served where the configuration says.

        """
        path = self._config.store.path
        held = f"another nctwatch service runs on {path}; one store has one service"
        with Lock(path, "service", patience=0, held=held):
            with open_for_writing(path) as store:  # makes or upgrades it before any job runs
                trials = count(self._config, store)
            stop_on_signal(self._stop)
            self._serve()
            self._scheduler.start()
            log.info("started", extra={"pid": os.getpid(), "store": str(path), "trials": trials})
            self._wait()
            log.info("stopping")
            self._guard.run("sign_off", lambda: sign_off(self._config))
            self._finish()
        log.info("stopped")

    def _serve(self) -> None:
        if self._config.service.http or self._config.service.metrics:
            from monitor.web.server import serve_all  # noqa: PLC0415  # 8 MB that most services do without

            for event, url in serve_all(self._config):
                log.info(event, extra={"url": url})

    def _wait(self) -> None:
        """Wait for the signal; meanwhile ask now and then what is due, by a clock that nobody sets."""
        while not self._stop.wait(ASK_AGAIN):
            self._scheduler.ask_again()

    def _finish(self) -> None:
        """Let jobs come to their end, but not for long: what is cut short is done after the next start."""
        ending = threading.Thread(target=self._scheduler.shutdown, daemon=True)
        ending.start()
        ending.join(GRACE)
        if ending.is_alive():
            log.warning("cut", extra={"seconds": GRACE})
            logging.shutdown()
            os._exit(0)  # a thread that waits for the registry would hold the process for minutes

    def _beat(self) -> None:
        self._beats.begin()
        self._guard.run("beat", lambda: beat(self._config, self._show))

    def _deliver(self) -> None:
        self._guard.run("deliver", lambda: run_deliveries(self._config, stopping=self._stop.is_set))

    def _until_delivery(self) -> float:
        """Return the seconds until the next delivery is due; infinity where none waits."""
        try:
            with open_for_reading(self._config.store.path, READING) as store:
                channels = [channel.name for channel in self._config.channels]
                due = next_due(store, channels, stamp(now()))
        except NctwatchError:  # the heartbeat meets the same error and logs it
            return math.inf
        return (parse(due) - now()).total_seconds() if due else math.inf

    def _poll(self) -> None:
        if self._stop.is_set():
            return
        if self._config.store.path.is_file():
            self._polls.begin()
        else:
            self._polls.hold(BEAT)  # it is due still when the store is back
        self._guard.run("poll", self._poll_and_the_rest)

    def _poll_and_the_rest(self) -> None:
        """Poll; then, until the next poll is due, index what is new and fetch the history of new trials."""
        try:
            done, messages = run_poll(self._config)
        except Busy as error:
            log.warning("poll", extra={"error": str(error)})
            return
        for message in messages:
            self._show(message)
        for trial, fault in done.errors:
            log.warning("trial", extra={"trial": trial, "error": fault})
        if done.error:
            log.warning("registry", extra={"error": str(done.error)})
        self._polls.hold(done.retry_after)
        self._scheduler.ask_again()  # alerts that are due now go out before the rest
        run_maintenance(self._config, stopping=self._poll_is_due)
        if self._config.registry.history and not self._poll_is_due():
            self._take_history()

    def _poll_is_due(self) -> bool:
        """Return whether work that can wait has to make room: for a poll, for the stop, or while the store is gone."""
        return self._stop.is_set() or self._polls.remaining() == 0 or not self._config.store.path.is_file()

    def _take_history(self) -> None:
        """Fetch the record history of trials that are new, until a poll is due."""
        with open_for_writing(self._config.store.path) as store:
            owing = [trial.nct for trial in history.owing(store, watched(self._config, store), stamp(now()))]
        for taken in take_history(self._config, owing, stopping=self._poll_is_due):
            if taken.error:
                log.warning("history", extra={"trial": taken.trial, "error": str(taken.error)})
        run_maintenance(self._config, stopping=self._poll_is_due)
