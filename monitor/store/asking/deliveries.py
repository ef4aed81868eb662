"""Questions about messages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.store.asking.connected import Connected

if TYPE_CHECKING:
    from monitor.store.asking.connected import Row


class Deliveries(Connected):
    """What may be asked about messages."""

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
