"""Writing of versions: exact bytes, kept small."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from monitor.core.records import accessors as look
from monitor.errors import StoreError
from monitor.store import blobs
from monitor.store.opened import Opened
from monitor.store.rows import VERSION, Version

if TYPE_CHECKING:
    from monitor.model import Record
    from monitor.store.rows import Trial


class Versions(Opened):
    """What is written of versions."""

    _alone: tuple[int | None, blobs.Alone] | None = None
    """The newest dictionary's id and what compresses with it, looked up once; None before that."""

    def latest(self, trial: Trial) -> Version | None:
        """Return the newest version that a poll brought."""
        row = self.db.execute(
            f"SELECT {VERSION} FROM versions "
            "WHERE trial_id = ? AND source = 'poll' ORDER BY version DESC LIMIT 1",
            [trial.id],
        ).fetchone()
        return Version(*row) if row else None

    def raw(self, version_id: int) -> bytes:
        """Return the exact bytes of a version.

        Raises:
            Damaged: they fail their checksum.

        """
        return blobs.read(version_id, lambda number: self.db.execute(blobs.STORED, [number]).fetchone())

    def add_version(
        self, trial: Trial, raw: bytes, record: Record, before: Version | None, *, observed_at: str
    ) -> Version:
        """Keep a record that a poll brought, exactly as it was served."""
        date = look.registry_date_of(record)
        return self.add(
            trial,
            raw,
            observed_at=observed_at,
            valid_from=_valid_from(date, before, observed_at),
            registry_date=date,
            source="poll",
            status=look.status_of(record),
            previous=before.version if before else None,
        )

    def add(self, trial: Trial, raw: bytes, *, valid_from: str, **columns: Any) -> Version:  # noqa: ANN401
        """Keep the exact bytes of a version under the trial's next number.

        Args:
            trial: whose version it is.
            raw: its bytes.
            valid_from: the day from which the registry said so.
            columns: the other columns of its row.

        """
        if len(raw) > blobs.MAX_BYTES:
            raise StoreError(f"a record of {len(raw):,} bytes is too large to be kept")
        sql = "SELECT ifnull(max(version), 0) + 1 FROM versions WHERE trial_id = ?"
        number = int(self.db.execute(sql, [trial.id]).fetchone()[0])
        row = self._insert(
            "versions",
            {
                "trial_id": trial.id,
                "version": number,
                "place": columns.get("registry_version")
                if number == 1 or "registry_version" in columns
                else self._place(trial),
                "valid_from": valid_from,
                "sha256": blobs.digest(raw),
                "bytes": len(raw),
                **columns,
                **(self.alone(raw) if number == 1 else self._packed(trial, raw)),
            },
        )
        return Version(
            row,
            number,
            valid_from,
            columns.get("registry_date"),
            columns.get("registry_version"),
            columns["source"],
            columns.get("previous"),
        )

    def _place(self, trial: Trial) -> int | None:
        """Return where a version that a poll brings stands on its day: after what polls brought before."""
        sql = "SELECT max(place) FROM versions WHERE trial_id = ? AND source = 'poll'"
        place: int | None = self.db.execute(sql, [trial.id]).fetchone()[0]
        return place

    def _packed(self, trial: Trial, raw: bytes) -> dict[str, Any]:
        """Return how a version is stored: its blob, and what it is a patch against or was compressed with."""
        row = self.db.execute(
            "SELECT id, length(blob) FROM versions "
            "WHERE trial_id = ? AND base IS NULL AND pruned_at IS NULL ORDER BY id DESC LIMIT 1",
            [trial.id],
        ).fetchone()
        if row:
            patched = blobs.patch(raw, self.raw(row[0]))
            if not blobs.outgrown(len(patched), row[1]):
                return {"base": row[0], "blob": patched}
        return self.alone(raw)

    def forget_dictionary(self) -> None:
        """Look for the dictionary again: there is a new one."""
        self._alone = None

    def alone(self, raw: bytes) -> dict[str, Any]:
        """Return the columns that say how a version is stored that stands alone."""
        if self._alone is None:
            row = self.db.execute("SELECT id, bytes FROM dictionaries ORDER BY id DESC LIMIT 1").fetchone()
            self._alone = (row[0], blobs.Alone(row[1])) if row else (None, blobs.Alone())
        number, compress = self._alone
        return {"dictionary": number, "blob": compress(raw)}


def _valid_from(date: str | None, before: Version | None, observed_at: str) -> str:
    """Return the day from which the registry said so.

    That is the record's own date where it moved since the version before; else, and where
    it would go back in time or is no day, the day on which it was seen. A clock that was set
    back must not put a version before the one that came earlier.
    """
    if date and is_day(date) and (before is None or before.valid_from <= date != before.registry_date):
        return date
    return max(observed_at[:10], before.valid_from if before else "")


def is_day(text: str) -> bool:
    """Say whether a text is a day as the registry writes it, ``2026-09-01``."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
