"""What the full-text index knows, asked by ``nctwatch search``."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from monitor.core.search_passages import passages
from monitor.core.search_query import terms
from monitor.core.search_text import COLUMNS
from monitor.errors import NothingStored
from monitor.store.connection import has_table
from monitor.store.search_index import INSERT, MAKE
from monitor.store.state import INDEXED, get_state
from monitor.store.versions import read_record

if TYPE_CHECKING:
    from monitor.core.search_passages import Passage
    from monitor.store.connection import Connection, Row

MARKS = ("⟦", "⟧")
"""Stand around what was found; brackets that no record has."""
_WEIGHTS = ", ".join(str(weight) for weight in COLUMNS.values())
_HIT = "v.id, t.nct AS trial, v.version, v.valid_from, t.title, v.status"
_NOW = (
    f"SELECT {_HIT}, bm25(search, {_WEIGHTS}) AS rank, 1 AS current FROM search "
    "JOIN searchable s ON s.trial_id = search.rowid JOIN versions v ON v.id = s.version_id "
    "JOIN current_trials t ON t.id = v.trial_id WHERE search MATCH :words"
)
_PAST = (
    f"SELECT {_HIT}, bm25(search_past, {_WEIGHTS}) AS rank, 0 AS current FROM search_past "
    "JOIN versions v ON v.id = search_past.rowid JOIN current_trials t ON t.id = v.trial_id "
    "WHERE search_past MATCH :words AND v.pruned_at IS NULL"
)


def unindexed(store: Connection) -> int:
    """Return how many versions the index does not have yet."""
    indexed = get_state(store, INDEXED)
    return int(store.value("SELECT count(*) FROM versions WHERE id > ?", [indexed["upto"] if indexed else 0]))


def find(store: Connection, expression: str, *, history: bool, limit: int) -> list[Row]:
    """Return the trials in whose newest version, or with ``history`` in any, words occur; the best first.

    Of a trial that is found in several versions, the newest of them is shown.

    Args:
        store: the store.
        expression: of FTS5.
        history: look into past versions too.
        limit: so many trials at most.

    Raises:
        NothingStored: there is no index.

    """
    _check(store)
    hits = f"{_NOW} UNION ALL {_PAST}" if history else _NOW
    rows = store.rows(
        f"WITH hits AS ({hits}), best AS (SELECT *, "
        "row_number() OVER (PARTITION BY trial ORDER BY current DESC, valid_from DESC, version DESC) AS place FROM hits) "
        "SELECT * FROM best WHERE place = 1 ORDER BY rank LIMIT :limit",
        {"words": expression, "limit": limit},
    )
    return [_shown(store, row, expression) for row in rows]


def numbers(store: Connection, expression: str, limit: int) -> list[str]:
    """Return the numbers of the trials in whose newest version words occur; the best first.

    Raises:
        NothingStored: there is no index.

    """
    _check(store)
    rows = store.rows(f"{_NOW} ORDER BY rank LIMIT :limit", {"words": expression, "limit": limit})
    return [row["trial"] for row in rows]


def _check(store: Connection) -> None:
    if not has_table(store, "searchable"):
        raise NothingStored(
            "there is no search index: `nctwatch poll` makes it, unless [store] search is false"
        )


def _shown(store: Connection, row: Row, expression: str) -> Row:
    """Return a hit as people see it: with the words around what was found."""
    words, field = snippet(json.loads(read_record(store, row["id"])), expression)
    return {
        "trial": row["trial"],
        "version": row["version"],
        "valid_from": row["valid_from"],
        "status": row["status"],
        "title": row["title"],
        "current": bool(row["current"]),
        "field": field,
        "snippet": words,
    }


def snippet(record: dict[str, Any], expression: str) -> tuple[str, str]:
    """Return the passage of a record in which most of an expression is found, and the field that it stands in.

    What was found stands between ``MARKS``; of a long passage only the words around it are there.
    """
    shown = list(passages(record))
    names = list(COLUMNS)
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(MAKE.format("search", ""))
        memory.executemany(
            INSERT.format("search"),
            (
                [row, *(each.text if each.column == name else "" for name in names)]
                for row, each in enumerate(shown)
            ),
        )
        best = _best(memory, shown, terms(expression))
        if best is None:
            return "", ""
        found = shown[best]
        if found.shown != found.text:
            return f"{MARKS[0]}{found.shown}{MARKS[1]}", found.field
        any_of = " OR ".join(terms(expression))
        row = memory.execute(
            "SELECT snippet(search, -1, ?, ?, ' … ', 32) FROM search WHERE search MATCH ? AND rowid = ?",
            [*MARKS, any_of, best],
        ).fetchone()
    return " ".join(row[0].split()), found.field


def _best(memory: sqlite3.Connection, shown: list[Passage], wanted: list[str]) -> int | None:
    """Return the row with the most terms, of such the one that reads best, and of those the one that they weigh most in."""
    counts: dict[int, int] = {}
    weights: dict[int, float] = {}
    for term in wanted:
        sql = f"SELECT rowid, bm25(search, {_WEIGHTS}) FROM search WHERE search MATCH ?"
        for row, weight in memory.execute(sql, [term]):
            counts[row] = counts.get(row, 0) + 1
            weights[row] = weights.get(row, 0.0) + weight
    return min(
        counts,
        key=lambda row: (shown[row].rank == 2, -counts[row], shown[row].rank, weights[row]),
        default=None,
    )
