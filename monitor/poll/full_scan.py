"""Full scan: read the whole registry page by page; each page is fetched and ingested in one transaction.

A scan that is interrupted continues at its next page in the next poll.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.clock import stamp
from monitor.core.full_scan import from_json, to_json
from monitor.core.records.accessors import aliases_of
from monitor.ctgov.api import served_release
from monitor.ctgov.full_scan import MAX_PAGE, page_query, parse_page
from monitor.errors import BadAnswer
from monitor.store import full_scan
from monitor.store.packing import learn
from monitor.store.state import FULL_SCAN, get_state, set_state

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from monitor.core.full_scan import Pass, Progress
    from monitor.ctgov.api import Answer
    from monitor.ctgov.client import Client
    from monitor.poll.ingest import Ingester
    from monitor.store.connection import Connection
    from monitor.store.trials import Trial

log = logging.getLogger(__name__)


class FullScan:
    """Scans of the whole registry, or of what it updated since a day.

    Args:
        client: sends the requests.
        store: the store, opened for writing.
        ingester: stores the records.
        now: the time of the poll.

    """

    def __init__(self, client: Client, store: Connection, ingester: Ingester, now: datetime) -> None:
        self._client = client
        self._store = store
        self._ingester = ingester
        self._now = stamp(now)
        self.records = 0
        """Records ingested."""
        self.answered = False
        """Whether a usable page came."""

    def is_complete(self, release: str) -> bool:
        """Return whether the release needs no scan, or its scan is finished."""
        return self._load_progress().due(release) is None

    def load_unseen(self, release: str) -> list[Trial]:
        """Return the trials to fetch one by one: those that the last full scan did not have, or that failed."""
        progress = self._load_progress()
        if progress.under_way or progress.began is None:
            return []
        return full_scan.to_fetch_singly(self._store, release, progress.began)

    def run(self, release: str, report: Callable[[int, int], None]) -> None:
        """Run the scan that the release needs, from its next page on; do nothing if it is finished.

        Args:
            release: the served release.
            report: called with the number of records read and their total.

        Raises:
            Unreachable: the registry gives no answer.
            BadAnswer: a page is unusable; the next poll requests it again.

        """
        progress = self._load_progress()
        scan = progress.due(release)
        dictionary_learned = False
        while scan:
            scan, progress = self._scan_page(scan, progress)
            self.answered = True
            # learned from the first pages, the dictionary saves a quarter of the space of all later ones
            dictionary_learned = dictionary_learned or learn(self._store)
            if scan:
                report(scan.seen, max(scan.total or 0, scan.seen))

    def _load_progress(self) -> Progress:
        return from_json(get_state(self._store, FULL_SCAN))

    def _scan_page(self, scan: Pass, progress: Progress) -> tuple[Pass | None, Progress]:
        """Fetch and ingest the next page; return the scan after it (None at its end) and the stored progress."""
        try:
            answer = self._client.get("/studies", page_query(scan.since, scan.token), limit=MAX_PAGE)
            served = served_release(answer)
            if scan.moved(served):
                return self._restart(scan, progress)
            with self._store.transaction():
                scan = replace(self._ingest_page(scan, answer), served=served or scan.served)
                following = scan if scan.token else None
                progress = progress.with_current(following) if following else self._finish(scan, progress)
                set_state(self._store, FULL_SCAN, to_json(progress))
        except BadAnswer:
            with self._store.transaction():
                set_state(self._store, FULL_SCAN, to_json(progress.with_current(scan.failed())))
            raise
        self._client.mark_usable()
        if following is None and progress.under_way:
            raise BadAnswer(
                f"the registry's pages end after {scan.seen:,} of {scan.total:,} records; "
                "they are asked for again"
            )
        return following, progress

    def _restart(self, scan: Pass, progress: Progress) -> tuple[Pass, Progress]:
        """Begin the scan anew: a release came out, and its pages do not fit those of the one before."""
        log.info("full scan anew", extra={"release": scan.release, "records": scan.seen})
        scan = scan.restarted()
        progress = progress.with_current(scan)
        with self._store.transaction():
            set_state(self._store, FULL_SCAN, to_json(progress))
        return scan, progress

    def _ingest_page(self, scan: Pass, answer: Answer) -> Pass:
        """Ingest the records of a page; return the scan after it."""
        page, token, total = parse_page(answer, lambda numbers: full_scan.fingerprints(self._store, numbers))
        studies = list({study.nct: study for study in page}.values())
        following = replace(
            scan,
            # the registry gives a token with a last page that is exactly full; the page after it is empty
            token=token if studies else None,
            began=scan.began or self._now,
            seen=scan.seen + len(studies),
            total=scan.total if total is None else total,
            failures=0,
        )
        if token and (token == scan.token or following.endless):
            raise BadAnswer("the registry's pages go in a circle")
        numbers = {study.nct: aliases_of(study.record or {}) for study in studies}
        trials = full_scan.trials(self._store, numbers)
        self._ingester.ingest_page([(trials[study.nct], study) for study in studies])
        self.records += len(studies)
        return following

    def _finish(self, scan: Pass, progress: Progress) -> Progress:
        """Return the progress after the last page; a scan that lacks many records is started again, once."""
        if scan.short and not scan.anew:
            return progress.with_current(scan.again())
        log.info("full scan", extra={"release": scan.release, "since": scan.since, "records": scan.seen})
        return progress.done(scan)
