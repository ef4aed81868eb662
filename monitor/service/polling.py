"""The job that polls: a poll, and after it what can wait until the next one is due."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from monitor.clock import now, stamp
from monitor.errors import Busy
from monitor.service.jobs import run_maintenance, run_poll, take_history
from monitor.service.plan import Plan
from monitor.store import record_history
from monitor.store.opening import open_for_writing
from monitor.watched import watched

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from monitor.config.model import Config
    from monitor.poll import PollResult
    from monitor.service.signs import Signs

log = logging.getLogger(__name__)


NAME = "poll"
"""The job's name."""


class PollJob:
    """Polls the registry; ``plan`` says when.

    Args:
        config: what to watch and whom to alert.
        stop: is set when the service is to end.
        signs: learns when the job gets ahead.
        polled: is called with what was done when messages may have been queued.

    """

    def __init__(
        self, config: Config, *, stop: Event, signs: Signs, polled: Callable[[PollResult], None]
    ) -> None:
        self.plan = Plan(config.schedule.poll)
        self._config, self._stop, self._signs, self._polled = config, stop, signs, polled

    def run(self) -> None:
        """Poll; then, until the next poll is due, index what is new and fetch the history of new trials."""
        if self._stop.is_set():
            return
        try:
            done = run_poll(self._config, progress=self._got_ahead)
        except Busy as error:
            log.warning("poll", extra={"error": str(error)})
            return
        for trial, fault in done.errors:
            log.warning("trial", extra={"trial": trial, "error": fault})
        if done.error:
            log.warning("registry", extra={"error": str(done.error)})
        self.plan.hold(done.retry_after)
        self._polled(done)  # alerts that are due now go out before the rest
        run_maintenance(self._config, stopping=self._has_to_end)
        if self._config.registry.history and not self._has_to_end():
            self._take_history()

    def _got_ahead(self, _done: int, _total: int) -> None:
        self._signs.sign(NAME)

    def _has_to_end(self) -> bool:
        """Return whether work that can wait has to make room: for a poll, for the stop, or while the store is gone."""
        self._signs.sign(NAME)  # it is asked between any two steps
        return self._stop.is_set() or self.plan.remaining() == 0 or not self._config.store.path.is_file()

    def _take_history(self) -> None:
        """Fetch the record history of trials that are new, until a poll is due."""
        with open_for_writing(self._config.store.path) as store:
            owing = [
                trial.nct
                for trial in record_history.awaiting_backfill(
                    store, watched(self._config, store), stamp(now())
                )
            ]
        for taken in take_history(self._config, owing, stopping=self._has_to_end):
            if taken.error:
                log.warning("history", extra={"trial": taken.trial, "error": str(taken.error)})
        run_maintenance(self._config, stopping=self._has_to_end)
