"""Passes over the whole registry: which trials a page is about, and which stored trials no page contained."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.store.trials import TRIAL, Trial, ensure_trial, holds_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.store.connection import Connection

MAX_SINGLE_FETCHES = 500
"""Trials that are asked for singly in one poll, because a pass did not come upon them."""


def fingerprints(store: Connection, numbers: Sequence[str]) -> dict[str, str]:
    """Return numbers of trials by the fingerprints that are held of them."""
    rows = store.tuples(
        "SELECT fingerprint, nct FROM current_trials WHERE fingerprint IS NOT NULL "
        "AND nct IN (SELECT value FROM json_each(?))",
        [json.dumps(list(numbers))],
    )
    return dict(rows)


def trials(store: Connection, numbers: Mapping[str, Sequence[str]]) -> dict[str, Trial]:
    """Return the trials of numbers, each with its former ones, under which it may be held; make those that are new."""
    rows = store.tuples(
        f"SELECT {TRIAL} FROM current_trials WHERE nct IN (SELECT value FROM json_each(?))",
        [json.dumps(list(numbers))],
    )
    found = {trial.nct: trial for trial in (Trial(*row) for row in rows)}
    for number, former in numbers.items():
        if number not in found:
            held = next((alias for alias in former if holds_number(store, alias)), number)
            found[number] = ensure_trial(store, held)
    return found


def to_fetch_singly(store: Connection, release: str, since: str) -> list[Trial]:
    """Return trials that a whole pass did not come upon, or that failed by themselves, and owe their answer.

    Args:
        store: the store.
        release: for which they owe it.
        since: when the last pass over everything began.

    """
    rows = store.tuples(
        f"SELECT {TRIAL} FROM current_trials WHERE gone_at IS NULL AND fingerprint IS NOT NULL "
        "AND answered_release IS NOT ? AND (last_seen_at < ? OR misses > 0 OR failures > 0) ORDER BY failures, id LIMIT ?",
        [release, since, MAX_SINGLE_FETCHES],
    )
    return [Trial(*row) for row in rows]


def counts(store: Connection) -> dict[str, int]:
    """Return how many trials are held where everything is watched, how many are gone, and how many fail."""
    (counts,) = store.rows(
        "SELECT count(*) AS trials, coalesce(sum(gone_at IS NOT NULL), 0) AS gone, "
        "coalesce(sum(last_error IS NOT NULL), 0) AS failing FROM current_trials WHERE fingerprint IS NOT NULL"
    )
    return counts


def present(store: Connection) -> int:
    """Return how many trials are held that the registry has."""
    return int(
        store.value("SELECT count(*) FROM current_trials WHERE fingerprint IS NOT NULL AND gone_at IS NULL")
    )
