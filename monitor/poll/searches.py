"""Run the standing searches: what each finds is watched; trials that enter or leave one are changes."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from monitor.clock import stamp
from monitor.core.changes import record_events
from monitor.ctgov.api import served_release
from monitor.ctgov.searches import page_query, parse_page
from monitor.errors import BadAnswer, RegistryError, ReleaseMoved, TooMany, Unreachable
from monitor.poll.result import Ingested
from monitor.store import searches
from monitor.store.trials import Trial, ensure_trial, ensure_trials, holds_number, trial_by_id
from monitor.store.versions import latest_version
from monitor.watched import watched

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.config.model import Config, Search
    from monitor.ctgov.client import Client
    from monitor.poll.queue import ChangeQueue
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)

PASSES = 3
"""So often a search is read from its first page because a release came out meanwhile."""


class SearchRunner:
    """Runs the configured searches and stores which trials they find.

    Args:
        store: the store, opened for writing.
        config: the searches.
        queue: stores changes and queues their messages.
        now: the time of the poll.

    """

    def __init__(self, store: Connection, config: Config, queue: ChangeQueue, now: datetime) -> None:
        self._store, self._config, self._queue = store, config, queue
        self._at = stamp(now)
        self.ingested = Ingested()
        self.problems: list[str] = []
        """A sentence for each search that failed."""

    def run_searches(self, client: Client, release: str | None, *, answered: bool) -> None:
        """Run each search not yet answered for this release; one that fails does not stop the others.

        Args:
            client: sends the requests.
            release: the served release; None if unknown, then every search is run.
            answered: whether the registry gave a usable answer in this poll already.

        Raises:
            Unreachable: the registry does not answer, and ``answered`` is false.

        """
        for search in self._config.searches:
            last, query = searches.last_answer(self._store, search.name), searches.query_text(search.query)
            if release is not None and (last.release, last.query) == (release, query):
                continue
            try:
                numbers = fetch_hits(client, search)
                with self._store.transaction():
                    searches.record_answer(self._store, search.name, query, release, self._at)
                    self._record_hits(search, numbers, first=last.query != query)
            except RegistryError as error:
                unreachable = isinstance(error, Unreachable)
                if unreachable and not answered:
                    raise
                self._record_failure(search, error)
                if unreachable:
                    return  # the other searches are run in the next poll

    def queue_found_trials(self) -> None:
        """Queue a change, once, for each trial that a search newly found and whose record is stored by now."""
        names = [search.name for search in self._config.searches]
        with self._store.transaction():
            for name, trial in searches.not_announced(self._store, names):
                version = latest_version(self._store, trial)
                change = record_events.found(trial.nct, trial.title, name)
                self._queue.queue_changes(trial, [change], version, version, self.ingested)
                searches.mark_announced(self._store, name, trial)

    def _record_failure(self, search: Search, error: RegistryError) -> None:
        self.problems.append(f'the standing search "{search.name}": {error}')
        log.warning("search", extra={"search": search.name, "error": str(error)})
        with self._store.transaction():
            searches.record_failure(self._store, search.name, str(error))

    def _record_hits(self, search: Search, numbers: dict[str, list[str]], *, first: bool) -> None:
        """Store what a search finds; the trials of the first answer to a query are watched without a change."""
        before = searches.hit_days(self._store, search.name)
        known = {trial.id for trial in ensure_trials(self._store, watched(self._config, self._store))}
        present = set()
        for nct, aliases in numbers.items():
            trial = self._ensure_trial(nct, aliases)
            present.add(trial.id)
            new = trial.id not in before and trial.id not in known
            searches.record_hit(
                self._store, search.name, trial, now=self._at, not_announced=new and not first
            )
        for trial_id, left_on in before.items():
            if trial_id in present:
                continue
            if first:
                searches.delete_hit(self._store, search.name, trial_id)
            elif left_on is None:
                self._record_left(search, trial_by_id(self._store, trial_id))

    def _record_left(self, search: Search, trial: Trial) -> None:
        searches.record_left(self._store, search.name, trial.id, self._at[:10])
        version = latest_version(self._store, trial)
        change = record_events.left_search(trial.nct, search.name)
        self._queue.queue_changes(trial, [change], version, version, self.ingested)

    def _ensure_trial(self, nct: str, aliases: list[str]) -> Trial:
        """Return the stored trial of a number or a former one, or a new row; its record brings the new number."""
        stored = [number for number in (nct, *aliases) if holds_number(self._store, number)]
        return ensure_trial(self._store, stored[0] if stored else nct)


def fetch_hits(client: Client, search: Search) -> dict[str, list[str]]:
    """Return the NCT numbers of all trials that a search finds, each with its former numbers.

    The registry's last page, if full, has a token for another page, which is empty (measured); so the
    total count decides when all pages are there. An incomplete list is an error: the trials missing
    from it would seem to have left the search.

    A release that comes out between two pages begins the list anew, since its order is another. Where that happens
    in each pass, it is the ETag that moves: then the total alone decides.

    Raises:
        TooMany: more trials than the search's limit.
        BadAnswer: the pages do not add up to the total.
        Unreachable: no answer.

    """
    for _ in range(PASSES - 1):
        with suppress(ReleaseMoved):
            return _fetch_pass(client, search)
        log.info("search", extra={"search": search.name, "error": "a release came out between its pages"})
    return _fetch_pass(client, search, one_release=False)


def _fetch_pass(client: Client, search: Search, *, one_release: bool = True) -> dict[str, list[str]]:
    """Read all pages of a search once; ReleaseMoved if they are of several releases, and must not be."""
    hits: dict[str, list[str]] = {}
    release, total, token = None, None, None
    while True:
        answer = client.get("/studies", page_query(search.query, search.limit, token))
        page = parse_page(answer)
        client.mark_usable()
        served = served_release(answer)
        if one_release and token and None not in {served, release} and served != release:
            raise ReleaseMoved(
                "the registry published a release while the search was read; it is asked again"
            )
        release = served or release
        total = page.total if total is None else total
        if total is None:
            raise BadAnswer("the registry does not say how many trials the search finds")
        if total > search.limit:
            raise TooMany(
                f"finds {total:,} trials, more than its limit of {search.limit:,}; "
                "narrow the query or raise the limit. What it found before stays watched"
            )
        new = page.numbers.keys() - hits.keys()
        hits |= page.numbers
        token = page.token
        if not token or not new or len(hits) >= total:
            break
    if len(hits) != total:
        raise BadAnswer(f"the registry counts {total:,} trials and gives {len(hits):,}")
    return hits
