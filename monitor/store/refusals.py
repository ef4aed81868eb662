"""How often in a row a target has refused a message: some refusals pass, so that one alone gives up nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from monitor.store.connection import Connection


def add(store: Connection, delivery: int, target: str, now: str) -> tuple[int, str]:
    """Count a refusal; return how many came in a row, and since when."""
    with store.transaction():
        ((number, since),) = store.tuples(
            "INSERT INTO delivery_refusals VALUES (:delivery, :target, 1, :now) "
            "ON CONFLICT DO UPDATE SET number = number + 1, since = min(since, :now) RETURNING number, since",
            {"delivery": delivery, "target": target, "now": now},
        )
    return int(number), str(since)


def forget(store: Connection, deliveries: Collection[int], target: str | None = None) -> None:
    """Forget the refusals of some messages, by one target or by all; the next one is the first again."""
    chosen = (
        "delivery_id IN (SELECT value FROM json_each(:deliveries)) AND (:target IS NULL OR target = :target)"
    )
    values = {"deliveries": json.dumps(list(deliveries)), "target": target}
    if store.value(f"SELECT 1 FROM delivery_refusals WHERE {chosen}", values):
        with store.transaction():
            store.execute(f"DELETE FROM delivery_refusals WHERE {chosen}", values)
