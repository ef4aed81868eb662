"""What passes over the whole registry ask of the store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.store.connect import plain_errors
from monitor.store.rows import TRIAL, Trial

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.store.write import Store

LOST_AT_ONCE = 500
"""Trials that are asked for singly in one round, because a pass did not come upon them."""


def fingerprints(store: Store, numbers: Sequence[str]) -> dict[str, str]:
    """Return numbers of trials by the fingerprints that are held of them."""
    with plain_errors(store.path):
        rows = store.db.execute(
            "SELECT fingerprint, nct FROM trials WHERE fingerprint IS NOT NULL "
            "AND nct IN (SELECT value FROM json_each(?))",
            [json.dumps(list(numbers))],
        ).fetchall()
    return dict(rows)


def trials(store: Store, numbers: Mapping[str, Sequence[str]]) -> dict[str, Trial]:
    """Return the trials of numbers, each with its former ones, under which it may be held; make those that are new."""
    with plain_errors(store.path):
        rows = store.db.execute(
            f"SELECT {TRIAL} FROM trials WHERE nct IN (SELECT value FROM json_each(?))",
            [json.dumps(list(numbers))],
        ).fetchall()
    found = {row[1]: Trial(*row) for row in rows}
    for number, former in numbers.items():
        if number not in found:
            held = next((one for one in former if store.holds(one)), number)
            found[number] = store.trial(held)
    return found


def unseen(store: Store, release: str, since: str) -> list[Trial]:
    """Return trials that a whole pass did not come upon, or that failed by themselves, and owe their answer.

    Args:
        store: the store.
        release: for which they owe it.
        since: when the last pass over everything began.

    """
    with plain_errors(store.path):
        rows = store.db.execute(
            f"SELECT {TRIAL} FROM trials WHERE gone_at IS NULL AND fingerprint IS NOT NULL AND nct NOT LIKE '% %' "
            "AND answered_release IS NOT ? AND (last_seen_at < ? OR misses > 0 OR failures > 0) ORDER BY failures, id LIMIT ?",
            [release, since, LOST_AT_ONCE],
        ).fetchall()
    return [Trial(*row) for row in rows]
