"""Opening the store, for writing or for reading.

Reading commands have to answer at once, and importing sqlite_utils costs five Python starts: so who reads
connects with plain ``sqlite3``, read-only, and sqlite-utils is loaded by who writes alone.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from monitor.errors import NothingStored, StoreError
from monitor.store.connection import Connection, has_table
from monitor.store.errors import plain
from monitor.store.layout import MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY_SECONDS = 30.0
"""How long a writer waits for another one; transactions here last milliseconds."""


def open_for_writing(path: Path, patience: float = BUSY_SECONDS) -> Connection:
    """Open the store, make it if it is not there, and bring its tables up to date.

    Args:
        path: the file.
        patience: seconds to wait for another writer.

    Raises:
        Busy: another writer did not end in that time.
        StoreError: it cannot be made or written, or a newer nctwatch made it.

    """
    from sqlite_utils.db import Database

    from monitor.store.schema import upgrade

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path.parent} cannot be made for the store: {error.strerror}") from error
    with opening(path, path, patience, isolation_level=None) as sqlite:
        _write_ahead(sqlite, patience)
        sqlite.execute("PRAGMA synchronous = FULL")  # an acknowledged alert is never forgotten
        # plugins of sqlite-utils are other people's code, and looking for them takes 18 ms
        database = Database(sqlite, execute_plugins=False)
        upgrade(database, path)
        # not before: an upgrade may make a table anew that others refer to
        sqlite.execute("PRAGMA foreign_keys = ON")
    return Connection(path, sqlite, database)


def open_for_reading(path: Path, patience: float = BUSY_SECONDS) -> Connection:
    """Open the store read-only; the service may write meanwhile. One of an earlier nctwatch is upgraded before.

    Args:
        path: the file.
        patience: seconds to wait while SQLite itself holds the file.

    Raises:
        NothingStored: there is no store yet.
        StoreError: it cannot be read, or has to be upgraded and cannot be written.

    """
    connection = open_as_it_is(path, patience)
    applied = connection.tuples("SELECT name FROM _sqlite_migrations WHERE migration_set = 'nctwatch'")
    if not {row[0] for row in applied}.issuperset(MIGRATIONS):
        connection.close()
        open_for_writing(path, patience).close()
        connection = open_as_it_is(path, patience)
    return connection


def open_as_it_is(path: Path, patience: float = BUSY_SECONDS) -> Connection:
    """Open the store read-only, whichever nctwatch made it; the same errors as ``open_for_reading``."""
    try:
        if not path.is_file():
            raise NothingStored(f"there is no store at {path} yet: `nctwatch poll` makes it")
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {error.strerror}") from error
    connection = Connection(path, _read_only(path, patience))
    if not has_table(connection, "versions"):
        connection.close()
        raise NothingStored(f"{path} is no store of nctwatch, or still empty: `nctwatch poll` fills it")
    return connection


def _read_only(path: Path, patience: float) -> sqlite3.Connection:
    """Connect read-only.

    On a read-only medium and on a full disk nothing can be shared with a writer; there is
    none then, and what is all in the file itself can be read without.
    """
    address = f"{path.resolve().as_uri()}?mode=ro"
    alone = _empty(path.with_name(f"{path.name}-wal"))
    attempts = [f"{address}&immutable=1"] if alone else []
    if not attempts or os.access(path.parent, os.W_OK):
        attempts.insert(0, address)
    for attempt in attempts:
        try:
            with opening(path, attempt, patience, uri=True) as sqlite:
                sqlite.execute(
                    "SELECT 1 FROM sqlite_master"
                ).fetchone()  # it looks into the file only when asked
        except StoreError as error:
            if attempt == attempts[-1] or "disk I/O" not in str(error.__cause__):
                raise
        else:
            return sqlite
    raise AssertionError(attempts)


def _empty(path: Path) -> bool:
    try:
        return path.stat().st_size == 0
    except OSError:
        return True


@contextmanager
def opening(
    path: Path,
    address: Path | str,
    patience: float = BUSY_SECONDS,
    **options: Any,  # noqa: ANN401
) -> Iterator[sqlite3.Connection]:
    """Connect to a file; where the block fails, close the connection and raise the error in plain words."""
    connection = None
    try:
        connection = sqlite3.connect(address, timeout=patience, **options)
        yield connection
    except BaseException as error:
        if connection:
            connection.close()
        if isinstance(error, sqlite3.Error):
            raise plain(error, path) from error
        raise


def _write_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Let readers and a writer work at once. SQLite waits for no lock here, so that two who begin collide."""
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= deadline:
                raise
            time.sleep(0.01)
        else:
            return
