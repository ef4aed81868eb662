"""Deliveries: queued with the changes they tell of, claimed by one worker, settled once.

A claim is a conditional UPDATE with a lease: whoever changed one row has it. A worker that
dies lets the lease run out, and the delivery is claimed again.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.clock import parse, stamp
from monitor.core.backoff import LONGEST_REST
from monitor.store import targets
from monitor.store.messages import TEXTS, columns_of, parse_message
from monitor.store.rests import IN_FORCE
from monitor.store.targets import HELD

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from monitor.model import Message
    from monitor.store.connection import Connection, Row

LEASE_SECONDS = 90.0
"""Longer than any send may take (80 seconds, ``config/values.py``); a claim left by a process that died is void after it."""
FAR_SECONDS = LONGEST_REST + 3600.0
"""No claim lasts so long, and nothing that was tried waits so long: a time beyond was written by a clock
that has been set back since, and must not hold a message back for years."""

_OPEN = (
    "state = 'queued' AND (next_attempt_at <= :now OR queued_at > :far OR (attempts > 0 AND next_attempt_at > :far)) "
    "AND (claimed_until IS NULL OR claimed_until <= :now OR claimed_until > :far) "
    f"AND NOT EXISTS (SELECT 1 FROM channel_rests r WHERE {IN_FORCE})"
)
"""What may be tried now and nobody is at."""


def _times(now: str) -> dict[str, str]:
    return {"now": now, "far": stamp(parse(now) + timedelta(seconds=FAR_SECONDS))}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message for one channel, claimed by this worker."""

    id: int
    channel: str
    attempts: int
    queued_at: str
    uid: str
    """Names the message for programs, the same for each attempt."""
    message: Message


def enqueue(
    store: Connection,
    channel: str,
    trial_id: int | None,
    message: Message,
    changes: Sequence[int],
    *,
    queued_at: str,
    due_at: str,
) -> int:
    """Queue a message; call it inside the transaction of the changes that it tells of."""
    delivery = store.insert(
        "deliveries",
        {
            "channel": channel,
            "trial_id": trial_id,
            **columns_of(message),
            "uid": uuid.uuid4().hex,
            "queued_at": queued_at,
            "next_attempt_at": due_at,
        },
    )
    store.execute_many(
        "INSERT INTO delivery_changes VALUES (?, ?)", [(delivery, change) for change in changes]
    )
    return delivery


def due(store: Connection, now: str) -> list[tuple[int, str]]:
    """Return id and channel of what may be tried now and nobody is at, the oldest first."""
    rows = store.tuples(
        f"SELECT id, channel FROM deliveries WHERE {_OPEN} ORDER BY id",
        _times(now),
    )
    return [(row[0], row[1]) for row in rows]


def next_due(store: Connection, channels: Sequence[str], now: str) -> str | None:
    """Return when the next delivery of some channels may be tried: ``now`` or later, None where none waits."""
    due: str | None = store.value(
        "SELECT min(max("
        "iif(queued_at > :far OR (attempts > 0 AND next_attempt_at > :far), :now, next_attempt_at), "
        "iif(claimed_until <= :far, claimed_until, :now), "
        f"coalesce((SELECT until FROM channel_rests r WHERE {IN_FORCE}), :now), :now)) "
        "FROM deliveries WHERE state = 'queued' AND channel IN (SELECT value FROM json_each(:channels))",
        {"channels": json.dumps(list(channels)), **_times(now)},
    )
    return due


def claim(store: Connection, delivery: int, worker: str, now: str, until: str) -> Delivery | None:
    """Claim a delivery until a lease ends; None where another worker was faster.

    Raises:
        Damaged: its stored text is damaged; it is claimed.

    """
    with store.transaction():
        changed = store.execute(
            "UPDATE deliveries SET claimed_until = :until, claimed_by = :worker, attempts = attempts + 1 "
            f"WHERE id = :id AND {_OPEN}",
            {"id": delivery, "worker": worker, "until": until, **_times(now)},
        ).rowcount
        if changed != 1:
            return None
    return load_delivery(store, delivery)


def renew(store: Connection, worker: str, until: str) -> None:
    """Extend all claims of a worker."""
    held = "claimed_by = ? AND state = 'queued'"
    if store.value(f"SELECT 1 FROM deliveries WHERE {held}", [worker]):
        with store.transaction():
            store.execute(f"UPDATE deliveries SET claimed_until = ? WHERE {held}", [until, worker])


def void_claims(store: Connection, channel: str) -> None:
    """Let go of all claims on deliveries of a channel; only who knows that nobody is at them may do so."""
    claimed = "channel = ? AND state = 'queued' AND claimed_by IS NOT NULL"
    if store.value(f"SELECT 1 FROM deliveries WHERE {claimed}", [channel]):
        with store.transaction():
            store.execute(
                f"UPDATE deliveries SET claimed_until = NULL, claimed_by = NULL WHERE {claimed}", [channel]
            )


def changes_of(store: Connection, ids: Collection[int]) -> dict[int, list[int]]:
    """Return the ids of the changes that each of some deliveries tells of; without those that tell of none."""
    rows = store.tuples(
        "SELECT delivery_id, change_id FROM delivery_changes "
        "WHERE delivery_id IN (SELECT value FROM json_each(?)) ORDER BY change_id",
        [json.dumps(list(ids))],
    )
    found: dict[int, list[int]] = {}
    for delivery, change in rows:
        found.setdefault(delivery, []).append(change)
    return found


