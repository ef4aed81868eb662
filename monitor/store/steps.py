"""A trial step by step, as pages show it: versions and changes in a reader's order, and never too many."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from monitor.errors import NothingStored
from monitor.store.changes import CHANGE, RANK, change_of
from monitor.store.state import LISTED, RELEASE, get_state
from monitor.store.versions import OLDEST_FIRST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.store.connection import Connection, Row

MAX_VALUE = 60_000
"""Characters of JSON of one side of a change that a page takes; of a longer one it has the sentence alone."""

# A change happened when its newer version began; one between no two versions (gone, overdue) when it was seen.
DAY = "CASE WHEN c.from_version IS NOT c.to_version THEN ifnull(v.valid_from, c.happened_on) ELSE c.happened_on END"
STEP = "(c.from_version IS v.previous OR c.from_version IS c.to_version)"
"""A change of a step between neighbours; what a poll saw across a version that came late is told by its parts."""
SHOWN = f"""
SELECT c.id, c.trial_id, t.nct, t.title, c.from_version, c.to_version, c.registry_date, c.observed_at, c.happened_on, {DAY} AS day,
       c.kind, c.event, c.path, c.summary, c.severity, c.origin, c.direction, c.parts,
       CASE WHEN length(c.before) <= {MAX_VALUE} THEN c.before END AS before,
       CASE WHEN length(c.after) <= {MAX_VALUE} THEN c.after END AS after
FROM changes c JOIN trials t ON t.id = c.trial_id
LEFT JOIN versions v ON v.trial_id = c.trial_id AND v.version = c.to_version
"""
_COLUMNS = [column.removeprefix("c.") for column in CHANGE.split(", ")]


def versions(store: Connection, trial: int) -> list[Row]:
    """Return a trial's versions without their bytes, oldest first by the registry's time."""
    return store.rows(
        "SELECT id, version, valid_from, observed_at, registry_date, registry_version, source, status, pruned_at "
        f"FROM versions WHERE trial_id = ? ORDER BY {OLDEST_FIRST}",
        [trial],
    )


def counts(store: Connection, trial: int) -> list[Row]:
    """Return how many changes of each event, severity and direction each step of a trial has."""
    return store.rows(
        f"SELECT c.from_version, c.to_version, {DAY} AS day, c.kind, c.event, c.severity, c.direction, "
        "count(*) AS number, min(c.id) AS first "
        "FROM changes c LEFT JOIN versions v ON v.trial_id = c.trial_id AND v.version = c.to_version "
        f"WHERE c.trial_id = ? AND {STEP} GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY first",
        [trial],
    )


def changes(store: Connection, trial: int, *, alike: int) -> list[Row]:
    """Return a trial's changes that have weight, oldest first; of one kind in one step the gravest ``alike``."""
    chosen = (
        f"SELECT c.id, row_number() OVER (PARTITION BY c.from_version, c.to_version, c.kind ORDER BY {RANK} DESC, c.id) "
        "AS place FROM changes c LEFT JOIN versions v ON v.trial_id = c.trial_id AND v.version = c.to_version "
        f"WHERE c.trial_id = :trial AND c.severity <> 'noise' AND {STEP}"
    )
    sql = f"{SHOWN} WHERE c.id IN (SELECT id FROM ({chosen}) WHERE place <= :alike) ORDER BY day, {RANK} DESC, c.id"
    return [shown(row) for row in store.rows(sql, {"trial": trial, "alike": alike})]


def plans(store: Connection, trial: int, paths: Sequence[str]) -> list[Row]:
    """Return what a trial's changes say of some places of the record, oldest first: what was, what is, since when."""
    rows = store.rows(
        f"SELECT c.path, c.before, c.after, {DAY} AS day FROM changes c "
        "LEFT JOIN versions v ON v.trial_id = c.trial_id AND v.version = c.to_version "
        f"WHERE c.trial_id = ? AND {STEP} AND c.path IN (SELECT value FROM json_each(?)) ORDER BY day, c.id",
        [trial, json.dumps(list(paths))],
    )
    return [row | {side: _value(row[side]) for side in ("before", "after")} for row in rows]


def changes_by_id(store: Connection, numbers: Sequence[int]) -> dict[int, Row]:
    """Return {id: change} of some changes."""
    rows = store.rows(f"{SHOWN} WHERE c.id IN (SELECT value FROM json_each(?))", [json.dumps(list(numbers))])
    return {row["id"]: shown(row) for row in rows}


def change(store: Connection, number: int) -> Row:
    """Return one change, with the numbers of those before and after it in its trial.

    Raises:
        NothingStored: there is none of that number.

    """
    sql = f"{SHOWN} WHERE c.id = ?"
    rows = store.rows(sql, [number])
    if not rows:
        raise NothingStored(f"there is no change {number}; `nctwatch changes` lists them")
    neighbours = store.rows(
        "SELECT (SELECT max(id) FROM changes WHERE trial_id = :trial AND id < :id AND severity <> 'noise') AS before_it, "
        "(SELECT min(id) FROM changes WHERE trial_id = :trial AND id > :id AND severity <> 'noise') AS after_it",
        {"trial": rows[0]["trial_id"], "id": number},
    )
    return shown(rows[0]) | neighbours[0]


def state_of(store: Connection) -> str:
    """Return a text that differs whenever a page may differ."""
    row = store.rows(
        "SELECT (SELECT max(id) FROM versions) AS version, (SELECT max(id) FROM changes) AS change, "
        "(SELECT count(*) FROM trials) AS trials, (SELECT group_concat(nct || ifnull(gone_at, '') || ifnull(last_error, '') || "
        "iif(history_at IS NULL AND history_error IS NOT NULL, history_error || ifnull(history_due, ''), '')) "
        "FROM trials) AS how"
    )[0]
    return json.dumps([*row.values(), get_state(store, RELEASE), get_state(store, LISTED)])


def _value(text: str | None) -> Any:  # noqa: ANN401
    return None if text is None else json.loads(text)


def shown(row: Row) -> Row:
    """Put the columns of a change together into a value."""
    made = change_of([row.pop(column) for column in _COLUMNS])
    return row | {"change": made}
