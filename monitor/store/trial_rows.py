"""Trials as lists show them, for many thousands at once: rows by the names of their columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.store.trials import BY_NUMBERS, LAST_CHANGED, RECORD_UPDATED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.store.connection import Connection, Row


def held_statuses(
    store: Connection, numbers: Iterable[str] | None = None
) -> dict[str, tuple[bool, str | None]]:
    """Return {number: (whether the registry ever had it, status)} of the trials of some numbers, or all, by number."""
    rows = store.tuples(
        f"SELECT nct, fingerprint IS NOT NULL, status FROM current_trials {_where(numbers)} ORDER BY nct",
        _values(numbers),
    )
    return {nct: (bool(found), status) for nct, found, status in rows}


def trial_rows(store: Connection, numbers: Iterable[str] | None = None) -> dict[str, Row]:
    """Return {number: row of ``status --json``} of the trials of some numbers, or all; ``why`` is left empty."""
    rows = store.rows(
        "SELECT nct AS trial, title, status, '' AS why, "
        "(SELECT count(*) FROM versions v WHERE v.trial_id = t.id) AS versions, last_seen_at AS last_seen, "
        f"{LAST_CHANGED} AS last_changed, {RECORD_UPDATED} AS record_updated, gone_at, last_error FROM current_trials t {_where(numbers)}",
        _values(numbers),
    )
    return {row["trial"]: row for row in rows}


def _where(numbers: Iterable[str] | None) -> str:
    return "" if numbers is None else f"WHERE {BY_NUMBERS}"


def _values(numbers: Iterable[str] | None) -> Row:
    return {} if numbers is None else {"numbers": json.dumps(list(numbers))}
