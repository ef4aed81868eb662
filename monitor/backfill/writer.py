"""Write the versions of a trial's record history, or match them with versions that a poll stored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.core.changes import classify
from monitor.core.records import canonical
from monitor.core.records.accessors import registry_date_of, status_of, text_at
from monitor.core.records.dates import parse_day
from monitor.core.records.text_equivalence import restricted, spelling
from monitor.core.records.undated import dated
from monitor.model import Severity
from monitor.store import record_history
from monitor.store.trials import Trial, former_numbers
from monitor.store.versions import Version, add_version, list_versions, read_record

if TYPE_CHECKING:
    from monitor.ctgov.record_history import HistoryEntry
    from monitor.model import Record
    from monitor.store.connection import Connection

_SUBMITTED = ("protocolSection", "statusModule", "lastUpdateSubmitDate")


class VersionWriter:
    """Writes versions of one trial's record history.

    Args:
        store: the store, opened for writing.
        trial: a trial that a poll has stored.

    """

    def __init__(self, store: Connection, trial: Trial) -> None:
        self._store = store
        self.trial = trial
        versions = list_versions(store, trial)
        self.held = {version.registry_version for version in versions}
        """Numbers of the registry's history that are stored already."""
        self.numbers = {trial.nct, *former_numbers(store, trial)}
        """The trial's NCT numbers, present and former."""
        polled = [
            (version, canonical.decode(read_record(store, version.id)))
            for version in reversed(versions)
            if version.source == "poll" and not version.pruned
        ]
        self.spelling = spelling(record for _, record in polled)
        """The texts of this trial as API v2 writes them."""
        self._newest: Record = polled[0][1] if polled else {}
        matched = [version.registry_version for version in versions if version.source == "poll"]
        self._highest_number = max((number for number in matched if number is not None), default=-1)
        self._pruned = {
            version.registry_date: version
            for version in versions
            if version.pruned and version.source == "poll" and version.registry_version is None
        }
        """Pruned versions of polls without a history number, by their date: their bytes are gone."""
        self._unmatched = [
            (version, record) for version, record in polled if version.registry_version is None
        ]

    def write_version(self, entry: HistoryEntry, record: Record, now: str) -> Version | None:
        """Store a version, or its number where a poll stored it before; return it, None if it is newer than the last poll.

        A newer version is left to the next poll, which sends its alerts.
        """
        polled = self._match_polled(record)
        if polled:
            record_history.recognise(self._store, polled, entry.number)
            self._unmatched = [pair for pair in self._unmatched if pair[0].id != polled.id]
            self._highest_number = max(self._highest_number, entry.number)
            return polled
        if self._is_newer(entry, record):
            return None
        date = registry_date_of(record) or entry.date
        return add_version(
            self._store,
            self.trial,
            json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(),
            observed_at=now,
            valid_from=self._valid_from(entry, date, now),
            registry_date=date,
            registry_version=entry.number,
            source="history",
            status=status_of(record),
        )

    def _match_polled(self, record: Record) -> Version | None:
        """Return the polled version that is this version of the history; None if there is none.

        It has the same content, or was submitted on the same day and differs by changes of low severity
        only: the registry edits records without a new version, such as the names of cities.
        """
        similar = self._pruned.pop(registry_date_of(record), None)
        submitted = text_at(record, *_SUBMITTED)
        for version, candidate in self._unmatched:
            day = text_at(candidate, *_SUBMITTED)
            if day and submitted and day != submitted:
                continue
            changes = classify(*dated(record, restricted(candidate, record), None))
            if not changes:
                return version
            if day and all(change.severity.rank < Severity.MEDIUM.rank for change in changes):
                similar = similar or version
        return similar

    def _is_newer(self, entry: HistoryEntry, record: Record) -> bool:
        """Return whether a version is newer than the newest polled version, by submission day, then number."""
        newest, submitted = text_at(self._newest, *_SUBMITTED), text_at(record, *_SUBMITTED)
        if not newest or not submitted:
            return False
        return submitted > newest or (submitted == newest and 0 <= self._highest_number < entry.number)

    def _valid_from(self, entry: HistoryEntry, date: str, now: str) -> str:
        """Return the day from which a version is valid: its date, but never before that of an earlier version.

        The date of the history's list is used where the record's is not a day or is in the future.
        """
        earlier = [
            version.valid_from
            for version in list_versions(self._store, self.trial)
            if version.registry_version is not None and version.registry_version < entry.number
        ]
        return max([date if parse_day(date) and date <= now[:10] else entry.date, *earlier])