def load_delivery(store: Connection, delivery: int) -> Delivery | None:
    """Return a delivery with its message; None where there is none.

    Raises:
        Damaged: its stored text is damaged.

    """
    rows = store.tuples(
        f"SELECT id, channel, attempts, queued_at, coalesce(uid, 'delivery-' || id), sha256, {TEXTS} "
        "FROM deliveries WHERE id = ?",
        [delivery],
    )
    for number, channel, attempts, queued_at, uid, checksum, *texts in rows:
        return Delivery(number, channel, attempts, queued_at, uid, parse_message(texts, checksum))
    return None


def settle(
    store: Connection,
    delivery: int,
    worker: str,
    *,
    state: str,
    answer: str,
    now: str,
    next_attempt_at: str | None,
    late: bool = False,
) -> bool:
    """Write what became of a claimed delivery; False where the claim was lost meanwhile.

    Args:
        store: the store.
        delivery: its id.
        worker: who claimed it.
        state: ``sent``, ``dead``, or ``queued`` to try again.
        answer: what the far side said.
        now: the time.
        next_attempt_at: when to try again, if at all.
        late: whether the claim may have ended before the answer came: that it was sent is written then, too.

    """
    with store.transaction():
        changed = store.execute(
            "UPDATE deliveries SET state = :state, last_error = :error, said = :answer, sent_at = :sent, died_at = coalesce(:died, died_at), next_attempt_at = :next, "
            f"claimed_until = NULL, claimed_by = NULL WHERE id = :id AND {HELD}",
            {
                "id": delivery,
                "worker": worker,
                "state": state,
                "late": int(late),
                "error": None if state == "sent" else answer,
                "answer": answer,
                "sent": now if state == "sent" else None,
                "died": now if state == "dead" else None,
                "next": next_attempt_at,
            },
        ).rowcount
    return bool(changed == 1)


def make_due(
    store: Connection, now: str, *, ids: Collection[int] = (), channel: str | None = None, dead: bool = False
) -> list[int]:
    """Let deliveries that wait be tried now; return the ids of all that may be tried now.

    What was never tried and is not due is held back by a digest or by quiet hours, and stays so unless it is named.

    Args:
        store: the store.
        now: the time.
        ids: the deliveries; those that were given up too. Empty: all that wait.
        channel: only deliveries of this channel.
        dead: those that were given up too; their days begin anew.

    """
    chosen = (
        "(state = 'queued' AND (attempts > 0 OR next_attempt_at <= :now) OR :dead AND state = 'dead')"
        if not ids
        else "state <> 'sent' AND id IN (SELECT value FROM json_each(:ids))"
    )
    where = f"{chosen} AND (:channel IS NULL OR channel = :channel)"
    values = {"now": now, "ids": json.dumps(list(ids)), "channel": channel, "dead": int(dead)}
    with store.transaction():
        found = [
            row[0] for row in store.tuples(f"SELECT id FROM deliveries WHERE {where} ORDER BY id", values)
        ]
        store.execute(
            "UPDATE deliveries SET next_attempt_at = :now, state = 'queued', "
            f"queued_at = iif(state = 'dead', :now, queued_at) WHERE {where}",
            values,
        )
        if ids or dead:
            targets.reopen(store, found)
    return found


def list_deliveries(
    store: Connection,
    *,
    state: str | None = None,
    channel: str | None = None,
    delivery: int | None = None,
    limit: int = 0,
) -> list[Row]:
    """Return deliveries, newest first: the rows of ``deliveries --json``; at most `limit`, 0 for all."""
    rows = store.rows(
        "SELECT id, channel, state, attempts, "
        "max(next_attempt_at, coalesce((SELECT until FROM channel_rests r WHERE r.channel = d.channel), '')) AS next_attempt_at, "
        "last_error, CAST(subject AS BLOB) AS subject, CAST(body AS BLOB) AS body, queued_at, sent_at, said, "
        "(SELECT json_group_array(change_id) FROM delivery_changes x WHERE x.delivery_id = d.id) AS changes "
        "FROM deliveries d WHERE (:state IS NULL OR state = :state) AND (:channel IS NULL OR channel = :channel) "
        "AND (:id IS NULL OR id = :id) ORDER BY id DESC LIMIT :limit",
        {"state": state, "channel": channel, "id": delivery, "limit": limit or -1},
    )
    tried = targets.list_targets(store, [row["id"] for row in rows])
    return [
        row
        | {key: row[key].decode(errors="replace") for key in ("subject", "body")}  # one may be damaged
        | {"changes": sorted(json.loads(row["changes"])), "targets": tried.get(row["id"], [])}
        for row in rows
    ]


def backlog(store: Connection) -> dict[str, Row]:
    """Return for each channel its ``name``, how many deliveries wait (``queued``), and how many were given up (``dead``)."""
    rows = store.rows(
        "SELECT channel AS name, sum(state = 'queued') AS queued, sum(state = 'dead') AS dead "
        "FROM deliveries GROUP BY channel"
    )
    return {row["name"]: row for row in rows}
