"""Everything that the registry has, page by page: each page is read, taken in and forgotten in one transaction.

A pass that is cut short goes on at its next page. What changed is told as for any other trial.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.clock import stamp
from monitor.core.full_scan import loaded, stored
from monitor.core.records.accessors import aliases_of
from monitor.ctgov import full_scan as everything
from monitor.errors import BadAnswer
from monitor.store import full_scan as scanned
from monitor.store.packing import learn
from monitor.store.state import FULL_SCAN, get_state, set_state

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from monitor.core.full_scan import Pass, Swept
    from monitor.ctgov.api import Answer
    from monitor.ctgov.client import Client
    from monitor.poll.ingest import Absorber
    from monitor.store.connection import Connection
    from monitor.store.trials import Trial

log = logging.getLogger(__name__)


class Sweep:
    """Passes over the whole registry.

    Args:
        client: asks the registry.
        store: the store, opened for writing.
        absorber: takes records in.
        now: the time of the round.

    """

    def __init__(self, client: Client, store: Connection, absorber: Absorber, now: datetime) -> None:
        self._client = client
        self._store = store
        self._absorber = absorber
        self._now = stamp(now)
        self.records = 0
        """Records that were read."""
        self.heard = False
        """Whether any page came."""

    def rests(self, release: str) -> bool:
        """Say whether nothing is owed for a release."""
        return loaded(get_state(self._store, FULL_SCAN)).due(release) is None

    def unseen(self, release: str) -> list[Trial]:
        """Return the trials that are to be asked for singly: no whole pass came upon them, or they failed."""
        swept = loaded(get_state(self._store, FULL_SCAN))
        if swept.under_way or swept.began is None:
            return []
        return scanned.unseen(self._store, release, swept.began)

    def run(self, release: str, progress: Callable[[int, int], None]) -> None:
        """Do what the release needs, if it was not done yet.

        Args:
            release: what is served.
            progress: is told how many records are done, and of how many.

        Raises:
            Unreachable: the registry gives no answer.
            BadAnswer: a page cannot be used; the next round asks for it again.

        """
        swept = loaded(get_state(self._store, FULL_SCAN))
        under_way = swept.due(release)
        learned = False
        while under_way:
            under_way, swept = self._page(under_way, swept)
            self.heard = True
            learned = learned or learn(
                self._store
            )  # all but the first pages are kept in three quarters of the room
            if under_way:
                progress(under_way.seen, max(under_way.total or 0, under_way.seen))

    def _page(self, under_way: Pass, swept: Swept) -> tuple[Pass | None, Swept]:
        """Take in the next page; return how the pass stands, None at its end."""
        try:
            answer = self._client.get(
                "/studies", everything.query(under_way.since, under_way.token), limit=everything.MAX_PAGE
            )
            with self._store.transaction():
                under_way = self._take(under_way, answer)
                after = under_way if under_way.token else None
                swept = swept.at(after) if after else self._ended(under_way, swept)
                set_state(self._store, FULL_SCAN, stored(swept))
        except BadAnswer:
            with self._store.transaction():
                set_state(self._store, FULL_SCAN, stored(swept.at(under_way.failed())))
            raise
        self._client.mark_usable()
        if after is None and swept.under_way:
            raise BadAnswer(
                f"the registry's pages end after {under_way.seen:,} of {under_way.total:,} records; "
                "they are asked for again"
            )
        return after, swept

    def _take(self, under_way: Pass, answer: Answer) -> Pass:
        """Take in the records of a page; return how far the pass has come."""
        page, token, total = everything.page(
            answer, lambda numbers: scanned.fingerprints(self._store, numbers)
        )
        found = list({one.nct: one for one in page}.values())
        further = replace(
            under_way,
            # the page after a last one that was exactly full is empty, and has no other after it
            token=token if found else None,
            began=under_way.began or self._now,
            seen=under_way.seen + len(found),
            total=under_way.total if total is None else total,
            failures=0,
        )
        if token and (token == under_way.token or further.endless):
            raise BadAnswer("the registry's pages go in a circle")
        numbers = {one.nct: aliases_of(one.record or {}) for one in found}
        trials = scanned.trials(self._store, numbers)
        self._absorber.page([(trials[one.nct], one) for one in found])
        self.records += len(found)
        return further

    def _ended(self, ended: Pass, swept: Swept) -> Swept:
        """Return how it stands when no more pages come: begun anew, once, where much of it did not come."""
        if ended.short and not ended.anew:
            return swept.at(ended.again())
        log.info("swept", extra={"release": ended.release, "since": ended.since, "records": ended.seen})
        return swept.done(ended)
