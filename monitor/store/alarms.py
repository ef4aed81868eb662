"""What is wrong with the watch itself: trials that fail, and messages that were given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.alarms import FAILURES

if TYPE_CHECKING:
    from monitor.store.connection import Connection


def failing(store: Connection) -> dict[str, str]:
    """Return trials that failed by themselves in several rounds in a row, each with its last error."""
    rows = store.tuples(
        "SELECT nct, last_error FROM current_trials WHERE failures >= ? AND last_error IS NOT NULL ORDER BY nct",
        [FAILURES],
    )
    return dict(rows)


def dead(store: Connection) -> dict[str, str]:
    """Return channels on which a delivery was given up and none was sent since, each with the last error."""
    rows = store.tuples(
        "SELECT channel, last_error FROM deliveries d WHERE state = 'dead' AND died_at > coalesce("
        "(SELECT max(sent_at) FROM deliveries s WHERE s.channel = d.channel), '') ORDER BY id"
    )
    return {channel: error or "no reason is known" for channel, error in rows}
