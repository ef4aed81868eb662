"""Standing searches of a round: all that each one finds is watched, and what comes and goes is told."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from monitor.clock import stamp
from monitor.core.changes import watch
from monitor.ctgov import searches as ask
from monitor.errors import BadAnswer, RegistryError, TooMany, Unreachable
from monitor.poll.ingested import Absorbed
from monitor.store import searches as kept
from monitor.store.trials import Trial, ensure_trial, holds_number, trial_by_id
from monitor.store.versions import latest_version
from monitor.watched import watched

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.config.model import Config, Search
    from monitor.ctgov.client import Client
    from monitor.poll.queue import Teller
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)


class Searcher:
    """Asks for what standing searches find, and keeps it.

    Args:
        store: the store.
        config: the searches.
        teller: keeps changes and queues their messages.
        now: the time of the round.

    """

    def __init__(self, store: Connection, config: Config, teller: Teller, now: datetime) -> None:
        self._store, self._config, self._teller = store, config, teller
        self._at = stamp(now)
        self.absorbed = Absorbed()
        self.problems: list[str] = []
        """What went wrong, a sentence for each search."""

    def search(self, client: Client, release: str | None, *, trusted: bool) -> None:
        """Ask for each search that still owes its answer for a release; a failed one costs only itself.

        Raises:
            Unreachable: nothing usable came back in the whole round, ``trusted`` being false.

        """
        for search in self._config.searches:
            state, query = kept.state(self._store, search.name), kept.written(search.query)
            if release is not None and (state.release, state.query) == (release, query):
                continue
            try:
                numbers = all_of(client, search)
                with self._store.transaction():
                    kept.answered(self._store, search.name, query, release, self._at)
                    self._take(search, numbers, first=state.query != query)
            except RegistryError as error:
                silent = isinstance(error, Unreachable)
                if silent and not trusted:
                    raise
                self._failed(search, error)
                if silent:
                    return  # the others still owe their answer, and are asked for in the next round

    def tell(self) -> None:
        """Tell, once each, of trials that a search found anew and whose record is held by now."""
        with self._store.transaction():
            for name, trial in kept.untold(self._store, [search.name for search in self._config.searches]):
                version = latest_version(self._store, trial)
                change = watch.found(trial.nct, trial.title, name)
                self._teller.tell(trial, [change], version, version, self.absorbed)
                kept.mark_told(self._store, name, trial)

    def _failed(self, search: Search, error: RegistryError) -> None:
        self.problems.append(f'the standing search "{search.name}": {error}')
        log.warning("search", extra={"search": search.name, "error": str(error)})
        with self._store.transaction():
            kept.failed(self._store, search.name, str(error))

    def _take(self, search: Search, numbers: dict[str, list[str]], *, first: bool) -> None:
        """Keep what a search finds; the first answer to a query is only watched, not told."""
        before = kept.members(self._store, search.name)
        known = {ensure_trial(self._store, number).id for number in watched(self._config, self._store)}
        present = set()
        for nct, aliases in numbers.items():
            trial = self._trial(nct, aliases)
            present.add(trial.id)
            new = trial.id not in before and trial.id not in known
            kept.enter(self._store, search.name, trial, now=self._at, untold=new and not first)
        for trial_id, left_on in before.items():
            if trial_id in present:
                continue
            if first:
                kept.forget(self._store, search.name, trial_id)
            elif left_on is None:
                self._leave(search, trial_by_id(self._store, trial_id))

    def _leave(self, search: Search, trial: Trial) -> None:
        kept.leave(self._store, search.name, trial.id, self._at[:10])
        version = latest_version(self._store, trial)
        self._teller.tell(trial, [watch.left_search(trial.nct, search.name)], version, version, self.absorbed)

    def _trial(self, nct: str, aliases: list[str]) -> Trial:
        """Return the trial of a number, which may be held under a former one: its record brings the new one."""
        held = [
            ensure_trial(self._store, number)
            for number in (nct, *aliases)
            if holds_number(self._store, number)
        ]
        return held[0] if held else ensure_trial(self._store, nct)


def all_of(client: Client, search: Search) -> dict[str, list[str]]:
    """Return all numbers that a search finds, each with its former ones.

    A page token belongs to its search, and the last page, when full, promises another that
    is empty (measured); so the count decides when all are there. A list that is not whole
    is not believed: what is missing from it would seem to have left the search.

    Raises:
        TooMany: more than the search's limit.
        BadAnswer: the pages do not come to the count.
        Unreachable: no answer.

    """
    found: dict[str, list[str]] = {}
    total, token = None, None
    while True:
        page = ask.hits(client.get("/studies", ask.query(search.query, search.limit, token)))
        client.mark_usable()
        total = page.total if total is None else total
        if total is None:
            raise BadAnswer("the registry does not say how many trials the search finds")
        if total > search.limit:
            raise TooMany(
                f"finds {total:,} trials, more than its limit of {search.limit:,}; "
                "narrow the query or raise the limit. What it found before stays watched"
            )
        fresh = page.numbers.keys() - found.keys()
        found |= page.numbers
        token = page.token
        if not token or not fresh or len(found) >= total:
            break
    if len(found) != total:
        raise BadAnswer(f"the registry counts {total:,} trials and gives {len(found):,}")
    return found
