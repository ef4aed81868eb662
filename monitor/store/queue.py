"""Deliveries: queued with the changes they tell of, claimed by one worker, settled once.

A claim is a conditional UPDATE with a lease: whoever changed one row has it. A worker that
dies lets the lease run out, and the delivery is claimed again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from monitor.clock import parse, stamp
from monitor.store.connect import plain_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.store.write import Store

LEASE_SECONDS = 90.0
"""Longer than any send may take, and under the two minutes after which a claim must be void."""
FAR_SECONDS = 7200.0
"""No claim lasts so long, and nothing that was tried waits so long: a time beyond was written by a clock
that has been set back since, and must not hold a message back for years."""

_OPEN = (
    "state = 'queued' AND (next_attempt_at <= :now OR queued_at > :far OR (attempts > 0 AND next_attempt_at > :far)) "
    "AND (claimed_until IS NULL OR claimed_until <= :now OR claimed_until > :far)"
)
"""What may be tried now and nobody is at."""


def _times(now: str) -> dict[str, str]:
    return {"now": now, "far": stamp(parse(now) + timedelta(seconds=FAR_SECONDS))}


class Letter(Protocol):
    """What is kept of a message: its forms."""

    @property
    def subject(self) -> str:
        """One line."""

    @property
    def body(self) -> str:
        """Plain text."""

    @property
    def html(self) -> str:
        """A page for mail, or nothing."""

    @property
    def slack(self) -> str:
        """Markup for Slack, or nothing."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message for one channel, claimed by this worker."""

    id: int
    channel: str
    attempts: int
    queued_at: str
    subject: str = field(repr=False)
    body: str = field(repr=False)
    html: str = field(repr=False)
    slack: str = field(repr=False)


def enqueue(
    store: Store,
    channel: str,
    trial_id: int | None,
    message: Letter,
    changes: Sequence[int],
    *,
    queued_at: str,
    due_at: str,
) -> int:
    """Queue a message; call it inside the transaction of the changes that it tells of."""
    row = store.db.table("deliveries").insert(
        {
            "channel": channel,
            "trial_id": trial_id,
            "subject": message.subject,
            "body": message.body,
            "html": message.html,
            "slack": message.slack,
            "queued_at": queued_at,
            "next_attempt_at": due_at,
        }
    )
    delivery = int(row.last_pk or 0)
    store.db.conn.executemany(
        "INSERT INTO delivery_changes VALUES (?, ?)", [(delivery, change) for change in changes]
    )
    return delivery


def due(store: Store, now: str) -> list[tuple[int, str]]:
    """Return id and channel of what may be tried now and nobody is at, the oldest first."""
    with plain_errors(store.path):
        rows = store.db.execute(
            f"SELECT id, channel FROM deliveries WHERE {_OPEN} ORDER BY id",
            _times(now),
        ).fetchall()
    return [(row[0], row[1]) for row in rows]


def claim(store: Store, delivery: int, worker: str, now: str, until: str) -> Delivery | None:
    """Claim a delivery until a lease ends; None where another worker was faster."""
    with store.transaction():
        changed = store.db.execute(
            "UPDATE deliveries SET claimed_until = :until, claimed_by = :worker, attempts = attempts + 1 "
            f"WHERE id = :id AND {_OPEN}",
            {"id": delivery, "worker": worker, "until": until, **_times(now)},
        ).rowcount
        if changed != 1:
            return None
        row = store.db.execute(
            "SELECT id, channel, attempts, queued_at, subject, body, html, slack FROM deliveries WHERE id = ?",
            [delivery],
        ).fetchone()
    return Delivery(*row)


def settle(
    store: Store, delivery: int, worker: str, *, state: str, said: str, now: str, next_attempt_at: str | None
) -> bool:
    """Write what became of a claimed delivery; False where the claim was lost meanwhile.

    Args:
        store: the store.
        delivery: its id.
        worker: who claimed it.
        state: ``sent``, ``dead``, or ``queued`` to try again.
        said: what the far side said.
        now: the time.
        next_attempt_at: when to try again, if at all.

    """
    with store.transaction():
        changed = store.db.execute(
            "UPDATE deliveries SET state = :state, last_error = :error, said = :said, sent_at = :sent, died_at = :died, next_attempt_at = :next, "
            "claimed_until = NULL, claimed_by = NULL WHERE id = :id AND claimed_by = :worker AND state = 'queued'",
            {
                "id": delivery,
                "worker": worker,
                "state": state,
                "error": None if state == "sent" else said,
                "said": said,
                "sent": now if state == "sent" else None,
                "died": now if state == "dead" else None,
                "next": next_attempt_at,
            },
        ).rowcount
    return bool(changed == 1)


def make_due(store: Store, delivery: int | None, now: str) -> int:
    """Let what waits, or one delivery even if it is dead, be tried now; return how many."""
    with store.transaction():
        if delivery is None:
            changed = store.db.execute(
                "UPDATE deliveries SET next_attempt_at = ? WHERE state = 'queued'", [now]
            ).rowcount
        else:
            changed = store.db.execute(
                "UPDATE deliveries SET next_attempt_at = ?, state = 'queued', queued_at = iif(state = 'dead', ?, queued_at) "
                "WHERE id = ? AND state <> 'sent'",
                [now, now, delivery],
            ).rowcount
    return int(changed)
