"""Writing of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.store.opened import Opened
from monitor.store.rows import CHANGE, change_of, dumped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Change
    from monitor.store.rows import Trial, Version


class Changes(Opened):
    """What is written of changes."""

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
        """Return the trial's changes of dates so far, oldest first, step by step between neighbours."""
        rows = self.db.execute(
            f"SELECT {CHANGE} FROM changes c JOIN versions v ON v.trial_id = c.trial_id AND v.version = c.to_version "
            "WHERE c.trial_id = ? AND c.kind = 'dates' AND c.from_version IS v.previous ORDER BY c.happened_on, c.id",
            [trial.id],
        ).fetchall()
        return [change_of(row) for row in rows]
