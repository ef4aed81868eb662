"""Messages that wait, with the changes that they tell of: what a digest is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.store.rows import CHANGE, change_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Change
    from monitor.store.write import Store


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queued message: the trial, the versions on both sides, and its changes with their ids."""

    id: int
    nct: str
    title: str
    sponsor: str
    status: str | None
    from_version: int | None
    to_version: int | None
    registry_date: str | None
    changes: list[tuple[int, Change]]


def untried(store: Store, channel: str, now: str) -> list[Waiting]:
    """Return what is due for a channel, concerns a trial and was never tried, the oldest first."""
    rows = store.db.execute(
        "SELECT d.id, t.nct, t.title, t.sponsor, t.status FROM deliveries d JOIN trials t ON t.id = d.trial_id "
        "WHERE d.state = 'queued' AND d.attempts = 0 AND d.channel = ? AND d.next_attempt_at <= ? ORDER BY d.id",
        [channel, now],
    ).fetchall()
    return [_waiting(store, *row) for row in rows]


def _waiting(store: Store, delivery: int, nct: str, title: str, sponsor: str, status: str | None) -> Waiting:
    rows = store.db.execute(
        f"SELECT c.id, c.from_version, c.to_version, c.registry_date, {CHANGE} FROM changes c "
        "JOIN delivery_changes x ON x.change_id = c.id WHERE x.delivery_id = ? ORDER BY c.id",
        [delivery],
    ).fetchall()
    first, last, date = rows[0][1:4] if rows else (None, None, None)
    changes = [(row[0], change_of(row[4:])) for row in rows]
    return Waiting(delivery, nct, title, sponsor, status, first, last, date, changes)


def remove(store: Store, deliveries: Sequence[int]) -> None:
    """Take messages out whose changes another one tells of now."""
    for delivery in deliveries:
        store.db.execute("DELETE FROM deliveries WHERE id = ?", [delivery])
