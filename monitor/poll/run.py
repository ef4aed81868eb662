"""One round, from the question whether there is a new release to its record in the store."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from monitor.clock import now as utc_now
from monitor.clock import stamp
from monitor.ctgov.client import Client
from monitor.errors import BadAnswer, Refused, Unreachable
from monitor.poll import release as gate
from monitor.poll.fetch import NOT_ASKED, Fetch
from monitor.poll.full_scan import Sweep
from monitor.poll.ingest import Absorber
from monitor.poll.outcome import COUNTS, Round
from monitor.poll.queue import Teller
from monitor.poll.related import Discoverer
from monitor.poll.searches import Searcher
from monitor.store.polls import add_poll
from monitor.store.state import LAST_POLL_AT, LAST_SUCCESS_AT, PROFILE, RELEASE, get_state, set_state
from monitor.store.trials import ensure_trial
from monitor.watched import watched

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.poll.release import Gate
    from monitor.store.connection import Connection
    from monitor.store.trials import Trial

log = logging.getLogger(__name__)


def poll(
    config: Config,
    store: Connection,
    *,
    clock: Callable[[], datetime] = utc_now,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Round:
    """Ask the registry once about all that is watched, and keep what it says.

    Args:
        config: what to watch and whom to tell.
        store: the store, opened for writing.
        clock: tells the time.
        progress: is told how many trials are done, and of how many.

    """
    began = clock()
    settings = config.registry
    with Client(
        settings.url,
        contact=settings.contact,
        timeout=settings.timeout,
        requests_per_second=settings.requests_per_second,
        accepted=_accepted(store),
    ) as client:
        course = _Course(config, store, client, began, progress)
        error = course.run()
        _keep_profile(store, client)
        result = course.result(error)
    _keep_round(store, result, began, clock())
    return result


class _Course:
    """The steps of a round, and what comes of them."""

    def __init__(
        self,
        config: Config,
        store: Connection,
        client: Client,
        began: datetime,
        progress: Callable[[int, int], None],
    ) -> None:
        self._config, self._store, self._client, self._progress = config, store, client, progress
        self._began = began
        self._absorber = Absorber(store, config, began)
        teller = Teller(store, config, began)
        self._searcher = Searcher(store, config, teller, began)
        self._discoverer = Discoverer(store, config, teller, began)
        self._sweep = Sweep(client, store, self._absorber, began)
        self._release: str | None = get_state(store, RELEASE)
        self._trials: list[Trial] = []
        self._checked = 0
        self._problems: list[str] = []
        self._heard = False

    def run(self) -> Unreachable | None:
        """Go through the round; return why it ended early, if it did."""
        self._trials = _watched(
            self._config, self._store
        )  # who asks meanwhile is told that they are not fetched yet
        error = None
        try:
            found = gate.gate(self._client, self._store, self._config, self._began)
            self._release = found.release or self._release
            self._absorber.release = found.release
            if not found.stale:
                self._ask(found)
            gate.keep(self._store, found)
        except Unreachable as failure:
            error = failure
        with self._store.transaction():
            self._absorber.overdue()
        return error

    def _ask(self, found: Gate) -> None:
        """Ask for all that owes its answer for the release: searches, trials, everything, and what is like them."""
        self._searcher.search(self._client, found.release, trusted=found.answered)
        trials = _watched(self._config, self._store) if self._config.searches else self._trials
        owing = _owing(trials, found.release)
        fetch = Fetch(self._client, trusted=found.answered)
        self._ask_for(fetch, owing)
        self._heard = fetch.answered or len(owing) < len(trials) or not (trials or self._searcher.problems)
        if self._config.everything and found.release:
            self._ask_for_everything(fetch, found.release)
        self._searcher.tell()
        if found.release:
            self._discoverer.look(self._client, found.release)

    def _ask_for(self, fetch: Fetch, trials: list[Trial]) -> None:
        self._checked += len(trials)
        _ask_all(fetch, self._absorber, self._store, trials, self._progress)

    def _ask_for_everything(self, fetch: Fetch, release: str) -> None:
        try:
            self._sweep.run(release, self._progress)
            self._ask_for(fetch, self._sweep.unseen(release))
        except BadAnswer as error:
            self._problems.append(f"the pass over everything: {error}")
            log.warning("sweep", extra={"error": str(error)})
        self._heard = self._heard or self._sweep.heard or self._sweep.rests(release)

    def result(self, error: Unreachable | None) -> Round:
        """Return what the round did."""
        absorbed = self._absorber.absorbed
        absorbed.add(self._searcher.absorbed)
        absorbed.add(self._discoverer.absorbed)
        return Round(
            release=self._release,
            requests=self._client.usage.requests,
            bytes=self._client.usage.bytes,
            checked=self._checked + self._sweep.records,
            counts={name: absorbed.counts[name] for name in COUNTS},
            errors=absorbed.errors,
            problems=[*self._searcher.problems, *self._problems],
            changes=absorbed.changes,
            queued=absorbed.queued,
            messages=absorbed.messages,
            error=error,
            retry_after=self._client.pause_left,
            successful=self._heard,
        )


def _watched(config: Config, store: Connection) -> list[Trial]:
    """Return the trials that are watched; two numbers of one trial are one."""
    with store.transaction():
        numbers = watched(config, store)
        return list(
            {trial.id: trial for trial in (ensure_trial(store, number) for number in numbers)}.values()
        )


def _owing(trials: list[Trial], release: str | None) -> list[Trial]:
    """Return the trials that still owe their answer for a release; all of them if it is not known.

    Those that failed by themselves come last, so that they never keep others from being asked.
    """
    owing = [trial for trial in trials if release is None or trial.answered_release != release]
    return sorted(owing, key=lambda trial: trial.last_error not in {None, NOT_ASKED})


def _ask_all(
    fetch: Fetch,
    absorber: Absorber,
    store: Connection,
    trials: list[Trial],
    progress: Callable[[int, int], None],
) -> None:
    done = 0
    progress(done, len(trials))
    try:
        for page in fetch.pages(trials):
            with store.transaction():
                absorber.page(page)
            done += len(page)
            progress(done, len(trials))
            page.clear()  # before the next page is decoded
    except Unreachable as error:
        with store.transaction():
            for trial in trials[done:]:
                absorber.take(trial, error)
        raise


def _accepted(store: Connection) -> dict[str, str]:
    """Return the connection profile that each API of the registry accepted last, by API."""
    kept = get_state(store, PROFILE)
    return kept if isinstance(kept, dict) else {}  # an earlier nctwatch kept one name for all


def _keep_profile(store: Connection, client: Client) -> None:
    known = _accepted(store)
    if known | client.accepted != known:
        set_state(store, PROFILE, known | client.accepted)


def _keep_round(store: Connection, result: Round, began: datetime, ended: datetime) -> None:
    outcome = "refused" if isinstance(result.error, Refused) else "unreachable" if result.error else "done"
    with store.transaction():
        add_poll(
            store,
            started_at=stamp(began),
            finished_at=stamp(ended),
            release=result.release,
            outcome=outcome,
            requests=result.requests,
            bytes=result.bytes,
            checked=result.checked,
            changed=result.counts["changed"],
            failed=result.counts["failed"],
            error=str(result.error) if result.error else None,
        )
        set_state(store, LAST_POLL_AT, stamp(ended))
        if result.successful:
            set_state(store, LAST_SUCCESS_AT, stamp(ended))
    cost = {"requests": result.requests, "bytes": result.bytes}
    log.info("poll", extra={"outcome": outcome, "release": result.release, **cost, **result.counts})
