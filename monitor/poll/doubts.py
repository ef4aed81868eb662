"""Parts of records that vanished without an update date, and wait for a second release that says so again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from monitor.core.records.respelled import respelled
from monitor.core.records.vanished import restored, vanished
from monitor.store.state import DOUBTS, get_state, set_state

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

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
    whole: Record
    """The record with all parts that it lost, and names as the old one has them: what is held against hiccups."""
    vanished: list[Path]
    """The parts that the record lost, whether they are waited for or not."""
    doubt: Doubt | None
    """What is waited for from now on."""
    since: int | None
    """The number of the version before the parts went, where parts were waited for until now."""


class Doubts:
    """Reads and writes which trials wait.

    Args:
        store: the store, opened for writing.
        load: returns the record of a version by its id.

    """

    def __init__(self, store: Connection, load: Callable[[int], Record]) -> None:
        self._store = store
        self._load = load

    def believe(
        self,
        trial: Trial,
        latest: Version,
        stored: Record,
        record: Record,
        release: str | None,
        certain: Collection[Path] = (),
    ) -> Believed:
        """Return what is believed of a record; ``certain`` parts are never waited for."""
        held = (get_state(self._store, DOUBTS) or {}).get(str(trial.id))
        old = stored
        if held:
            before = self._load(held["id"])
            old = restored(stored, before, vanished(before, stored))
        named = respelled(old, record)[0]
        gone = vanished(old, named)
        waits = [path for path in gone if path not in certain]
        if held and (held["release"] is None or held["release"] != release):
            waits = []  # a second release says so again
        doubt: Doubt | None = None
        if waits:
            doubt = held or {"release": release, "id": latest.id, "version": latest.version}
        new = restored(record, old, waits)
        since = held["version"] if held else None
        return Believed(stored, old, new, restored(named, old, gone), gone, doubt, since)

    def write(self, trial: Trial, doubt: Doubt | None) -> None:
        """Store what a trial waits for; None for nothing."""
        doubts = get_state(self._store, DOUBTS) or {}
        key = str(trial.id)
        if doubts.get(key) == doubt:
            return
        doubts.pop(key, None)
        set_state(self._store, DOUBTS, doubts | {key: doubt} if doubt else doubts)
