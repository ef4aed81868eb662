"""Questions about the change log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.store.asking.trials import Trials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.store.asking.connected import Row
    from monitor.store.asking.versions import Held

CHANGE = """
SELECT c.id, t.nct AS trial, c.kind, c.event, c.severity, c.origin, c.direction, c.path, c.before, c.after,
       c.summary, c.from_version, c.to_version, c.registry_date, c.observed_at, c.happened_on
FROM changes c JOIN trials t ON t.id = c.trial_id
"""
"""A change with the keys of ``changes --json``, which are those of an export too."""


class Changes(Trials):
    """What may be asked about changes."""

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
        sql = f"{CHANGE} WHERE {' AND '.join(where)} ORDER BY c.happened_on DESC, c.id DESC LIMIT ?"
        return [_change(row) for row in self.rows(sql, [*values, limit])]

    def changes_by_id(self, ids: Sequence[int]) -> list[Row]:
        """Return changes by their ids, in their order."""
        rows = self.rows(
            f"{CHANGE} WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY c.id", [json.dumps(list(ids))]
        )
        return [_change(row) for row in rows]

    def changes_between(self, before: Held, after: Held) -> list[Row]:
        """Return the changes that are kept of a step between two versions."""
        sql = f"{CHANGE} WHERE c.trial_id = ? AND c.from_version = ? AND c.to_version = ? ORDER BY c.id"
        return [_change(row) for row in self.rows(sql, [after.trial_id, before.version, after.version])]


def _change(row: Row) -> Row:
    for side in ("before", "after"):
        row[side] = None if row[side] is None else json.loads(row[side])
    return row
