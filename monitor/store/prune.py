"""Giving up the bytes of past versions. Their rows, their changes and all numbers stay."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.store import blobs
from monitor.store.packing import pack_alone
from monitor.store.versions import NEWEST_FIRST, read_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.store.connection import Connection

_CANDIDATES = f"""
WITH ranked AS (
    SELECT v.*, t.nct,
           row_number() OVER (PARTITION BY trial_id ORDER BY {NEWEST_FIRST}) AS age,
           v.version = max(iif(source = 'poll', version, 0)) OVER (PARTITION BY trial_id) AS polled_last
    FROM versions v JOIN trials t ON t.id = v.trial_id WHERE v.pruned_at IS NULL
)
SELECT id, trial_id, nct, version, length(blob) FROM ranked r
WHERE age > max(:keep, 1) AND valid_from < :before AND NOT polled_last
  AND (:trials = '[]' OR nct IN (SELECT value FROM json_each(:trials)))
  AND NOT EXISTS (
    SELECT 1 FROM deliveries d JOIN delivery_changes x ON x.delivery_id = d.id JOIN changes c ON c.id = x.change_id
    WHERE d.state <> 'sent' AND c.trial_id = r.trial_id AND r.version IN (c.from_version, c.to_version))
ORDER BY trial_id, version
"""
"""Never the newest version, the one that the next poll is compared with, nor what an alert that was not sent tells of."""


@dataclass(frozen=True, slots=True)
class Prunable:
    """A version whose bytes may be deleted."""

    id: int
    trial_id: int
    trial: str
    version: int
    bytes: int
    """So many are stored of it."""


def prunable(
    store: Connection, *, keep: int = 1, before: str = "9999", trials: Sequence[str] = ()
) -> list[Prunable]:
    """Return what may be pruned.

    Args:
        store: the store.
        keep: so many of the newest versions of each trial stay.
        before: only versions that are valid from an earlier day.
        trials: only of these; of all where there is none.

    """
    rows = store.tuples(_CANDIDATES, {"keep": keep, "before": before, "trials": json.dumps(list(trials))})
    return [Prunable(*row) for row in rows]


def prune(store: Connection, victims: Sequence[Prunable], now: str) -> None:
    """Delete the bytes of versions of one trial; versions stored as a patch on one of them are stored anew."""
    gone = {victim.id for victim in victims}
    for base in sorted(gone):
        _rebase(store, base, gone)
    store.execute_many(
        "UPDATE versions SET blob = x'', base = NULL, dictionary = NULL, pruned_at = ? WHERE id = ?",
        [(now, number) for number in gone],
    )


def _rebase(store: Connection, base: int, gone: set[int]) -> None:
    """Store what patches a version against the first of them instead."""
    rows = store.tuples("SELECT id FROM versions WHERE base = ? ORDER BY id", [base])
    staying = [(row[0], read_record(store, row[0])) for row in rows if row[0] not in gone]
    if not staying:
        return
    first, raw = staying[0]
    packed = pack_alone(store, raw)
    _store(store, first, {"base": None, **packed})
    for number, other in staying[1:]:
        patched = blobs.patch(other, raw)
        outgrown = blobs.outgrown(len(patched), len(packed["blob"]))
        _store(
            store,
            number,
            {"base": None, **pack_alone(store, other)}
            if outgrown
            else {"base": first, "dictionary": None, "blob": patched},
        )


def _store(store: Connection, number: int, columns: dict[str, object]) -> None:
    names = ", ".join(f"{name} = :{name}" for name in columns)
    store.execute(f"UPDATE versions SET {names} WHERE id = :id", {**columns, "id": number})
