"""Problems of nctwatch itself: trials that cannot be fetched, dead deliveries, and channels that are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.alarms import FAILURES, DeadDeliveries, Orphans

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def orphans(store: Connection, channels: Sequence[str]) -> dict[str, Orphans]:
    """Return for each channel that is none of some how many messages wait for it, and which of them may take these.

    That is the first to which nothing was ever queued, as a channel that was renamed; else the first of all.
    """
    rows = dict(
        store.tuples(
            "SELECT channel, sum(state = 'queued') FROM deliveries GROUP BY channel ORDER BY channel"
        )
    )
    successor = next((name for name in channels if name not in rows), channels[0])
    return {
        name: Orphans(waiting, successor)
        for name, waiting in rows.items()
        if waiting and name not in channels
    }
