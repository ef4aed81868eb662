"""One trial's record history under way: each version is kept, or recognised as one that a poll brought."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.core.changes import classify
from monitor.core.records import accessors as look
from monitor.core.records import canonical
from monitor.core.records.dates import parse_day
from monitor.core.records.text_equivalence import spelling, within
from monitor.model import Severity
from monitor.store import history
from monitor.store.trials import Trial, former_numbers
from monitor.store.versions import Version, add_version, list_versions, read_record

if TYPE_CHECKING:
    from monitor.ctgov.history import Listed
    from monitor.model import Record
    from monitor.store.connection import Connection

_SUBMITTED = ("protocolSection", "statusModule", "lastUpdateSubmitDate")


class Keeper:
    """Keeps versions of one trial's history.

    Args:
        store: the store, opened for writing.
        trial: a trial that a poll has brought.

    """

    def __init__(self, store: Connection, trial: Trial) -> None:
        self._store = store
        self._trial = trial
        versions = list_versions(store, trial)
        self.held = {version.registry_version for version in versions}
        """Numbers of the registry's history that are held already."""
        self.numbers = {trial.nct, *former_numbers(store, trial)}
        polled = [
            (version, canonical.decode(read_record(store, version.id)))
            for version in reversed(versions)
            if version.source == "poll" and not version.pruned
        ]
        self.spelled = spelling(record for _, record in polled)
        """The letters that v2 has for texts of this trial."""
        self._newest: Record = polled[0][1] if polled else {}
        known = [version.registry_version for version in versions if version.source == "poll"]
        self._known = max((number for number in known if number is not None), default=-1)
        self._given_up = {
            version.registry_date: version
            for version in versions
            if version.pruned and version.source == "poll" and version.registry_version is None
        }
        """Versions whose bytes are gone, by the date that is left of them."""
        self._unknown = [(version, record) for version, record in polled if version.registry_version is None]

    def keep(self, entry: Listed, record: Record, now: str) -> Version | None:
        """Keep a version, or recognise it; None for one that is newer than what the last poll brought.

        That one comes with the next poll, and is told then.
        """
        twin = self._twin(record)
        if twin:
            history.recognise(self._store, twin, entry.number)
            self._unknown = [(version, one) for version, one in self._unknown if version.id != twin.id]
            self._known = max(self._known, entry.number)
            return twin
        if self._ahead(entry, record):
            return None
        date = look.registry_date_of(record) or entry.date
        return add_version(
            self._store,
            self._trial,
            json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(),
            observed_at=now,
            valid_from=self._valid_from(entry, date, now),
            registry_date=date,
            registry_version=entry.number,
            source="history",
            status=look.status_of(record),
        )

    def _twin(self, record: Record) -> Version | None:
        """Return the version of a poll that this one is.

        It says the same, or was submitted on that day and differs in nothing of weight: the registry
        edits what it shows without a new version, such as the names of cities.
        """
        slight = self._given_up.pop(look.registry_date_of(record), None)
        submitted = look.text_at(record, *_SUBMITTED)
        for version, candidate in self._unknown:
            day = look.text_at(candidate, *_SUBMITTED)
            if day and submitted and day != submitted:
                continue
            changes = classify(record, within(candidate, record))
            if not changes:
                return version
            if day and all(change.severity.rank < Severity.MEDIUM.rank for change in changes):
                slight = slight or version
        return slight

    def _ahead(self, entry: Listed, record: Record) -> bool:
        held, submitted = look.text_at(self._newest, *_SUBMITTED), look.text_at(record, *_SUBMITTED)
        if not held or not submitted:
            return False
        return submitted > held or (submitted == held and 0 <= self._known < entry.number)

    def _valid_from(self, entry: Listed, date: str, now: str) -> str:
        """Return the day from which a version holds: its date, never before the version that came before it.

        A date that is no day, or is still to come, is not the record's: then it is the list's.
        """
        earlier = [
            version.valid_from
            for version in list_versions(self._store, self._trial)
            if version.registry_version is not None and version.registry_version < entry.number
        ]
        return max([date if parse_day(date) and date <= now[:10] else entry.date, *earlier])
