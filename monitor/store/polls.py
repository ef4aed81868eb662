"""Polls: what each one did, and what they all cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Json
    from monitor.store.connection import Connection


def add_poll(store: Connection, **values: Json) -> None:
    """Keep what a poll did."""
    store.insert("polls", values)


def first_poll(store: Connection) -> str | None:
    """Return when the first poll began; None before it."""
    started: str | None = store.value("SELECT min(started_at) FROM polls")
    return started


def refused(store: Connection) -> bool:
    """Return whether the registry refused this client in the last poll in which it answered at all."""
    outcome: str | None = store.value(
        "SELECT outcome FROM polls WHERE outcome IN ('refused', 'done') ORDER BY id DESC LIMIT 1"
    )
    return outcome == "refused"


def cost(store: Connection, since: str) -> dict[str, int]:
    """Return how many polls, requests, bytes and weighty changes there were since a time."""
    (totals,) = store.rows(
        "SELECT count(*) AS polls, coalesce(sum(requests), 0) AS requests, coalesce(sum(bytes), 0) AS bytes "
        "FROM polls WHERE started_at >= ?",
        [since],
    )
    changes = store.value(
        "SELECT count(*) FROM changes WHERE severity <> 'noise' AND repeats IS NULL AND observed_at >= ? AND happened_on >= ?",
        [since, since[:10]],
    )
    return totals | {"changes": changes}
