"""One running service: the jobs, their plans, and the servers, from the start until a signal."""

from __future__ import annotations

import logging
import math
import os
import threading
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

from monitor.alerts.unanswered import Unanswered
from monitor.clock import now, parse, stamp
from monitor.core.schedule import Every
from monitor.errors import NctwatchError
from monitor.service.guard import Guard
from monitor.service.jobs import run_deliveries, run_ping
from monitor.service.liveness import record_alive, record_stop, stop_on_signal
from monitor.service.plan import Plan
from monitor.service.polling import NAME as POLL
from monitor.service.polling import PollJob
from monitor.service.scheduler import Job, Scheduler
from monitor.service.signs import Signs
from monitor.store.deliveries import next_due
from monitor.store.lock import Lock
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.watched import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.config.model import Config
    from monitor.model import Message
    from monitor.poll import PollResult

DELIVER = "deliver"
"""The name of the job that sends."""
log = logging.getLogger(__name__)

LIVENESS_INTERVAL = 15.0
"""Seconds after which the service writes again that it is alive."""
ASK_AGAIN = 5.0
"""Seconds until a clock that was set, or a message that another process queued, is noticed."""
READING = 2.0
"""Seconds to wait for the store when it is asked what is due."""
PASS_SECONDS = 240.0
"""Seconds after which a pass of sending begins no more sends: what is left goes out in the next one."""
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
        self._liveness = Plan(Every(LIVENESS_INTERVAL))
        self._signs = Signs()
        self._unanswered = Unanswered()
        self._to_ping: PollResult | None = None
        self._polling = PollJob(config, stop=self._stop, signs=self._signs, polled=self._polled)
        self._scheduler = Scheduler(
            Job("liveness", self._record_alive, self._liveness.remaining),
            Job(POLL, self._poll, self._polling.plan.remaining),
            Job(DELIVER, self._deliver, self._until_delivery),
            Job("ping", self._ping, self._until_ping),
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
            self._guard.run("stop", lambda: record_stop(self._config))
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
            self._ask_again()

    def _ask_again(self) -> None:
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

    def _record_alive(self) -> None:
        self._liveness.begin()
        self._guard.run("liveness", lambda: record_alive(self._config, self._signs.read()))

    def _polled(self, done: PollResult) -> None:
        """Let alerts go out, and then ping."""
        self._to_ping = done
        self._ask_again()

    def _deliver(self) -> None:
        # a reader of standard output may take its time: that is no pass that does not end
        with self._signs.under_way(DELIVER) if self._config.channels else nullcontext():
            self._guard.run(DELIVER, self._send)

    def _send(self) -> None:
        ends = time.monotonic() + PASS_SECONDS
        run_deliveries(
            self._config,
            self._show,
            stopping=lambda: self._stop.is_set() or time.monotonic() > ends,
            unanswered=self._unanswered,
        )

    def _ping(self) -> None:
        done, self._to_ping = self._to_ping, None
        if done and not self._stop.is_set():
            self._guard.run("ping", lambda: run_ping(self._config, done))

    def _until_ping(self) -> float:
        """Return 0 when a ping is due and the alerts are out; else infinity: it is asked again when a job ends."""
        if self._to_ping is None or DELIVER in self._signs.read() or self._until_delivery() <= 0:
            return math.inf
        return 0.0

    def _poll(self) -> None:
        if not self._config.store.path.is_file():
            self._polling.plan.hold(LIVENESS_INTERVAL)  # it is due still when the store is back
        elif not self._stop.is_set():
            self._polling.plan.begin()
        with self._signs.under_way(POLL):
            self._guard.run(POLL, self._polling.run)

    def _until_delivery(self) -> float:
        """Return the seconds until a delivery is due, or an answer is there that came late; infinity for never."""
        try:
            with open_for_reading(self._config.store.path, READING) as store:
                channels = [
                    channel.name
                    for channel in self._config.alert_channels
                    if self._unanswered.has_room(channel.name)
                ]
                due = next_due(store, channels, stamp(now()))
        except NctwatchError:  # the liveness job meets the same error and logs it
            return math.inf
        until = (parse(due) - now()).total_seconds() if due else math.inf
        return min(until, self._unanswered.due_in())
