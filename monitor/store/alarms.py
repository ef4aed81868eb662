"""Problems of nctwatch itself: trials that cannot be fetched, and dead deliveries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.alarms import FAILURES, DeadDeliveries

if TYPE_CHECKING:
    from monitor.store.connection import Connection


def failing(store: Connection) -> dict[str, str]:
    """Return trials that failed by themselves in several polls in a row, each with its last error."""
    rows = store.tuples(
        "SELECT nct, last_error FROM current_trials WHERE failures >= ? AND last_error IS NOT NULL ORDER BY nct",
        [FAILURES],
    )
    return dict(rows)


def gone(store: Connection) -> set[str]:
    """Return the trials that the registry does not have any more."""
    return {row[0] for row in store.tuples("SELECT nct FROM current_trials WHERE gone_at IS NOT NULL")}


def dead(store: Connection) -> dict[str, DeadDeliveries]:
    """Return {channel: deliveries that died since the last one sent, with the last error}, those that are queued again too."""
    rows = store.tuples(
        "SELECT channel, last_error FROM deliveries d WHERE state <> 'sent' AND died_at > coalesce("
        "(SELECT max(sent_at) FROM deliveries s WHERE s.channel = d.channel), '') ORDER BY id"
    )
    found: dict[str, DeadDeliveries] = {}
    for channel, error in rows:
        number = found[channel].number + 1 if channel in found else 1
        found[channel] = DeadDeliveries(number, error or "no reason known")
    return found
