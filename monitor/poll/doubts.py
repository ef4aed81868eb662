"""Parts of records that vanished without an update date, and wait for a second release that says so again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from monitor.core.records import canonical
from monitor.core.records.plausibility import check_against
from monitor.core.records.respelled import respelled
from monitor.core.records.vanished import restored, vanished
from monitor.errors import Damaged, Thin
from monitor.store.state import DOUBTS, THIN, get_state, set_state
from monitor.store.versions import read_record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from monitor.model import Path, Record
    from monitor.store.connection import Connection
    from monitor.store.state import Doubt
    from monitor.store.trials import Trial
    from monitor.store.versions import Version


class Believed(NamedTuple):
    """What of a record is believed in this release."""

    stored: Record
    """The record of the version held."""
    old: Record
    """What was believed until now: the version held, with the parts that it lost and that were waited for."""
    new: Record
    """The record, with the parts that it lost and that are waited for."""
    vanished: list[Path]
    """The parts that the record lost, whether they are waited for or not."""
    doubt: Doubt | None
    """What is waited for from now on."""
    since: int | None
    """The number of the version before the parts went, where parts were waited for until now."""


class Doubts:
    """Reads and writes which trials wait for a second release.

    Args:
        store: the store, opened for writing.

    """

    def __init__(self, store: Connection) -> None:
        self._store = store
        self._thin: dict[str, str] = get_state(store, THIN) or {}

    def believe(
        self, trial: Trial, latest: Version, record: Record, release: str | None, edited: Collection[str]
    ) -> Believed:
        """Return what is believed of a record.

        Args:
            trial: whose record it is.
            latest: the newest stored version.
            record: what the registry serves.
            release: the release that it is of; None if unknown.
            edited: places that the registry edited in many records; these are never waited for.

        Raises:
            Thin: the record lost what no real one loses, and this is not the second release that says so.
            BadAnswer: something else stands where it had a section or a module.
            Damaged: the stored version cannot be read.

        """
        stored = self._load(latest)
        held = (get_state(self._store, DOUBTS) or {}).get(str(trial.id))
        old = stored
        if held:
            before = canonical.decode(read_record(self._store, held["id"]))
            old = restored(stored, before, vanished(before, stored))
        named = respelled(old, record)[0]
        gone = vanished(old, named)
        certain = {tuple(place.split(".")) for place in edited}
        waits = [path for path in gone if path not in certain]
        if held and (held["release"] is None or held["release"] != release):
            waits = []  # a second release says so again
        doubt: Doubt | None = None
        if waits:
            doubt = held or {"release": release, "id": latest.id, "version": latest.version}
        try:
            check_against(old, restored(named, old, gone))
        except Thin:
            if not self._confirms_thin(trial, release):
                raise
        since = held["version"] if held else None
        return Believed(stored, old, restored(record, old, waits), gone, doubt, since)

    def write(self, trial: Trial, doubt: Doubt | None) -> None:
        """Store what a trial waits for; None for nothing."""
        doubts = get_state(self._store, DOUBTS) or {}
        key = str(trial.id)
        if doubts.get(key) == doubt:
            return
        doubts.pop(key, None)
        set_state(self._store, DOUBTS, doubts | {key: doubt} if doubt else doubts)

    def note_thin(self, trial: Trial, release: str | None) -> None:
        """Remember the release of a thin answer that was refused."""
        if release and str(trial.id) not in self._thin:
            self._thin[str(trial.id)] = release
            set_state(self._store, THIN, self._thin)

    def forget_thin(self, trials: Iterable[Trial]) -> None:
        """Forget the thin answers of trials whose record was taken."""
        if self._thin and (keys := self._thin.keys() & {str(trial.id) for trial in trials}):
            self._thin = {key: release for key, release in self._thin.items() if key not in keys}
            set_state(self._store, THIN, self._thin)

    def _confirms_thin(self, trial: Trial, release: str | None) -> bool:
        """Return whether an earlier release had a thin answer too, and no answer since was whole."""
        first = self._thin.get(str(trial.id))
        return None not in {first, release} and first != release

    def _load(self, version: Version) -> Record:
        try:
            record: Record = canonical.decode(read_record(self._store, version.id))
        except Damaged as error:
            raise Damaged(
                f"version {version.version}, which the answer is compared with, is damaged ({error}); "
                "restore a backup: `nctwatch verify` lists all that is damaged"
            ) from error
        return record
