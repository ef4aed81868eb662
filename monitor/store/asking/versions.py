"""Questions about versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.errors import NothingStored
from monitor.store.asking.trials import Trials
from monitor.store.connect import plain_errors
from monitor.store.order import NEWEST_FIRST

if TYPE_CHECKING:
    from monitor.store.asking.connected import Row
    from monitor.store.blobs import Stored

_ORDER = f"ORDER BY {NEWEST_FIRST}"


@dataclass(frozen=True, slots=True)
class Held:
    """A version as it is held, without its bytes."""

    id: int
    trial_id: int
    version: int
    valid_from: str


class Versions(Trials):
    """What may be asked about versions."""

    def history(self, number: str) -> list[Row]:
        """Return a trial's versions, newest first by the registry's time, with the events in each."""
        trial = self.trial(number)
        rows = self.rows(
            "SELECT version, observed_at, valid_from, registry_date, registry_version, source, status, sha256, bytes, pruned_at "
            f"FROM versions WHERE trial_id = ? {_ORDER}",
            [trial["id"]],
        )
        events: dict[int, list[str]] = {}
        for change in self.rows(
            "SELECT to_version, kind || '.' || event AS event FROM changes WHERE trial_id = ? ORDER BY id",
            [trial["id"]],
        ):
            events.setdefault(change["to_version"], []).append(change["event"])
        return [row | {"events": list(dict.fromkeys(events.get(row["version"], [])))} for row in rows]

    def newest(self, number: str, count: int) -> list[Held]:
        """Return up to ``count`` of the newest versions of a trial, all for -1, newest first."""
        trial = self.trial(number)
        rows = self.rows(
            f"SELECT id, trial_id, version, valid_from FROM versions WHERE trial_id = ? {_ORDER} LIMIT ?",
            [trial["id"], count],
        )
        return [Held(**row) for row in rows]

    def version(self, number: str, version: int) -> Held:
        """Return a version of a trial by its number.

        Raises:
            NothingStored: there is none.

        """
        trial = self.trial(number)
        rows = self.rows(
            "SELECT id, trial_id, version, valid_from FROM versions WHERE trial_id = ? AND version = ?",
            [trial["id"], version],
        )
        if not rows:
            raise NothingStored(f"{number} has no version {version}; `nctwatch history {number}` lists them")
        return Held(**rows[0])

    def at(self, number: str, day: str) -> Held:
        """Return the version that the registry showed on a day.

        Raises:
            NothingStored: the day is before the first version.

        """
        trial = self.trial(number)
        rows = self.rows(
            f"SELECT id, trial_id, version, valid_from FROM versions WHERE trial_id = ? AND valid_from <= ? {_ORDER} LIMIT 1",
            [trial["id"], day],
        )
        if not rows:
            first = self.history(number)[-1]["valid_from"]
            raise NothingStored(f"{number} has no version as of {day}; the first one is of {first}")
        return Held(**rows[0])

    def raw(self, version_id: int) -> bytes:
        """Return the exact bytes of a version.

        Raises:
            Damaged: they fail their checksum.

        """
        from monitor.store.blobs import STORED, read

        def stored(number: int) -> Stored | None:
            with plain_errors(self.path):
                row = self._db.execute(STORED, [number]).fetchone()
            return tuple(row) if row else None

        return read(version_id, stored)
