"""What changed in a span of days: counted, and the gravest changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.model import Kind
from monitor.store import steps
from monitor.store.changes import RANK

if TYPE_CHECKING:
    from collections.abc import Collection

    from monitor.store.connection import Connection, Row

_INSIDE = (
    "c.severity <> 'noise' AND c.repeats IS NULL AND c.happened_on >= :since AND c.happened_on <= :until "
    "AND (:trials IS NULL OR c.trial_id IN (SELECT value FROM json_each(:trials)))"
)
_KIND = "CASE c.kind " + " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(Kind)) + " END"


def counts(store: Connection, trials: Collection[int] | None, since: str, until: str) -> list[Row]:
    """Return how many changes of each kind and severity each trial had, noise left out, by the trials' numbers.

    Args:
        store: the store.
        trials: their ids; None for all.
        since: the first day.
        until: the last day, which counts.

    """
    return store.rows(
        "SELECT c.trial_id, t.nct, t.title, c.kind, c.severity, count(*) AS number FROM changes c "
        f"JOIN trials t ON t.id = c.trial_id WHERE {_INSIDE} GROUP BY c.trial_id, c.kind, c.severity ORDER BY t.nct",
        _values(trials, since, until),
    )


def gravest(
    store: Connection, trials: Collection[int], since: str, until: str, *, each: int
) -> dict[int, list[Row]]:
    """Return {id of a trial: its gravest changes, ``each`` at most}, the gravest first, then by kind and day."""
    order = f"{RANK} DESC, {_KIND}, c.happened_on, c.id"
    numbers = [
        row[0]
        for row in store.tuples(
            f"SELECT id FROM (SELECT c.id, row_number() OVER (PARTITION BY c.trial_id ORDER BY {order}) AS place, "
            f"row_number() OVER (ORDER BY {order}) AS whole FROM changes c WHERE {_INSIDE}) "
            "WHERE place <= :each ORDER BY whole",
            _values(trials, since, until) | {"each": each},
        )
    ]
    rows = steps.changes_by_id(store, numbers)
    found: dict[int, list[Row]] = {}
    for number in numbers:
        found.setdefault(rows[number]["trial_id"], []).append(rows[number])
    return found


def _values(trials: Collection[int] | None, since: str, until: str) -> Row:
    return {
        "since": since,
        "until": until,
        "trials": None if trials is None else json.dumps(list(trials)),
    }
