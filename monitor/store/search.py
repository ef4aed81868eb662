"""The full-text index: filled behind the rounds, asked by ``nctwatch search``.

It has no copy of the text: what was found is shown from the versions themselves. It only grows; which
versions are the newest of their trials is known elsewhere.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from monitor.core.texts import COLUMNS, texts
from monitor.errors import NothingStored
from monitor.store.order import NEWEST_FIRST

if TYPE_CHECKING:
    from monitor.store.read import Reader, Row
    from monitor.store.write import Store

EDITION = 1
"""Raise it whenever ``core.texts`` takes other texts, and every store makes its index anew."""
BATCH = 200
"""Versions in one transaction: others may write in between."""
VERSIONS = 50
"""Hits of past versions that are looked at for each trial that is asked for: most of them are of few trials."""
MARKS = ("⟦", "⟧")
"""Stand around what was found; brackets that no record has."""
_TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"
_MAKE = f"CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5({', '.join(COLUMNS)}, content = '', {_TOKENS})"
_INSERT = f"INSERT INTO search (rowid, {', '.join(COLUMNS)}) VALUES (?, {', '.join('?' * len(COLUMNS))})"
_CURRENT = f"v.id = (SELECT id FROM versions n WHERE n.trial_id = v.trial_id ORDER BY {NEWEST_FIRST} LIMIT 1)"


def index(store: Store) -> int:
    """Index versions that are not indexed yet, a batch of them; return how many."""
    with store.transaction():
        done = store.get("indexed") or {}
        if done.get("edition") != EDITION:
            store.db.execute("DROP TABLE IF EXISTS search")
            store.db.execute(_MAKE)
            done = {"edition": EDITION, "upto": 0}
        rows = store.db.execute(
            "SELECT id FROM versions WHERE id > ? AND pruned_at IS NULL ORDER BY id LIMIT ?",
            [done["upto"], BATCH],
        ).fetchall()
        for (number,) in rows:
            store.db.execute(_INSERT, [number, *texts(json.loads(store.raw(number)))])
        if rows:
            done["upto"] = rows[-1][0]
        store.set("indexed", done)
    return len(rows)


def unindexed(reader: Reader) -> int:
    """Return how many versions the index does not have yet."""
    done = reader.state("indexed") or {"upto": 0}
    rows = reader.rows("SELECT count(*) AS count FROM versions WHERE id > ?", [done["upto"]])
    return int(rows[0]["count"])


def find(reader: Reader, expression: str, *, history: bool, limit: int) -> list[Row]:
    """Return the trials in whose newest version, or with ``history`` in any, words occur; the best first.

    Args:
        reader: the store.
        expression: of FTS5.
        history: look into past versions too.
        limit: so many trials at most.

    Raises:
        NothingStored: there is no index.

    """
    if not reader.rows("SELECT 1 FROM sqlite_master WHERE name = 'search'"):
        raise NothingStored(
            "there is no search index: `nctwatch poll` makes it, unless [store] search is false"
        )
    weights = ", ".join(str(weight) for weight in COLUMNS.values())
    rows = reader.rows(
        f"SELECT v.id, t.nct AS trial, v.version, v.valid_from, t.title, v.status, {_CURRENT} AS current "
        "FROM search JOIN versions v ON v.id = search.rowid JOIN trials t ON t.id = v.trial_id "
        f"WHERE search MATCH ? AND v.pruned_at IS NULL {'' if history else f'AND {_CURRENT}'} "
        f"ORDER BY bm25(search, {weights}) LIMIT ?",
        [expression, limit * (VERSIONS if history else 1)],
    )
    found: dict[str, Row] = {}
    for row in rows:
        one = found.setdefault(row["trial"], row | {"versions": []})
        one["versions"].append(row["version"])
    return [_shown(reader, row, expression) for row in list(found.values())[:limit]]


def _shown(reader: Reader, row: Row, expression: str) -> Row:
    """Return a hit as people see it: with the words around what was found."""
    return {
        "trial": row["trial"],
        "version": row["version"],
        "valid_from": row["valid_from"],
        "status": row["status"],
        "title": row["title"],
        "current": bool(row["current"]),
        "versions": sorted(row["versions"]),
        "snippet": snippet(json.loads(reader.raw(row["id"])), expression),
    }


def snippet(record: dict[str, Any], expression: str) -> str:
    """Return a few words of a record around what an expression finds in it, which stands between ``MARKS``."""
    with sqlite3.connect(":memory:") as memory:
        memory.execute(_MAKE.replace("content = '', ", ""))
        memory.execute(_INSERT, [1, *texts(record)])
        row = memory.execute(
            "SELECT snippet(search, -1, ?, ?, ' … ', 24) FROM search WHERE search MATCH ?",
            [*MARKS, expression],
        ).fetchone()
    memory.close()
    return " ".join(row[0].split()) if row else ""
