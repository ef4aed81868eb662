"""Every question that is asked of the store, over a read-only connection, in plain SQL.

Imported by commands that have to answer at once: nothing heavy here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from monitor.errors import NothingStored
from monitor.store.connect import BUSY_SECONDS, open_for_reading, plain_errors
from monitor.store.order import NEWEST_FIRST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from monitor.store.blobs import Stored

Row = dict[str, Any]
"""One object of a command's JSON."""

_CHANGE = """
SELECT c.id, t.nct AS trial, c.kind, c.event, c.severity, c.origin, c.direction, c.path, c.before, c.after,
       c.summary, c.from_version, c.to_version, c.registry_date, c.observed_at, c.happened_on
FROM changes c JOIN trials t ON t.id = c.trial_id
"""
_ORDER = f"ORDER BY {NEWEST_FIRST}"


@dataclass(frozen=True, slots=True)
class Held:
    """A version as it is held, without its bytes."""

    id: int
    trial_id: int
    version: int
    valid_from: str


class Reader:
    """The store, opened for reading by one thread; the service may write meanwhile.

    Args:
        path: the file.
        patience: seconds to wait while SQLite itself holds the file.

    Raises:
        NothingStored: there is no store yet.

    """

    def __init__(self, path: Path, patience: float = BUSY_SECONDS) -> None:
        self.path = path
        self._db = open_for_reading(path, patience)

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._db.close()

    def rows(self, sql: str, values: Sequence[Any] | Row = ()) -> list[Row]:
        """Return the rows of a query: for the modules of the store that ask questions of their own."""
        with plain_errors(self.path):
            return [dict(row) for row in self._db.execute(sql, values)]

    def stream(self, sql: str, values: Sequence[Any] | Row = ()) -> Iterator[Row]:
        """Give the rows of a query one by one, as they stood when it began: for more than fits into memory."""
        with plain_errors(self.path):
            for row in self._db.execute(sql, values):
                yield dict(row)

    def state(self, key: str) -> Any:  # noqa: ANN401
        """Return a value of the monitor's own state; None if it was never set."""
        rows = self.rows("SELECT value FROM state WHERE key = ?", [key])
        return json.loads(rows[0]["value"]) if rows else None

    def trial(self, number: str) -> Row:
        """Return the row of a trial, by its number or a former one.

        Raises:
            NothingStored: the store has no version of it.

        """
        rows = self.rows(
            "SELECT * FROM trials WHERE nct = :nct OR id = (SELECT trial_id FROM aliases WHERE alias = :nct) "
            "ORDER BY nct <> :nct",
            {"nct": number},
        )
        if not rows:
            raise NothingStored(f"{number} is not in the store; `nctwatch status` lists what is")
        if rows[0]["fingerprint"] is None:
            error = rows[0]["last_error"] or "it was not asked for yet"
            raise NothingStored(f"{number} has no version in the store: {error}")
        return rows[0]

    def trials(self, numbers: Iterable[str] | None = None) -> list[Row]:
        """Return the rows of some trials, or of all, with their counts of versions and the last change that is no noise.

        A change of the record history counts from its day, one that was seen from that moment.
        """
        return self.rows(
            "SELECT t.*, (SELECT count(*) FROM versions v WHERE v.trial_id = t.id) AS versions, "
            "(SELECT max(iif(happened_on = substr(observed_at, 1, 10), observed_at, happened_on)) "
            "FROM changes c WHERE c.trial_id = t.id AND c.severity <> 'noise') AS last_changed "
            "FROM trials t WHERE :numbers IS NULL OR t.nct IN (SELECT value FROM json_each(:numbers)) OR t.id IN "
            "(SELECT trial_id FROM aliases WHERE alias IN (SELECT value FROM json_each(:numbers))) ORDER BY t.nct",
            {"numbers": None if numbers is None else json.dumps(list(numbers))},
        )

    def aliases(self) -> dict[str, str]:
        """Return former numbers, each with the number that it is now."""
        rows = self.rows("SELECT a.alias, t.nct FROM aliases a JOIN trials t ON t.id = a.trial_id")
        return {row["alias"]: row["nct"] for row in rows}

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
        """Return up to ``count`` of the newest versions of a trial, newest first."""
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

    def changes(
        self,
        *,
        trial: str | None = None,
        kind: str | None = None,
        severity: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        limit: int = -1,
    ) -> list[Row]:
        """Return changes, newest first; ``since`` and ``until`` are days and count themselves."""
        where, values = ["c.repeats IS NULL"], []
        if trial:
            where.append("c.trial_id = ?")
            values.append(self.trial(trial)["id"])
        for column, sign, value in (
            ("kind", "=", kind),
            ("happened_on", ">=", since),
            ("happened_on", "<=", until),
        ):
            if value:
                where.append(f"c.{column} {sign} ?")
                values.append(value)
        if severity:
            where.append(f"c.severity IN ({', '.join('?' * len(severity))})")
            values += severity
        sql = f"{_CHANGE} WHERE {' AND '.join(where)} ORDER BY c.happened_on DESC, c.id DESC LIMIT ?"
        return [_change(row) for row in self.rows(sql, [*values, limit])]

    def changes_by_id(self, ids: Sequence[int]) -> list[Row]:
        """Return changes by their ids, in their order."""
        rows = self.rows(
            f"{_CHANGE} WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY c.id", [json.dumps(list(ids))]
        )
        return [_change(row) for row in rows]

    def changes_between(self, before: Held, after: Held) -> list[Row]:
        """Return the changes that are kept of a step between two versions."""
        sql = f"{_CHANGE} WHERE c.trial_id = ? AND c.from_version = ? AND c.to_version = ? ORDER BY c.id"
        return [_change(row) for row in self.rows(sql, [after.trial_id, before.version, after.version])]

    def deliveries(
        self, *, state: str | None = None, channel: str | None = None, delivery: int | None = None
    ) -> list[Row]:
        """Return deliveries, newest first."""
        rows = self.rows(
            "SELECT id, channel, state, attempts, next_attempt_at, last_error, subject, body, queued_at, sent_at, said, "
            "(SELECT json_group_array(change_id) FROM delivery_changes x WHERE x.delivery_id = d.id) AS changes "
            "FROM deliveries d WHERE (:state IS NULL OR state = :state) AND (:channel IS NULL OR channel = :channel) "
            "AND (:id IS NULL OR id = :id) ORDER BY id DESC",
            {"state": state, "channel": channel, "id": delivery},
        )
        return [row | {"changes": sorted(json.loads(row["changes"]))} for row in rows]

    def backlog(self) -> dict[str, Row]:
        """Return for each channel how many deliveries wait and how many were given up."""
        rows = self.rows(
            "SELECT channel AS name, sum(state = 'queued') AS queued, sum(state = 'dead') AS dead "
            "FROM deliveries GROUP BY channel"
        )
        return {row["name"]: row for row in rows}


def _change(row: Row) -> Row:
    for side in ("before", "after"):
        row[side] = None if row[side] is None else json.loads(row[side])
    return row
