"""One poll: check the release, fetch what has not answered for it, and record the poll."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from monitor.clock import now as utc_now
from monitor.clock import stamp
from monitor.errors import BadAnswer, Refused, Unreachable
from monitor.poll.fetch import NOT_ASKED, Fetcher
from monitor.poll.full_scan import FullScan
from monitor.poll.ingest import Ingester
from monitor.poll.lists import read_lists
from monitor.poll.queue import ChangeQueue
from monitor.poll.registry import load_profiles, open_client, record_profiles
from monitor.poll.related import RelatedFinder
from monitor.poll.release import check_release, record_release
from monitor.poll.result import COUNTS, PollResult
from monitor.poll.searches import SearchRunner
from monitor.store.polls import add_poll
from monitor.store.state import LAST_POLL_AT, LAST_SUCCESS_AT, RELEASE, get_state, set_state
from monitor.store.trials import ensure_trials
from monitor.store.wrong_times import mend_times
from monitor.watched import watched

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.ctgov.client import Client
    from monitor.poll.release import ReleaseCheck
    from monitor.store.connection import Connection
    from monitor.store.trials import Trial

log = logging.getLogger(__name__)


def poll(
    config: Config,
    store: Connection,
    *,
    clock: Callable[[], datetime] = utc_now,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> PollResult:
    """Do one poll: fetch every watched trial that has not answered for the served release, and store it.

    Args:
        config: the watched trials and the channels.
        store: the store, opened for writing.
        clock: returns the present time.
        progress: called with the number of trials done and their total.

    """
    began = clock()
    with open_client(config, load_profiles(store)) as client:
        run = PollRun(config, store, client, began, progress)
        error = run.run()
        record_profiles(store, client)
        result = run.result(error)
    _record_round(store, result, began, clock())
    return result


class PollRun:
    """The steps of one poll, and the counts that they add up to."""

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
        self._ingester = Ingester(store, config, began, hold=True)
        queue = ChangeQueue(store, config, began)
        self._searches = SearchRunner(store, config, queue, began)
        self._related = RelatedFinder(store, config, queue, began)
        self._full_scan = FullScan(client, store, self._ingester, began)
        self._release: str | None = get_state(store, RELEASE)
        self._trials: list[Trial] = []
        self._checked = 0
        self._problems: list[str] = []
        self._successful = False

    def run(self) -> Unreachable | None:
        """Run all steps; return the error that ended the poll early, or None."""
        self._problems += read_lists(self._config, self._store)
        # create the rows first, so that status shows "not fetched yet" during the poll
        self._trials = _ensure_watched(self._config, self._store)
        error = None
        try:
            check = check_release(self._client, self._store, self._config, self._began)
            self._release = check.release or self._release
            self._ingester.release = check.release
            if not check.older_release:
                self._fetch_all(check)
            record_release(self._store, check)
        except Unreachable as failure:
            error = failure
            self._ingester.settle()
        with self._store.transaction():
            self._ingester.queue_overdue()
        return error

    def _fetch_all(self, check: ReleaseCheck) -> None:
        """Fetch what has not answered for the release: searches, trials, the full scan and related trials."""
        self._searches.run_searches(self._client, check.release, answered=check.answered)
        trials = _ensure_watched(self._config, self._store) if self._config.searches else self._trials
        unanswered = _unanswered(trials, check.release)
        fetcher = Fetcher(self._client, answered=check.answered)
        self._fetch_trials(fetcher, unanswered)
        self._successful = (
            fetcher.answered or len(unanswered) < len(trials) or not (trials or self._searches.problems)
        )
        if self._config.everything and check.release:
            self._scan_registry(fetcher, check.release)
        self._searches.queue_found_trials()
        if check.release:
            self._related.find_related(self._client, check.release)

    def _fetch_trials(self, fetcher: Fetcher, trials: list[Trial]) -> None:
        self._checked += len(trials)
        _fetch_and_ingest(fetcher, self._ingester, self._store, trials, self._progress)
        self._ingester.settle()

    def _scan_registry(self, fetcher: Fetcher, release: str) -> None:
        """Read every record of the registry that the release needs, then fetch the trials that no page had."""
        try:
            self._full_scan.run(release, self._progress)
            self._ingester.settle()
            self._fetch_trials(fetcher, self._full_scan.load_unseen(release))
        except BadAnswer as error:
            self._ingester.settle()
            self._problems.append(f"the pass over everything: {error}")
            log.warning("full scan", extra={"error": str(error)})
        self._successful = (
            self._successful or self._full_scan.answered or self._full_scan.is_complete(release)
        )

    def result(self, error: Unreachable | None) -> PollResult:
        """Return what the poll did."""
        ingested = self._ingester.ingested
        ingested.add(self._searches.ingested)
        ingested.add(self._related.ingested)
        return PollResult(
            release=self._release,
            requests=self._client.usage.requests,
            bytes=self._client.usage.bytes,
            checked=self._checked + self._full_scan.records,
            counts={name: ingested.counts[name] for name in COUNTS},
            errors=ingested.errors,
            problems=[*self._searches.problems, *self._problems],
            related_errors=self._related.errors,
            notes=self._related.notes,
            changes=ingested.changes,
            queued=ingested.queued,
            error=error,
            retry_after=self._client.pause_left,
            successful=self._successful,
        )


def _ensure_watched(config: Config, store: Connection) -> list[Trial]:
    """Return the watched trials, creating missing rows; a trial watched under two numbers is listed once."""
    with store.transaction():
        return ensure_trials(store, watched(config, store))


def _unanswered(trials: list[Trial], release: str | None) -> list[Trial]:
    """Return the trials that have not answered for a release; all of them if the release is unknown.

    Trials that failed for a reason of their own come last, so that they do not delay the others.
    """
    unanswered = [trial for trial in trials if release is None or trial.answered_release != release]
    return sorted(unanswered, key=lambda trial: trial.last_error not in {None, NOT_ASKED})


def _fetch_and_ingest(
    fetcher: Fetcher,
    ingester: Ingester,
    store: Connection,
    trials: list[Trial],
    progress: Callable[[int, int], None],
) -> None:
    """Fetch trials and ingest them page by page, one transaction a page.

    Raises:
        Unreachable: the registry gave no usable answer; stored as the error of the trials that are left.

    """
    done = 0
    progress(done, len(trials))
    try:
        for page in fetcher.fetch_pages(trials):
            with store.transaction():
                ingester.ingest_page(page)
            done += len(page)
            progress(done, len(trials))
            page.clear()  # frees its records before the next page is decoded
    except Unreachable as error:
        with store.transaction():
            for trial in trials[done:]:
                ingester.ingest(trial, error)
        raise


def _record_round(store: Connection, result: PollResult, began: datetime, ended: datetime) -> None:
    outcome = "refused" if isinstance(result.error, Refused) else "unreachable" if result.error else "done"
    with store.transaction():
        if result.successful and result.release:
            mend_times(store, result.release, began)
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
