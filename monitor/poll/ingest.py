"""What the registry says of one trial → version, changes and deliveries, in one transaction."""

from __future__ import annotations

import logging
import sqlite3
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.clock import stamp
from monitor.core.changes import classify, overdue, watch
from monitor.core.records import accessors as look
from monitor.core.records import canonical
from monitor.core.records import plausibility as plausible
from monitor.ctgov.api import Found
from monitor.errors import Damaged, NctwatchError, NotFound, Unreachable
from monitor.poll.ingested import Absorbed
from monitor.poll.queue import Teller
from monitor.poll.registered import compare_with_registered
from monitor.store.changes import has_change, past_dates
from monitor.store.trials import (
    Trial,
    add_alias,
    mark_seen,
    record_failure,
    rename_trial,
    results_due,
    update_trial,
)
from monitor.store.versions import Version, add_polled, latest_version, read_record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.model import Change, Record
    from monitor.poll.fetch import Said
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)


class Absorber:
    """Takes answers into the store.

    Args:
        store: the store; the caller has a transaction open.
        config: whom to tell.
        now: the time of the round.

    """

    def __init__(self, store: Connection, config: Config, now: datetime) -> None:
        self._store = store
        self._teller = Teller(store, config, now)
        self._now = now
        self.release: str | None = None
        """The release that the answers are of; None if that is not known."""
        self._at = stamp(now)
        self.absorbed = Absorbed()

    def page(self, page: Sequence[tuple[Trial, Said]]) -> None:
        """Take in a page of answers; trials of which nothing is new, nearly all, are written down at once."""
        same = [trial for trial, said in page if _nothing_new(trial, said)]
        mark_seen(self._store, same, self._at, self.release)
        self.absorbed.counts["unchanged"] += len(same)
        for trial, said in page:
            if not _nothing_new(trial, said):
                self.take(trial, said)

    def take(self, trial: Trial, said: Said) -> None:
        """Take in one answer; whatever goes wrong with it concerns this trial alone."""
        one = Absorbed()
        try:
            with self._store.transaction():
                if isinstance(said, Found):
                    self._found(trial, said, one)
                else:
                    self._missing(trial, said, one)
        except NctwatchError as error:
            one = self._failed(trial, str(error))
        except sqlite3.Error:
            raise  # a full disk concerns the whole round
        except Exception as error:
            log.exception("trial", extra={"trial": trial.nct})
            one = self._failed(
                trial, f"{type(error).__name__}: {error} (a fault of nctwatch; please report it)"
            )
        self.absorbed.add(one)

    def _failed(self, trial: Trial, error: str, *, own: bool = True) -> Absorbed:
        """Note a failure; one that is not the trial's own, as when all is down, is no mark against it."""
        record_failure(self._store, trial, error, own=own)
        return Absorbed(Counter(failed=1), [(trial.nct, error)])

    def _missing(self, trial: Trial, error: NctwatchError, one: Absorbed) -> None:
        if not isinstance(error, NotFound) or not trial.found:
            one.add(self._failed(trial, str(error), own=not isinstance(error, Unreachable)))
            return
        misses = trial.misses + 1
        if misses < 2:
            update_trial(self._store, trial, misses=misses)
            one.add(self._failed(trial, f"{error}; if it says so again, the trial counts as gone"))
            return
        one.counts["gone"] += 1
        update_trial(self._store, trial, misses=misses, answered_release=self.release, last_error=None)
        if trial.gone_at is None:
            update_trial(self._store, trial, gone_at=self._at)
            version = latest_version(self._store, trial)
            self._teller.tell(trial, [watch.gone(trial.nct, trial.status)], version, version, one)

    def _found(self, trial: Trial, found: Found, one: Absorbed) -> None:
        if found.mark == trial.fingerprint:
            one.counts["unchanged"] += 1
            self._seen(trial)
            if trial.gone_at:
                version = latest_version(self._store, trial)
                self._teller.tell(trial, [watch.returned(trial.nct, trial.status)], version, version, one)
            return
        # letters that are held are never decoded: whatever has none of them was
        self._decoded(trial, found, found.record or canonical.decode(found.raw), one)

    def _decoded(self, trial: Trial, found: Found, record: Record, one: Absorbed) -> None:
        """Take in a record whose letters are not those that are held."""
        trial, events = self._identified(trial, found.nct, record)
        if trial.gone_at:
            events.append(watch.returned(trial.nct, look.status_of(record)))
        plausible.check_shape(record, found.raw)
        version = latest = latest_version(self._store, trial)
        held = self._held(latest) if latest else None
        if held is not None:
            plausible.check_against(held, record)
        if held is None or not canonical.same_content(held, record):
            version = add_polled(self._store, trial, found.raw, record, latest, observed_at=self._at)
        one.counts["baseline" if latest is None else "unchanged" if version is latest else "changed"] += 1
        told = self._seen(trial, found.mark, record)
        if held is not None and version is not latest:
            events += classify(held, record, past=past_dates(self._store, trial))
            events += compare_with_registered(self._store, trial, held, record, events)
        if events:
            self._teller.tell(told, events, latest, version, one)

    def _held(self, version: Version) -> Record:
        try:
            held: Record = canonical.decode(read_record(self._store, version.id))
        except Damaged as error:
            raise Damaged(
                f"version {version.version}, which the answer is compared with, is damaged ({error}); "
                "restore a backup: `nctwatch verify` lists all that is damaged"
            ) from error
        return held

    def overdue(self) -> None:
        """Tell, once each, of results that fell due since their trial is watched."""
        day = self._at[:10]
        for trial, due in results_due(self._store, day):
            version = latest_version(self._store, trial)
            update_trial(self._store, trial, results_due=None)
            change = overdue.overdue(due, self._now.date())
            # an edit of the record sets the day again
            if not has_change(self._store, trial, change):
                self._teller.tell(trial, [change], version, version, self.absorbed)

    def _identified(self, trial: Trial, nct: str, record: Record) -> tuple[Trial, list[Change]]:
        """Return the trial under the number that the registry has for it now."""
        for alias in look.aliases_of(record):
            add_alias(self._store, trial, alias)
        if nct == trial.nct:
            return trial, []
        return rename_trial(self._store, trial, nct), [watch.renamed(trial.nct, nct)] if trial.found else []

    def _seen(self, trial: Trial, mark: str | None = None, record: Record | None = None) -> Trial:
        """Write down that the registry has the trial, and what it says of it now, if that is new."""
        values: dict[str, str | int | None] = {
            "last_seen_at": self._at,
            "answered_release": self.release,
            "misses": 0,
            "failures": 0,
            "gone_at": None,
            "last_error": None,
        }
        if record is not None:
            title, sponsor, status = look.title_of(record), look.sponsor_of(record), look.status_of(record)
            values |= {"fingerprint": mark, "results_due": overdue.due(record)}
            values |= {"title": title, "sponsor": sponsor, "status": status}
            trial = replace(trial, title=title, sponsor=sponsor, status=status)
        if not trial.found:
            values["first_seen_at"] = self._at
        update_trial(self._store, trial, **values)
        return trial


def _nothing_new(trial: Trial, said: Said) -> bool:
    """Say whether an answer has the letters that are held of a trial that was there all along."""
    return isinstance(said, Found) and said.mark == trial.fingerprint and trial.gone_at is None
