"""Opening the store, for writing or for reading.

Commands have to answer at once, and importing sqlite_utils costs five Python starts: so it is loaded only where a
store is brought up to date. Who reads connects read-only.
"""

from __future__ import annotations

import errno
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from monitor.errors import Busy, NothingStored, StoreError
from monitor.store.connection import Connection, has_table
from monitor.store.errors import plain
from monitor.store.layout import MIGRATIONS
from monitor.store.place import make_private, real_path
from monitor.store.stillness import Still
from monitor.unreadable import reason

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
    real = real_path(path)
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path.parent} cannot be made for the store: {error.strerror}") from error
    make_private(real)
    with opening(path, real, patience, isolation_level=None) as sqlite:
        _write_ahead(sqlite, patience)
        sqlite.execute("PRAGMA synchronous = FULL")  # an acknowledged alert is never forgotten
        store = Connection(path, sqlite)
        if applied_migrations(store) != set(MIGRATIONS):
            from sqlite_utils.db import Database

            from monitor.store.schema import upgrade

            # plugins of sqlite-utils are other people's code, and looking for them takes 18 ms
            upgrade(Database(sqlite, execute_plugins=False), path)
        else:
            sqlite.execute("BEGIN IMMEDIATE")  # who cannot write learns it now
            sqlite.execute("COMMIT")
        # not before: an upgrade may make a table anew that others refer to
        sqlite.execute("PRAGMA foreign_keys = ON")
    return store


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
    if applied_migrations(connection).issuperset(MIGRATIONS):
        return connection
    connection.close()
    try:
        open_for_writing(path, patience).close()
    except Busy:
        raise
    except StoreError as error:
        raise StoreError(
            f"{path} was made by an earlier nctwatch and has to be upgraded before it can be read: run `nctwatch "
            "status` once as a user who may write there, or copy it with `nctwatch backup FILE` to a folder of your "
            f"own and read the copy ({error})"
        ) from error
    return open_as_it_is(path, patience)


def applied_migrations(store: Connection) -> set[str]:
    """Return the names of the migrations that a store has."""
    if not has_table(store, "_sqlite_migrations"):
        return set()
    return {
        row[0] for row in store.tuples("SELECT name FROM _sqlite_migrations WHERE migration_set = 'nctwatch'")
    }


def open_as_it_is(path: Path, patience: float = BUSY_SECONDS) -> Connection:
    """Open the store read-only, whichever nctwatch made it; the same errors as ``open_for_reading``."""
    try:
        real = real_path(path)  # before: where a link leads nowhere, no poll makes a store
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "", str(path))
        if not path.is_file():
            raise NothingStored(f"there is no store at {path} yet: `nctwatch poll` makes it")
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {reason(error)}") from error
    connection = _read_only(path, real, patience)
    if not has_table(connection, "versions"):
        connection.close()
        raise NothingStored(f"{path} is no store of nctwatch, or still empty: `nctwatch poll` fills it")
    return connection


def _read_only(path: Path, real: Path, patience: float) -> Connection:
    """Connect read-only.

    SQLite shares the store with writers by a file beside it, also where that may only be read. Where it is not
    there and cannot be made, as on a read-only medium and on a full disk, nobody writes: what is all in the file
    itself can be read without, as long as it stays still.
    """
    address = f"{real.as_uri()}?mode=ro"
    try:
        return Connection(path, _connected(path, address, patience))
    except StoreError as error:
        if not any(words in str(error.__cause__) for words in ("unable to open", "disk I/O", "readonly")):
            raise
        if not _empty(real.with_name(f"{real.name}-wal")):
            raise StoreError(
                f"{path} cannot be read here: its newest transactions are in {real.name}-wal, and SQLite can make no "
                "file beside it; make its folder writable, or copy both files to a folder that is"
            ) from error
        still = Still(real)
        return Connection(path, _connected(path, f"{address}&immutable=1", patience), still=still)


def _connected(path: Path, address: str, patience: float) -> sqlite3.Connection:
    with opening(path, address, patience, uri=True) as sqlite:
        sqlite.execute("SELECT 1 FROM sqlite_master").fetchone()  # it looks into the file only when asked
    return sqlite


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
