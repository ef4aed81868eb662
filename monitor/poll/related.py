"""Looking for trials like the watched ones: a few requests for each, in each new release."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.clock import stamp
from monitor.core.changes import watch
from monitor.core.records import canonical
from monitor.core.similarity import ENOUGH, ranked, traits
from monitor.ctgov import related as ask
from monitor.errors import BadAnswer, Unreachable
from monitor.poll.ingested import Absorbed
from monitor.store import related as kept
from monitor.store.trials import Trial, ensure_trial, former_numbers
from monitor.store.versions import latest_version, read_record
from monitor.watched import watched

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.core.similarity import Related, Traits
    from monitor.ctgov.client import Client
    from monitor.model import Change
    from monitor.poll.queue import Teller
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Look:
    """What the questions of one look brought."""

    candidates: dict[str, Traits] = field(default_factory=dict)
    by: dict[str, set[str]] = field(default_factory=dict)
    """The questions that found each candidate."""
    heard: dict[str, bool] = field(default_factory=dict)
    """Questions that are settled, each with whether its answer was of use; one that failed is not among them."""


class Discoverer:
    """Looks for trials like those that are watched with ``discover``.

    Args:
        store: the store.
        config: what is watched.
        teller: keeps changes and queues their messages.
        now: the time of the round.

    """

    def __init__(self, store: Connection, config: Config, teller: Teller, now: datetime) -> None:
        self._store, self._config, self._teller = store, config, teller
        self._at = stamp(now)
        self.absorbed = Absorbed()

    def look(self, client: Client, release: str) -> None:
        """Look for each trial that still owes a look in a release; what fails is taken up in the next round.

        Whatever else goes wrong with a look concerns its trial alone.
        """
        for number in dict.fromkeys(one.trial for one in self._config.watches if one.discover != "off"):
            with self._store.transaction():
                trial = ensure_trial(self._store, number)
            try:
                if not self._look(client, trial, release):
                    return
            except sqlite3.Error:
                raise  # a full disk concerns the whole round
            except Exception:
                log.exception("look", extra={"trial": trial.nct})

    def _look(self, client: Client, trial: Trial, release: str) -> bool:
        """Look for one trial, if it still owes a look; say whether the registry still answers."""
        asked = kept.questions(self._store, trial)
        owed = [name for name in ask.NAMES if asked.get(name, ("", False))[0] != release]
        if not owed or trial.gone_at or (mine := self._traits(trial)) is None:
            return True
        look = _Look()
        answers = self._ask(client, mine, owed, look)
        with self._store.transaction():
            self._keep(trial, mine, look, release, {name for name in asked if asked[name][1]})
        return answers

    def _traits(self, trial: Trial) -> Traits | None:
        latest = latest_version(self._store, trial)
        return traits(canonical.decode(read_record(self._store, latest.id))) if latest else None

    def _ask(self, client: Client, mine: Traits, owed: list[str], look: _Look) -> bool:
        """Ask what is owed; say whether the registry still answers. A question in vain costs only itself."""
        for name in owed:
            question = ask.question(name, mine, look.candidates)
            try:
                if question:
                    self._hear(client, name, question, look)
                else:
                    look.heard[name] = True  # nothing to ask is an answer too
            except (BadAnswer, Unreachable) as error:
                log.warning("look", extra={"trial": mine.nct, "question": name, "error": str(error)})
                if isinstance(error, Unreachable):
                    return False
        return True

    def _hear(self, client: Client, name: str, question: dict[str, str], look: _Look) -> None:
        answer = client.get("/studies", question)
        if answer.status in {400, 404}:  # asking again would be refused again
            look.heard[name] = False
        for record in ask.records(answer):
            if one := traits(record):
                look.candidates[one.nct] = one
                look.by.setdefault(one.nct, set()).add(name)
        look.heard[name] = True
        client.mark_usable()

    def _keep(self, trial: Trial, mine: Traits, look: _Look, release: str, before: set[str]) -> None:
        """Keep what was found; tell what a question finds that was answered before, and so was not its first look."""
        known = kept.found(self._store, trial) | self._watched()
        news: list[Related] = []
        for one in ranked(mine, look.candidates.values()):
            if one.score < ENOUGH:
                break
            new = not one.traits.numbers & known and bool(look.by[one.traits.nct] & before)
            kept.keep(self._store, trial, one, now=self._at, told=new)
            news += [one] if new else []
        for name, heard in look.heard.items():
            kept.answered(self._store, trial, name, release, heard=heard, now=self._at)
        if news:
            version = latest_version(self._store, trial)
            changes = [_change(trial, one) for one in news]
            self._teller.tell(trial, changes, version, version, self.absorbed)

    def _watched(self) -> set[str]:
        """Return all numbers that are watched, under all their names."""
        trials = [ensure_trial(self._store, number) for number in watched(self._config, self._store)]
        return {number for one in trials for number in (one.nct, *former_numbers(self._store, one))}


def _change(trial: Trial, one: Related) -> Change:
    return watch.related_found(trial.nct, one.traits.nct, one.traits.title, "; ".join(one.why[:3]))
