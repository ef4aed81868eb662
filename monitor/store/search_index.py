"""The full-text index: updated after each poll, of texts that it does not keep.

``search`` has the newest version of each trial, ``search_past`` what only past versions say: a version
that differs in a date costs nothing there. What was found is shown from the versions themselves.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from monitor.core.search_text import COLUMNS, only_in_past, texts
from monitor.errors import NothingStored, StoreError
from monitor.store.state import INDEXED, get_state, set_state
from monitor.store.versions import NEWEST_FIRST, read_record

if TYPE_CHECKING:
    from monitor.core.search_text import Texts
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)

EDITION = 1
"""Raise it whenever ``core.search_text`` takes other texts, and every store makes its index anew."""
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


def index_versions(store: Connection) -> int:
    """Index versions that are not indexed yet, a batch of them; return how many."""
    with store.transaction():
        indexed = get_state(store, INDEXED)
        if indexed is None or indexed["edition"] != EDITION:
            _begin(store)
            indexed = {"edition": EDITION, "upto": 0}
        rows = store.tuples(
            "SELECT id, trial_id FROM versions WHERE id > ? ORDER BY id LIMIT ?", [indexed["upto"], BATCH]
        )
        for version, trial in rows:
            try:
                _take(store, version, trial)
            except _Forgotten:  # what an upgrade does too; the text of a row is needed to take it out
                set_state(store, INDEXED, None)
                return len(rows)
            except StoreError as error:
                log.warning("index", extra={"version": version, "error": str(error)})
        if rows:
            indexed = {"edition": EDITION, "upto": rows[-1][0]}
        set_state(store, INDEXED, indexed)
    return len(rows)


def _begin(store: Connection) -> None:
    for name in ("search", "search_past", "searchable"):
        store.execute(f"DROP TABLE IF EXISTS {name}")
    for name in ("search", "search_past"):
        store.execute(MAKE.format(name, "content = '', "))
    store.execute(
        "CREATE TABLE searchable (trial_id INTEGER PRIMARY KEY REFERENCES trials(id), "
        "version_id INTEGER NOT NULL REFERENCES versions(id))"
    )


def _take(store: Connection, version: int, trial: int) -> None:
    """Index one version: as the newest of its trial, in place of the one before, or as a past one."""
    newest = store.value(
        f"SELECT id FROM versions WHERE trial_id = ? ORDER BY {NEWEST_FIRST} LIMIT 1", [trial]
    )
    found = _texts(store, version)
    if found is None:
        return
    if version != newest:
        _keep_past(store, version, found, _texts(store, newest) or found)
        return
    before = store.value("SELECT version_id FROM searchable WHERE trial_id = ?", [trial])
    old = _texts(store, before) if before else None
    if before and old is None:
        raise _Forgotten
    if old != found:  # a date that moved is no reason to index all of it again
        if old is not None:
            store.execute(_DELETE, [trial, *joined(old)])
            _keep_past(store, before, old, found)
        store.execute(INSERT.format("search"), [trial, *joined(found)])
    store.execute("INSERT OR REPLACE INTO searchable VALUES (?, ?)", [trial, version])


def _keep_past(store: Connection, version: int, found: Texts, now: Texts) -> None:
    only = only_in_past(found, now)
    if only != only_in_past(now, now):
        store.execute(INSERT.format("search_past"), [version, *joined(only)])


def _texts(store: Connection, version: int) -> Texts | None:
    """Return the texts of a version; None where it was pruned."""
    try:
        return texts(json.loads(read_record(store, version)))
    except NothingStored:
        return None


def joined(found: Texts) -> list[str]:
    """Return the texts as the index takes them."""
    return ["\n".join(lines) for lines in found]
