"""Lists of trials, a page at a time: filtered and put in order by SQL, so that sixty thousand cost little."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from monitor.store.changes import CHANGE, RANK, change_of
from monitor.store.trial_filter import SORTS, TrialFilter, conditions
from monitor.store.versions import OLDEST_FIRST

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from monitor.store.connection import Connection, Row

_LAST = "(SELECT max(happened_on) FROM changes WHERE trial_id = t.id AND severity <> 'noise')"
_UPDATED = "nullif(t.updated_on, ''), substr(t.first_seen_at, 1, 10)"
_GRAVITY = (
    f"SELECT trial_id, max({RANK}) AS gravity FROM changes c "
    "WHERE happened_on >= :since AND severity <> 'noise' AND repeats IS NULL GROUP BY trial_id"
)
_OPENNESS = (
    "CASE WHEN t.gone_at IS NOT NULL THEN 9 WHEN t.status IN ('RECRUITING', 'AVAILABLE') THEN 0 "
    "WHEN t.status IN ('ENROLLING_BY_INVITATION', 'NOT_YET_RECRUITING') THEN 1 WHEN t.status IS NULL THEN 8 ELSE 2 END"
)
_COLUMNS = "id, nct, title, sponsor, status, phases, registered_on, updated_on, first_seen_at, gone_at, last_error, fingerprint"
_MISSING = (
    "SELECT value FROM json_each(:shown) WHERE value NOT IN (SELECT nct FROM current_trials) "
    "AND value NOT IN (SELECT alias FROM aliases)"
)


def list_page(
    store: Connection,
    wanted: TrialFilter,
    *,
    sort: str = "changed",
    since: str,
    shown: Collection[str] = (),
    limit: int = -1,
    offset: int = 0,
) -> tuple[list[Row], int]:
    """Return trials in an order, and how many there are of them on all pages.

    Args:
        store: the store.
        wanted: what the list is narrowed to.
        sort: a key of ``SORTS``.
        since: a day; changes from it on are recent.
        shown: numbers that are listed also while the store has no version of them.
        limit: rows of the page; -1 for all.
        offset: rows before it.

    Raises:
        ValueError: the words of the filter have no word.

    """
    where, values = _where(store, wanted)
    values |= {"since": since, "limit": limit, "offset": offset, "shown": json.dumps(list(shown))}
    source = _source(store, values)
    total = store.value(f"SELECT count(*) FROM {source} t WHERE {where}", values)
    recent = f"LEFT JOIN ({_GRAVITY}) r ON r.trial_id = t.id" if sort == "gravity" else ""
    columns = ", ".join(f"t.{name}" for name in _COLUMNS.split(", "))
    rows = store.rows(
        f"SELECT {columns}, coalesce({_LAST}, {_UPDATED}) AS changed, {_OPENNESS} AS openness, "
        f"{'r.gravity' if recent else '0'} AS gravity FROM {source} t {recent} "
        f"WHERE {where} ORDER BY {SORTS[sort]} LIMIT :limit OFFSET :offset",
        values,
    )
    return rows, int(total)


def _source(store: Connection, values: Row) -> str:
    """Return what is listed: the trials, and the numbers to show that have no row."""
    missing = [row[0] for row in store.tuples(_MISSING, {"shown": values["shown"]})]
    if not missing:
        return "current_trials"
    values["missing"] = json.dumps(missing)
    empty = ", ".join(
        {"nct": "value", "title": "''", "sponsor": "''"}.get(name, "NULL") for name in _COLUMNS.split(", ")
    )
    return f"(SELECT {_COLUMNS} FROM current_trials UNION ALL SELECT {empty} FROM json_each(:missing))"


def _where(store: Connection, wanted: TrialFilter) -> tuple[str, dict[str, Any]]:
    parts = ["(t.fingerprint IS NOT NULL OR t.nct IN (SELECT value FROM json_each(:shown)))"]
    values: dict[str, Any] = {}
    for condition, needed in conditions(store, wanted):
        parts.append(condition)
        values |= needed
    return " AND ".join(parts), values


def absent(store: Connection, numbers: Collection[str]) -> list[str]:
    """Return those of some numbers that no trial goes by, or went by once."""
    return [row[0] for row in store.tuples(_MISSING, {"shown": json.dumps(list(numbers))})]


def unfetched(store: Connection) -> list[str]:
    """Return the numbers of the trials of which the store has no version."""
    return [row[0] for row in store.tuples("SELECT nct FROM current_trials WHERE fingerprint IS NULL")]


def recent_counts(store: Connection, trials: Sequence[int], since: str) -> dict[int, dict[str, int]]:
    """Return for each of some trials how many changes of each severity there were since a day; noise is left out."""
    found: dict[int, dict[str, int]] = {}
    for trial, severity, number in store.tuples(
        "SELECT trial_id, severity, count(*) FROM changes WHERE trial_id IN (SELECT value FROM json_each(?)) "
        "AND happened_on >= ? AND severity <> 'noise' AND repeats IS NULL GROUP BY 1, 2",
        [json.dumps(list(trials)), since],
    ):
        found.setdefault(trial, {})[severity] = number
    return found


def last_changes(store: Connection, trials: Sequence[int]) -> dict[int, Row]:
    """Return for each of some trials the gravest change of its last day: ``id``, ``day`` and ``change``."""
    rows = store.rows(
        f"SELECT * FROM (SELECT c.id, c.trial_id, c.happened_on AS day, {CHANGE}, "
        f"row_number() OVER (PARTITION BY c.trial_id ORDER BY {RANK} DESC, c.id) AS place FROM changes c "
        "WHERE c.trial_id IN (SELECT value FROM json_each(?)) AND c.severity <> 'noise' AND c.happened_on = "
        "(SELECT max(happened_on) FROM changes WHERE trial_id = c.trial_id AND severity <> 'noise')) WHERE place = 1",
        [json.dumps(list(trials))],
    )
    columns = [column.removeprefix("c.") for column in CHANGE.split(", ")]
    return {
        row["trial_id"]: {
            "id": row["id"],
            "day": row["day"],
            "change": change_of([row[name] for name in columns]),
        }
        for row in rows
    }


def statuses(store: Connection, trials: Sequence[int]) -> dict[int, list[Row]]:
    """Return for each of some trials its versions' ``valid_from`` and ``status``, oldest first."""
    found: dict[int, list[Row]] = {}
    for row in store.rows(
        "SELECT trial_id, valid_from, status FROM versions WHERE trial_id IN (SELECT value FROM json_each(?)) "
        f"ORDER BY trial_id, {OLDEST_FIRST}",
        [json.dumps(list(trials))],
    ):
        found.setdefault(row["trial_id"], []).append(row)
    return found


def former_numbers(store: Connection, trials: Sequence[int]) -> dict[int, list[str]]:
    """Return the former numbers of some trials; a trial without any is left out."""
    found: dict[int, list[str]] = {}
    for trial, alias in store.tuples(
        "SELECT trial_id, alias FROM aliases WHERE trial_id IN (SELECT value FROM json_each(?)) ORDER BY alias",
        [json.dumps(list(trials))],
    ):
        found.setdefault(trial, []).append(alias)
    return found
