"""What the store knows of the watch itself: failures, given-up messages, and what it all cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.alarms import FAILURES

if TYPE_CHECKING:
    from monitor.store.write import Store


def first_poll(store: Store) -> str | None:
    """Return when the first round began; None before it."""
    row = store.db.execute("SELECT min(started_at) FROM polls").fetchone()
    return row[0] if row else None


def last_outcome(store: Store) -> str | None:
    """Return how the last round ended: ``done``, ``unreachable`` or ``refused``."""
    row = store.db.execute("SELECT outcome FROM polls ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row else None


def failing(store: Store) -> dict[str, str]:
    """Return trials that failed by themselves in several rounds in a row, each with its last error."""
    rows = store.db.execute(
        "SELECT nct, last_error FROM trials WHERE failures >= ? AND last_error IS NOT NULL ORDER BY nct",
        [FAILURES],
    ).fetchall()
    return dict(rows)


def dead(store: Store) -> dict[str, str]:
    """Return channels on which a delivery was given up and none was sent since, each with the last error."""
    rows = store.db.execute(
        "SELECT channel, last_error FROM deliveries d WHERE state = 'dead' AND died_at > coalesce("
        "(SELECT max(sent_at) FROM deliveries s WHERE s.channel = d.channel), '') ORDER BY id"
    ).fetchall()
    return {channel: error or "no reason is known" for channel, error in rows}


def cost(store: Store, since: str) -> dict[str, int]:
    """Return how many polls, requests, bytes and weighty changes there were since a time."""
    polls, requests, size = store.db.execute(
        "SELECT count(*), coalesce(sum(requests), 0), coalesce(sum(bytes), 0) FROM polls WHERE started_at >= ?",
        [since],
    ).fetchone()
    changes = store.db.execute(
        "SELECT count(*) FROM changes WHERE severity <> 'noise' AND repeats IS NULL AND observed_at >= ? AND happened_on >= ?",
        [since, since[:10]],
    ).fetchone()[0]
    return {"polls": polls, "requests": requests, "bytes": size, "changes": changes}
