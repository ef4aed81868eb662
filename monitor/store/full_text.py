"""What the full-text index knows, asked by ``nctwatch search``."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from monitor.core.presentation.prose import unescaped
from monitor.core.search_text import COLUMNS, texts
from monitor.errors import NothingStored
from monitor.store.connection import has_table
from monitor.store.search_index import INSERT, MAKE, joined
from monitor.store.state import INDEXED, get_state
from monitor.store.versions import read_record

if TYPE_CHECKING:
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
    return {
        "trial": row["trial"],
        "version": row["version"],
        "valid_from": row["valid_from"],
        "status": row["status"],
        "title": row["title"],
        "current": bool(row["current"]),
        "snippet": snippet(json.loads(read_record(store, row["id"])), expression),
    }


def snippet(record: dict[str, Any], expression: str) -> str:
    """Return a few words of a record around what an expression finds in it, which stands between ``MARKS``."""
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(MAKE.format("search", ""))
        memory.execute(INSERT.format("search"), [1, *joined(texts(record))])
        row = memory.execute(
            "SELECT snippet(search, -1, ?, ?, ' … ', 24) FROM search WHERE search MATCH ?",
            [*MARKS, expression],
        ).fetchone()
    return " ".join(unescaped(row[0]).split()) if row else ""
