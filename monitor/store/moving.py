"""Deliveries that change their channel, such as when it was renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.store.connection import Connection


def move(store: Connection, old: str, new: str, now: str) -> int:
    """Give what waits for a channel, and what was given up there, to another one; return how many.

    What was tried is due at once. What somebody sends just now stays.
    """
    chosen = "channel = :old AND state <> 'sent' AND (claimed_until IS NULL OR claimed_until <= :now)"
    with store.transaction():
        moved = store.execute(
            f"UPDATE deliveries SET channel = :new, next_attempt_at = iif(state = 'queued' AND attempts > 0, :now, "
            f"next_attempt_at) WHERE {chosen}",
            {"old": old, "new": new, "now": now},
        ).rowcount
        store.execute("DELETE FROM channel_rests WHERE channel = ?", [old])
    return moved
