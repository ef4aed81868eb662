"""The full-text index: made behind the rounds, of texts that it does not keep.

``search`` has the newest version of each trial, ``search_past`` what only past versions say: a version
that differs in a date costs nothing there. What was found is shown from the versions themselves.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from monitor.core.search_text import COLUMNS, gone, texts
from monitor.errors import NothingStored, StoreError
from monitor.store.order import NEWEST_FIRST

if TYPE_CHECKING:
    from monitor.core.search_text import Texts
    from monitor.store.write import Store

log = logging.getLogger(__name__)

EDITION = 1
"""Raise it whenever ``core.texts`` takes other texts, and every store makes its index anew."""
BATCH = 200
"""Versions in one transaction: others may write in between."""
_NAMES = ", ".join(COLUMNS)
_MARKS = ", ".join("?" * len(COLUMNS))
MAKE = (
    f"CREATE VIRTUAL TABLE {{}} USING fts5({_NAMES}, {{}}tokenize = 'porter unicode61 remove_diacritics 2')"
)
INSERT = f"INSERT INTO {{}} (rowid, {_NAMES}) VALUES (?, {_MARKS})"
_DELETE = f"INSERT INTO search (search, rowid, {_NAMES}) VALUES ('delete', ?, {_MARKS})"
"""A row of an index without text can only be taken out by who knows its text."""


class _Forgotten(Exception):
    """The index has a text that nobody knows any more: its version was pruned meanwhile."""


def index(store: Store) -> int:
    """Index versions that are not indexed yet, a batch of them; return how many."""
    with store.transaction():
        state = store.get("indexed") or {}
        if state.get("edition") != EDITION:
            _begin(store)
            state = {"edition": EDITION, "upto": 0}
        rows = store.db.execute(
            "SELECT id, trial_id FROM versions WHERE id > ? ORDER BY id LIMIT ?", [state["upto"], BATCH]
        ).fetchall()
        for version, trial in rows:
            try:
                _take(store, version, trial)
            except _Forgotten:  # what an upgrade does too; the text of a row is needed to take it out
                store.set("indexed", None)
                return len(rows)
            except StoreError as error:
                log.warning("index", extra={"version": version, "error": str(error)})
        store.set("indexed", state | {"upto": rows[-1][0] if rows else state["upto"]})
    return len(rows)


def _begin(store: Store) -> None:
    for table in ("search", "search_past", "searchable"):
        store.db.execute(f"DROP TABLE IF EXISTS {table}")
    for table in ("search", "search_past"):
        store.db.execute(MAKE.format(table, "content = '', "))
    store.db.execute(
        "CREATE TABLE searchable (trial_id INTEGER PRIMARY KEY REFERENCES trials(id), "
        "version_id INTEGER NOT NULL REFERENCES versions(id))"
    )


def _take(store: Store, version: int, trial: int) -> None:
    """Index one version: as the newest of its trial, in place of the one before, or as a past one."""
    newest = store.db.execute(
        f"SELECT id FROM versions WHERE trial_id = ? ORDER BY {NEWEST_FIRST} LIMIT 1", [trial]
    ).fetchone()[0]
    said = _texts(store, version)
    if said is None:
        return
    if version != newest:
        _keep_past(store, version, said, _texts(store, newest) or said)
        return
    before = store.db.execute("SELECT version_id FROM searchable WHERE trial_id = ?", [trial]).fetchone()
    old = _texts(store, before[0]) if before else None
    if before and old is None:
        raise _Forgotten
    if old != said:  # a date that moved is no reason to index all of it again
        if old is not None:
            store.db.execute(_DELETE, [trial, *joined(old)])
            _keep_past(store, before[0], old, said)
        store.db.execute(INSERT.format("search"), [trial, *joined(said)])
    store.db.execute("INSERT OR REPLACE INTO searchable VALUES (?, ?)", [trial, version])


def _keep_past(store: Store, version: int, said: Texts, now: Texts) -> None:
    only = gone(said, now)
    if only != gone(now, now):
        store.db.execute(INSERT.format("search_past"), [version, *joined(only)])


def _texts(store: Store, version: int) -> Texts | None:
    """Return the texts of a version; None where it was pruned."""
    try:
        return texts(json.loads(store.raw(version)))
    except NothingStored:
        return None


def joined(said: Texts) -> list[str]:
    """Return the texts as the index takes them."""
    return ["\n".join(lines) for lines in said]
