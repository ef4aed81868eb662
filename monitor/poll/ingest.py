"""Ingest what the registry answers about a trial: version, changes and deliveries, in one transaction."""

from __future__ import annotations

import logging
import sqlite3
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from monitor.clock import stamp
from monitor.core.changes import classify, overdue, record_events
from monitor.core.changes.registry_edits import as_noise
from monitor.core.records import canonical
from monitor.core.records.accessors import status_of
from monitor.core.records.plausibility import check_shape
from monitor.ctgov.api import Study
from monitor.errors import NctwatchError, NotFound, Thin, Unreachable
from monitor.poll.doubts import Doubts
from monitor.poll.found import apply_number, mark_found
from monitor.poll.programmes import explain, note_programme
from monitor.poll.queue import ChangeQueue
from monitor.poll.registry_edits import MAX_HELD, RegistryEdits
from monitor.poll.result import Ingested
from monitor.store.changes import has_change, past_dates
from monitor.store.state import RELEASE, get_state
from monitor.store.trials import (
    Trial,
    mark_seen,
    record_failure,
    results_due,
    update_trial,
)
from monitor.store.versions import add_polled, latest_version, load_version
from monitor.store.wrong_times import release_day

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.model import Record
    from monitor.poll.fetch import FetchResult
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)


class Ingester:
    """Stores the results of fetching trials. The caller has a transaction open.

    Args:
        store: the store, opened for writing.
        config: the channels and severities.
        now: the time of the poll.
        hold: whether trials that changed without an update date are held back until ``settle``.

    """

    def __init__(self, store: Connection, config: Config, now: datetime, *, hold: bool = False) -> None:
        self._store = store
        self._queue = ChangeQueue(store, config, now)
        self._now = now
        self._at = stamp(now)
        self.release: str | None = None
        """The release that the records are of; None if unknown."""
        self.ingested = Ingested()
        self._edits = RegistryEdits(store, most=MAX_HELD if hold else 0)
        self._doubts = Doubts(store)

    def ingest_page(self, page: Sequence[tuple[Trial, FetchResult]]) -> None:
        """Ingest a page of results; the unchanged trials, nearly all, are updated by one statement."""
        unchanged = [trial for trial, result in page if _is_unchanged(trial, result)]
        mark_seen(self._store, unchanged, self._at, self.release)
        self._doubts.forget_thin(unchanged)
        self.ingested.counts["unchanged"] += len(unchanged)
        for trial, result in page:
            if not _is_unchanged(trial, result):
                self.ingest(trial, result)

    def ingest(self, trial: Trial, result: FetchResult, *, edited: Collection[str] | None = None) -> None:
        """Ingest one result; an error other than the database's fails this trial alone.

        ``edited`` are the places that the registry edited in this release; None while that is not known.

        Raises:
            sqlite3.Error: the store cannot be written.

        """
        ingested = Ingested()
        try:
            with self._store.transaction():
                if isinstance(result, Study):
                    self._ingest_study(trial, result, ingested, edited)
                else:
                    self._ingest_error(trial, result, ingested)
        except Thin as error:
            self._doubts.note_thin(trial, self.release)
            again = "; if the next release says so again, it is believed"
            ingested = self._record_failure(trial, f"{error}{again}")
        except NctwatchError as error:
            ingested = self._record_failure(trial, str(error))
        except sqlite3.Error:
            raise  # a full disk concerns the whole poll
        except Exception as error:
            log.exception("trial", extra={"trial": trial.nct})
            ingested = self._record_failure(
                trial, f"{type(error).__name__}: {error} (a fault of nctwatch; please report it)"
            )
        self.ingested.add(ingested)

    def queue_overdue(self) -> None:
        """Queue a change for each trial whose results fell due since it is watched, once."""
        # what the registry had on a day is known from a release of that day, whatever the clock says
        known = release_day(self.release or get_state(self._store, RELEASE))
        today = min(known or self._at[:10], self._at[:10])
        for trial, due in results_due(self._store, today):
            version = latest_version(self._store, trial)
            update_trial(self._store, trial, results_due=None)
            change = overdue.overdue(due, date.fromisoformat(today))
            # an edit of the record sets the due day again
            if not has_change(self._store, trial, change):
                self._queue.queue_changes(trial, [change], version, version, self.ingested)

    def _record_failure(self, trial: Trial, error: str, *, own: bool = True) -> Ingested:
        """Store a failure; ``own`` is false where the registry failed rather than this trial."""
        record_failure(self._store, trial, error, own=own)
        return Ingested(Counter(failed=1), [(trial.nct, error)])

    def _ingest_error(self, trial: Trial, error: NctwatchError, ingested: Ingested) -> None:
        """Store an error. The second "not found" in a row of a trial that was found before makes it gone."""
        if not isinstance(error, NotFound) or not trial.found:
            ingested.add(self._record_failure(trial, str(error), own=not isinstance(error, Unreachable)))
            return
        misses = trial.misses + 1
        if misses < 2:
            update_trial(self._store, trial, misses=misses)
            ingested.add(
                self._record_failure(trial, f"{error}; if it says so again, the trial counts as gone")
            )
            return
        ingested.counts["gone"] += 1
        update_trial(self._store, trial, misses=misses, answered_release=self.release, last_error=None)
        if trial.gone_at is None:
            update_trial(self._store, trial, gone_at=self._at)
            version = latest_version(self._store, trial)
            change = record_events.gone(trial.nct, trial.status)
            self._queue.queue_changes(trial, [change], version, version, ingested)

    def _ingest_study(
        self, trial: Trial, study: Study, ingested: Ingested, edited: Collection[str] | None
    ) -> None:
        if study.fingerprint != trial.fingerprint:
            # the record is None if the fingerprint belonged to another trial's stored version; decode it here
            record = study.record or canonical.decode(study.raw)
            self._ingest_record(trial, study, record, ingested, edited)
            return
        ingested.counts["unchanged"] += 1
        self._doubts.forget_thin([trial])
        self._mark_found(trial)
        if trial.gone_at:
            version = latest_version(self._store, trial)
            change = record_events.returned(trial.nct, trial.status)
            self._queue.queue_changes(trial, [change], version, version, ingested)

    def _ingest_record(
        self, trial: Trial, study: Study, record: Record, ingested: Ingested, edited: Collection[str] | None
    ) -> None:
        """Compare a record with the stored one; store it as a version, with its changes, if its content differs.

        One that changed without an update date is held back, unless ``edited`` says what the registry edited.
        """
        check_shape(record, study.raw)
        latest = latest_version(self._store, trial)
        believed = None
        if latest is not None:
            believed = self._doubts.believe(trial, latest, record, self.release, edited or ())
        if believed and edited is None and self._edits.hold(trial, study, believed, record):
            return
        trial, changes = apply_number(self._store, trial, study.nct, record)
        if trial.gone_at:
            changes.append(record_events.returned(trial.nct, status_of(record)))
        version = latest
        if believed is None or not canonical.same_content(believed.stored, record):
            version = add_polled(
                self._store,
                trial,
                study.raw,
                record,
                latest,
                observed_at=self._at,
                until=release_day(self.release),
                sha256=study.sha256,
            )
        outcome = "baseline" if latest is None else "unchanged" if version is latest else "changed"
        ingested.counts[outcome] += 1
        # without a fingerprint the next release compares the record again
        waits = believed is not None and believed.doubt is not None
        self._doubts.forget_thin([trial])
        note_programme(self._store, trial, record)
        updated = self._mark_found(trial, None if waits else study.fingerprint, record)
        before = latest
        if believed is not None:
            from monitor.registered import compare_with_registered  # noqa: PLC0415  # a poll without news does without

            self._doubts.write(trial, believed.doubt)
            found = classify(believed.old, believed.new, past=past_dates(self._store, trial))
            found += compare_with_registered(self._store, trial, believed.old, believed.new, found)
            found = as_noise(found, edited) if edited else found
            changes += explain(self._store, trial, record, found)
            if version is latest and believed.since is not None:
                before = load_version(self._store, trial.nct, believed.since)
        if changes:
            self._queue.queue_changes(updated, changes, before, version, ingested, record)

    def settle(self) -> None:
        """Ingest the trials that were held back: what the registry edited in many of them is noise, and one notice."""
        held = self._edits.take_held()
        if not held:
            return
        changed = self.ingested.counts["changed"] + len(held)
        with self._store.transaction():
            edited = self._edits.edited(self.release, changed)
            notice = self._edits.notice(edited, changed)
            if notice:
                self._queue.queue_notice(notice, self.ingested)
            for trial, study in held:
                self.ingest(trial, study, edited=edited)

    def _mark_found(
        self, trial: Trial, fingerprint: str | None = None, record: Record | None = None
    ) -> Trial:
        return mark_found(self._store, trial, self._at, self.release, fingerprint, record)


def _is_unchanged(trial: Trial, result: FetchResult) -> bool:
    """Return whether a result is the stored record, byte for byte but for the release stamp, of a trial not gone."""
    return isinstance(result, Study) and result.fingerprint == trial.fingerprint and trial.gone_at is None
