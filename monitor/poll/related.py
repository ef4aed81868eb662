"""Find trials related to the watched ones: a few requests for each watched trial in each new release."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.clock import stamp
from monitor.core.changes import record_events
from monitor.core.presentation.related_queries import query_sentence
from monitor.core.records import canonical
from monitor.core.similarity import ENOUGH, ranked, traits
from monitor.ctgov.api import is_too_complicated
from monitor.ctgov.related import (
    MOST_PHRASES,
    QUERIES,
    build_query,
    parse_records,
    phrases,
)
from monitor.errors import BadAnswer, Unreachable
from monitor.poll.result import Ingested
from monitor.store import related
from monitor.store.trials import Trial, ensure_trial, ensure_trials, former_numbers
from monitor.store.versions import latest_version, read_record
from monitor.watched import looked_around, watched

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.core.similarity import Related, Traits
    from monitor.ctgov.client import Client
    from monitor.model import Change
    from monitor.poll.queue import ChangeQueue
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Answers:
    """What the related-trial queries for one watched trial returned."""

    candidates: dict[str, Traits] = field(default_factory=dict)
    """By NCT number."""
    found_by: dict[str, set[str]] = field(default_factory=dict)
    """Names of the queries that returned each candidate, by NCT number."""
    usable: dict[str, bool] = field(default_factory=dict)
    """Whether the answer was usable, by query; a query that is to be sent again is left out."""
    errors: dict[str, str] = field(default_factory=dict)
    """Why a query failed, by query."""
    notes: dict[str, str] = field(default_factory=dict)
    """What is to be said of a usable answer, by query."""


class RelatedFinder:
    """Finds trials related to those that are watched with ``discover``.

    Args:
        store: the store, opened for writing.
        config: the watches.
        queue: stores changes and queues their messages.
        now: the time of the poll.

    """

    def __init__(self, store: Connection, config: Config, queue: ChangeQueue, now: datetime) -> None:
        self._store, self._config, self._queue = store, config, queue
        self._at = stamp(now)
        self.ingested = Ingested()
        self.errors: list[tuple[str, str]] = []
        """Watched trial and a sentence, for each query that failed."""
        self.notes: list[str] = []
        """A sentence for each query that the registry took only with fewer terms."""

    def find_related(self, client: Client, release: str) -> None:
        """Run the related-trial queries not yet answered for this release.

        A query that fails is sent again in the next poll. An error of another kind costs its trial alone.

        Raises:
            sqlite3.Error: the store cannot be written.

        """
        for number in looked_around(self._config, self._store):
            with self._store.transaction():
                trial = ensure_trial(self._store, number)
            try:
                if not self._find_for(client, trial, release):
                    return
            except sqlite3.Error:
                raise  # a full disk concerns the whole poll
            except Exception as error:
                log.exception("related", extra={"trial": trial.nct})
                fault = f"{type(error).__name__}: {error} (a fault of nctwatch; please report it)"
                self.errors.append((trial.nct, f"the search for related trials failed: {fault}"))

    def _find_for(self, client: Client, trial: Trial, release: str) -> bool:
        """Run the open queries for one trial and store their answers; return whether the registry still answers."""
        earlier = related.questions(self._store, trial)
        names = [name for name in QUERIES if earlier.get(name, ("", False))[0] != release]
        if not names or trial.gone_at or (subject := self._load_traits(trial)) is None:
            return True
        answers = _Answers()
        reachable = _run_queries(client, subject, names, answers)
        with self._store.transaction():
            answered_before = {name for name, (_, usable) in earlier.items() if usable}
            self._record(trial, subject, answers, release, answered_before)
        return reachable

    def _load_traits(self, trial: Trial) -> Traits | None:
        latest = latest_version(self._store, trial)
        return traits(canonical.decode(read_record(self._store, latest.id))) if latest else None

    def _record(
        self, trial: Trial, subject: Traits, answers: _Answers, release: str, answered_before: set[str]
    ) -> None:
        """Store the related trials; queue a change for each new one.

        What the first usable answer to a query returns is stored without a change: only what a later answer
        adds is new.
        """
        known = related.numbers_found(self._store, trial) | self._load_watched_numbers()
        new: list[Related] = []
        for candidate in ranked(subject, answers.candidates.values()):
            if candidate.score < ENOUGH:
                break
            repeated = answers.found_by[candidate.traits.nct] & answered_before
            is_new = not candidate.traits.numbers & known and bool(repeated)
            related.record(self._store, trial, candidate, now=self._at, announced=is_new)
            if is_new:
                new.append(candidate)
        for name, usable in answers.usable.items():
            note = answers.notes.get(name)
            related.record_answer(self._store, trial, name, release, usable=usable, now=self._at, note=note)
            self.notes += [f"{trial.nct}: {query_sentence(name, None, note)}"] if note else []
        for name, error in answers.errors.items():
            related.record_failure(self._store, trial, name, error)
            self.errors.append((trial.nct, query_sentence(name, error, None)))
        if new:
            version = latest_version(self._store, trial)
            changes = [_change(trial, candidate) for candidate in new]
            self._queue.queue_changes(trial, changes, version, version, self.ingested)

    def _load_watched_numbers(self) -> set[str]:
        """Return the numbers of all watched trials, present and former."""
        trials = ensure_trials(self._store, watched(self._config, self._store))
        return {number for trial in trials for number in (trial.nct, *former_numbers(self._store, trial))}


def _run_queries(client: Client, subject: Traits, names: list[str], answers: _Answers) -> bool:
    """Send queries and add their answers; return false, and stop, where the registry does not answer."""
    for name in names:
        try:
            _run_query(client, name, subject, answers)
        except (BadAnswer, Unreachable) as error:
            answers.errors[name] = str(error)
            log.warning("related", extra={"trial": subject.nct, "question": name, "error": str(error)})
            if isinstance(error, Unreachable):
                return False
    return True


def _run_query(client: Client, name: str, subject: Traits, answers: _Answers) -> None:
    """Send a query, with fewer terms as long as it is too complicated, and add its answer."""
    known = list(answers.candidates)
    query = build_query(name, subject, known)
    if not query:
        answers.usable[name] = True  # the record has nothing to query by
        return
    most = MOST_PHRASES
    terms = phrases(query)
    answer = client.get("/studies", query)
    while is_too_complicated(answer) and most > 1:
        most //= 2
        shorter = build_query(name, subject, known, most)
        if shorter != query:
            query = shorter
            answer = client.get("/studies", query)
    if phrases(query) < terms and answer.status == 200:
        answers.notes[name] = (
            f"asked with {phrases(query)} of {terms} terms, since the registry takes no more"
        )
        log.info("related", extra={"trial": subject.nct, "question": name, "note": answers.notes[name]})
    if answer.status in {400, 404}:  # refused, and would be refused again: not sent again for this release
        answers.usable[name] = False
    for record in parse_records(answer):
        if candidate := traits(record):
            answers.candidates[candidate.nct] = candidate
            answers.found_by.setdefault(candidate.nct, set()).add(name)
    answers.usable[name] = True
    client.mark_usable()


def _change(trial: Trial, candidate: Related) -> Change:
    reasons = "; ".join(candidate.why[:3])
    return record_events.related_found(trial.nct, candidate.traits.nct, candidate.traits.title, reasons)
