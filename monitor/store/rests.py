"""Channels at which nothing is tried for a while: their service asked for a rest, or refuses the login."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.core.alarms import Refusal
from monitor.store import targets

if TYPE_CHECKING:
    from collections.abc import Collection

    from monitor.store.connection import Connection

IN_FORCE = "r.channel = deliveries.channel AND r.since <= :now AND r.until > :now"
"""Which row ``r`` of ``channel_rests`` holds a delivery back; one from the future was written before the clock was set back."""


def begin_rest(
    store: Connection, channel: str, *, now: str, until: str, answer: str, refused: bool
) -> str | None:
    """Let a channel rest; return since when its service refuses the login, None if it does not."""
    with store.transaction():
        store.execute(
            "INSERT INTO channel_rests VALUES (:channel, :now, :until, iif(:refused, :now, NULL), :answer) "
            "ON CONFLICT DO UPDATE SET since = :now, until = :until, "
            "answer = iif(:refused OR refused_at IS NULL, :answer, answer), "
            "refused_at = iif(:refused, min(coalesce(refused_at, :now), :now), refused_at)",
            {"channel": channel, "now": now, "until": until, "answer": answer, "refused": int(refused)},
        )
        since: str | None = store.value("SELECT refused_at FROM channel_rests WHERE channel = ?", [channel])
    return since


def end_rest(store: Connection, channel: str) -> None:
    """End a channel's rest, and what was refused: a message was sent."""
    if store.value("SELECT 1 FROM channel_rests WHERE channel = ?", [channel]):
        with store.transaction():
            store.execute("DELETE FROM channel_rests WHERE channel = ?", [channel])


def interrupt_rests(store: Connection, channels: Collection[str], now: str) -> None:
    """Let channels be tried now; since when a login is refused stays known."""
    with store.transaction():
        store.execute(
            "UPDATE channel_rests SET until = min(until, ?) WHERE channel IN (SELECT value FROM json_each(?))",
            [now, json.dumps(list(channels))],
        )


def refusals(store: Connection) -> dict[str, Refusal]:
    """Return the channels whose service refuses the login, with how many messages wait."""
    rows = store.tuples(
        "SELECT channel, refused_at, answer, "
        "(SELECT count(*) FROM deliveries d WHERE d.channel = r.channel AND d.state = 'queued') "
        "FROM channel_rests r WHERE refused_at IS NOT NULL ORDER BY channel"
    )
    return {channel: Refusal(since, answer, waiting) for channel, since, answer, waiting in rows}


def give_up_old(store: Connection, channel: str, *, before: str, now: str, answer: str) -> int:
    """Give up on what waits to be tried at a channel and was queued before a time; return how many."""
    with store.transaction():
        old = [
            row[0]
            for row in store.tuples(
                "SELECT id FROM deliveries WHERE state = 'queued' AND claimed_by IS NULL AND channel = ? "
                "AND queued_at < ? AND (attempts > 0 OR next_attempt_at <= ?)",
                [channel, before, now],
            )
        ]
        for delivery in old:
            targets.give_up(store, delivery, now)
            store.execute(
                "UPDATE deliveries SET state = 'dead', died_at = ?, next_attempt_at = NULL, last_error = ?, said = ? "
                "WHERE id = ?",
                [now, answer, answer, delivery],
            )
    return len(old)
