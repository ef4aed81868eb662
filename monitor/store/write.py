"""Writing: trials, versions and changes, each round's answers in one transaction."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from monitor.core import record as look
from monitor.errors import StoreError
from monitor.store import blobs
from monitor.store.connect import BUSY_SECONDS, open_for_writing, plain_errors
from monitor.store.rows import CHANGE, TRIAL, VERSION, Trial, Version, change_of, dumped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from monitor.model import Change, Json, Record


class Store:
    """The store, opened for writing by one thread. Times are ISO 8601 strings in UTC with ``Z``.

    Args:
        path: the file.
        patience: seconds to wait for another writer.

    """

    def __init__(self, path: Path, patience: float = BUSY_SECONDS) -> None:
        self.path = path
        self.db = open_for_writing(path, patience)
        self._dictionary: tuple[int | None, Any] | None = None

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all of it or nothing. It begins immediate: a reader that turns writer would fail at once."""
        with plain_errors(self.path):
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.execute("COMMIT")
            except BaseException:
                self.db.rollback()
                raise

    def shrink(self) -> None:
        """Give the room of what was deleted back to the disk."""
        with plain_errors(self.path):
            self.db.execute("VACUUM")

    def get(self, key: str) -> Json:
        """Return a value of the monitor's own state; None if it was never set."""
        with plain_errors(self.path):
            row = self.db.execute("SELECT value FROM state WHERE key = ?", [key]).fetchone()
        return json.loads(row[0]) if row else None

    def set(self, key: str, value: Json) -> None:
        """Keep a value of the monitor's own state."""
        with plain_errors(self.path):
            self.db.execute(
                "INSERT INTO state VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [key, json.dumps(value)],
            )

    def trial(self, nct: str) -> Trial:
        """Return the trial of a number, present or former; make it if it is new."""
        with plain_errors(self.path):
            row = self.db.execute(
                f"SELECT {TRIAL} FROM trials WHERE nct = :nct "  # column names only
                "OR id = (SELECT trial_id FROM aliases WHERE alias = :nct) ORDER BY nct <> :nct",
                {"nct": nct},
            ).fetchone()
            row = (
                row
                or self.db.execute(f"INSERT INTO trials (nct) VALUES (?) RETURNING {TRIAL}", [nct]).fetchone()
            )
        return Trial(*row)

    def holds(self, nct: str) -> bool:
        """Say whether a number is that of a trial in the store, present or former."""
        sql = "SELECT 1 FROM trials WHERE nct = :nct UNION SELECT 1 FROM aliases WHERE alias = :nct"
        return self.db.execute(sql, {"nct": nct}).fetchone() is not None

    def alias(self, trial: Trial, alias: str) -> None:
        """Remember a former number of a trial, so that both find it."""
        self.db.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?)", [alias, trial.id])

    def renamed(self, trial: Trial, nct: str) -> Trial:
        """Return the trial under the number that it has now; the old number becomes an alias.

        Where that number is held as a trial of its own, it is that one from now on; the
        versions under the old number stay where they are.
        """
        other = self.db.execute("SELECT id FROM trials WHERE nct = ?", [nct]).fetchone()
        if not other:
            self.db.execute("UPDATE trials SET nct = ? WHERE id = ?", [nct, trial.id])
            self.db.execute("DELETE FROM aliases WHERE alias = ?", [nct])
            self.alias(trial, trial.nct)
            return self.trial(nct)
        self.db.execute("UPDATE aliases SET trial_id = ? WHERE trial_id = ?", [other[0], trial.id])
        if trial.found:
            self.db.execute("UPDATE trials SET nct = nct || ' (former)' WHERE id = ?", [trial.id])
        else:
            self.db.execute("DELETE FROM trials WHERE id = ?", [trial.id])
        current = self.trial(nct)
        self.alias(current, trial.nct)
        return current

    def aliases(self, trial: Trial) -> list[str]:
        """Return the former numbers of a trial."""
        rows = self.db.execute("SELECT alias FROM aliases WHERE trial_id = ?", [trial.id]).fetchall()
        return [row[0] for row in rows]

    def results_due(self, day: str) -> list[tuple[Trial, str]]:
        """Return trials whose results fell due before a day and since they are watched, each with its due day."""
        rows = self.db.execute(
            f"SELECT results_due, {TRIAL} FROM trials "
            "WHERE results_due < ? AND results_due >= substr(first_seen_at, 1, 10) AND gone_at IS NULL",
            [day],
        ).fetchall()
        return [(Trial(*row[1:]), row[0]) for row in rows]

    def failed(self, trial: Trial, error: str, *, own: bool) -> None:
        """Note that a trial could not be fetched; ``own`` counts it as one more failure in a row."""
        self.db.execute(
            "UPDATE trials SET last_error = ?, failures = failures + ? WHERE id = ?",
            [error, int(own), trial.id],
        )

    def update(self, trial: Trial, **values: Json) -> None:
        """Set columns of a trial's row."""
        names = ", ".join(f"{name} = :{name}" for name in values)
        self.db.execute(f"UPDATE trials SET {names} WHERE id = :id", {**values, "id": trial.id})

    def seen(self, trials: Sequence[Trial], at: str, release: str | None) -> None:
        """Write down that the registry has these trials as they are held."""
        self.db.execute(
            "UPDATE trials SET last_seen_at = ?, answered_release = ?, misses = 0, failures = 0, last_error = NULL "
            "WHERE id IN (SELECT value FROM json_each(?))",
            [at, release, json.dumps([trial.id for trial in trials])],
        )

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
        last = self.db.execute("SELECT max(version) FROM versions WHERE trial_id = ?", [trial.id]).fetchone()[
            0
        ]
        number = (last or 0) + 1
        row = self._insert(
            "versions",
            {
                "trial_id": trial.id,
                "version": number,
                "valid_from": valid_from,
                "sha256": blobs.digest(raw),
                "bytes": len(raw),
                **columns,
                **self._packed(trial, raw),
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

    def _packed(self, trial: Trial, raw: bytes) -> dict[str, Any]:
        """Return how a version is stored: its blob, and what it is a patch against or was compressed with."""
        if len(raw) > blobs.MAX_BYTES:
            raise StoreError(f"a record of {len(raw):,} bytes is too large to be kept")
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
        self._dictionary = None

    def alone(self, raw: bytes) -> dict[str, Any]:
        """Return the columns that say how a version is stored that stands alone."""
        if self._dictionary is None:
            row = self.db.execute("SELECT id, bytes FROM dictionaries ORDER BY id DESC LIMIT 1").fetchone()
            self._dictionary = (row[0], blobs.prepared(row[1])) if row else (None, None)
        number, prepared = self._dictionary
        return {"dictionary": number, "blob": blobs.alone(raw, prepared)}

    def add_changes(
        self,
        trial: Trial,
        changes: Sequence[Change],
        before: Version | None,
        after: Version | None,
        *,
        observed_at: str,
        happened_on: str | None = None,
    ) -> list[int]:
        """Keep changes; return their ids in the same order. They happened when they were seen, unless told otherwise."""
        return [
            self._insert(
                "changes",
                {
                    "trial_id": trial.id,
                    "from_version": before.version if before else None,
                    "to_version": after.version if after else None,
                    "kind": change.kind,
                    "event": change.event,
                    "severity": change.severity,
                    "origin": change.origin,
                    "direction": change.direction,
                    "path": change.path,
                    "before": dumped(change.before),
                    "after": dumped(change.after),
                    "summary": change.summary,
                    "registry_date": after.registry_date if after else None,
                    "observed_at": observed_at,
                    "happened_on": happened_on or observed_at[:10],
                },
            )
            for change in changes
        ]

    def past_dates(self, trial: Trial) -> list[Change]:
        """Return the trial's changes of dates so far, oldest first."""
        rows = self.db.execute(
            f"SELECT {CHANGE} FROM changes c WHERE c.trial_id = ? AND c.kind = 'dates' ORDER BY c.happened_on, c.id",
            [trial.id],
        ).fetchall()
        return [change_of(row) for row in rows]

    def add_poll(self, **values: Json) -> None:
        """Keep what a round did."""
        with plain_errors(self.path):
            self._insert("polls", values)

    def _insert(self, table: str, values: dict[str, Any]) -> int:
        """Insert a row and return its id; plain SQL, which takes a tenth of sqlite-utils' own insert."""
        columns, places = ", ".join(values), ", ".join(f":{name}" for name in values)
        row = self.db.execute(f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING id", values)
        return int(row.fetchone()[0])


def _valid_from(date: str | None, before: Version | None, observed_at: str) -> str:
    """Return the day from which the registry said so.

    That is the record's own date where it moved since the version before; else, and where
    it would go back in time or is no day, the day on which it was seen. A clock that was set
    back must not put a version before the one that came earlier.
    """
    if date and _is_day(date) and (before is None or before.valid_from <= date != before.registry_date):
        return date
    return max(observed_at[:10], before.valid_from if before else "")


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
