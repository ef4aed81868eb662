"""What became of a message at each of several targets of a channel, such as the recipients of a mail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.store import refusals

if TYPE_CHECKING:
    from collections.abc import Collection

    from monitor.store.connection import Connection, Row


HELD = "state = 'queued' AND (claimed_by = :worker OR :late AND :state = 'sent' AND claimed_by IS NULL)"
"""Whether a worker may write what became of a delivery: it has the claim, or learns late that it was sent and nobody has it."""


def settled(store: Connection, delivery: int) -> dict[str, tuple[str, str]]:
    """Return the targets for which nothing is to be tried any more, each with ``sent`` or ``dead``, and the answer."""
    rows = store.tuples(
        "SELECT target, state, answer FROM delivery_targets WHERE delivery_id = ? AND state <> 'queued'",
        [delivery],
    )
    return {target: (state, answer or "") for target, state, answer in rows}


def record(
    store: Connection,
    delivery: int,
    worker: str,
    target: str,
    *,
    state: str,
    answer: str,
    now: str,
    until: str,
    late: bool = False,
) -> bool:
    """Write what became of an attempt at one target, and extend the claim; False where the claim was lost meanwhile.

    Args:
        store: the store.
        delivery: its id.
        worker: who claimed it.
        target: the target's name.
        state: ``sent``, ``dead``, or ``queued`` to try again.
        answer: what the far side said.
        now: the time.
        until: the new end of the claim.
        late: whether the claim may have ended before the answer came.

    """
    with store.transaction():
        held = store.execute(
            "UPDATE deliveries SET claimed_until = iif(claimed_by = :worker, :until, claimed_until) "
            f"WHERE id = :id AND {HELD}",
            {"until": until, "id": delivery, "worker": worker, "state": state, "late": int(late)},
        ).rowcount
        if held == 1:
            store.execute(
                "INSERT INTO delivery_targets VALUES (:delivery, :target, :state, 1, :answer, :at) "
                "ON CONFLICT DO UPDATE SET state = :state, attempts = attempts + 1, answer = :answer, settled_at = :at",
                {
                    "delivery": delivery,
                    "target": target,
                    "state": state,
                    "answer": answer,
                    "at": None if state == "queued" else now,
                },
            )
    return bool(held == 1)


def give_up(store: Connection, delivery: int, now: str) -> None:
    """Give up on all targets of a message that are not settled; call it inside a transaction."""
    store.execute(
        "UPDATE delivery_targets SET state = 'dead', settled_at = ? WHERE delivery_id = ? AND state = 'queued'",
        [now, delivery],
    )


def reopen(store: Connection, deliveries: Collection[int]) -> None:
    """Let targets that were given up be tried again; call it inside a transaction."""
    store.execute(
        "UPDATE delivery_targets SET state = 'queued', settled_at = NULL "
        "WHERE state = 'dead' AND delivery_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(deliveries))],
    )
    refusals.forget(store, deliveries)


def list_targets(store: Connection, deliveries: Collection[int]) -> dict[int, list[Row]]:
    """Return, by delivery, ``target``, ``state``, ``attempts``, ``answer`` and ``settled_at`` of each target that was tried."""
    rows = store.rows(
        "SELECT delivery_id, target, state, attempts, answer, settled_at FROM delivery_targets "
        "WHERE delivery_id IN (SELECT value FROM json_each(?)) ORDER BY delivery_id, target",
        [json.dumps(list(deliveries))],
    )
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.pop("delivery_id"), []).append(row)
    return found
