"""Deliveries that wait for a digest: what they tell, and how they make room for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.model import TrialUpdate
from monitor.store.changes import CHANGE, change_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.store.connection import Connection


def load_untried(store: Connection, channel: str, now: str) -> dict[int, TrialUpdate]:
    """Return, by the id of its message, what is due for a channel, concerns a trial and was never tried, oldest first."""
    rows = store.tuples(
        "SELECT d.id, CAST(d.event AS BLOB), t.nct, t.title, t.sponsor, t.status FROM deliveries d JOIN trials t ON t.id = d.trial_id "
        "WHERE d.state = 'queued' AND d.attempts = 0 AND d.channel = ? AND d.next_attempt_at <= ? ORDER BY d.id",
        [channel, now],
    )
    return {delivery: _update(store, delivery, _contacts(event), *trial) for delivery, event, *trial in rows}


def _contacts(event: bytes | None) -> tuple[Mapping[str, str], ...]:
    """Return whom to ask, as an event has it; nobody where the stored text is damaged."""
    try:
        return tuple(json.loads(event or b"{}")["data"]["contacts"])
    except (ValueError, KeyError, TypeError):
        return ()


def _update(
    store: Connection,
    delivery: int,
    contacts: tuple[Mapping[str, str], ...],
    nct: str,
    title: str,
    sponsor: str,
    status: str | None,
) -> TrialUpdate:
    rows = store.tuples(
        f"SELECT c.id, c.from_version, c.to_version, c.registry_date, c.observed_at, {CHANGE} FROM changes c "
        "JOIN delivery_changes x ON x.change_id = c.id WHERE x.delivery_id = ? ORDER BY c.id",
        [delivery],
    )
    first, last, date, observed_at = rows[0][1:5] if rows else (None, None, None, "")
    changes = tuple((row[0], change_of(row[5:])) for row in rows)
    return TrialUpdate(nct, title, sponsor, status, first, last, date, changes, contacts, observed_at)


def remove_untried(store: Connection, numbers: Sequence[int]) -> bool:
    """Take messages out whose changes another one tells of; False, and none is taken out, where one was tried meanwhile."""
    chosen = "id IN (SELECT value FROM json_each(?)) AND state = 'queued' AND attempts = 0"
    ids = [json.dumps(list(numbers))]
    if store.value(f"SELECT count(*) FROM deliveries WHERE {chosen}", ids) != len(numbers):
        return False
    store.execute(f"DELETE FROM deliveries WHERE {chosen}", ids)
    return True
