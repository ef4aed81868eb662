"""Opening the store: pragmas, migrations, and SQLite's errors in plain words."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from monitor.errors import Busy, Damaged, NothingStored, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils.db import Database

BUSY_SECONDS = 30.0
"""How long a writer waits for another one; transactions here last milliseconds."""


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into this project's, with the file's name and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise Busy(f"{path} is locked by another process; try again later") from error
        if "malformed" in text or "not a database" in text or "corrupt" in text:
            raise Damaged(
                f"{path} is damaged ({text}); restore a backup, or move it away to begin anew"
            ) from error
        if "readonly" in text:
            raise StoreError(
                f"{path} cannot be written: make the file and its folder writable for this user"
            ) from error
        if "full" in text:
            raise StoreError(
                f"{path} cannot grow: the disk is full; nothing was lost, free some space"
            ) from error
        if "disk I/O" in text:
            raise StoreError(
                f"{path} cannot be read or written ({text}): the disk is full, at a limit, or fails; nothing "
                "that was kept is lost, see to the disk"
            ) from error
        if "unable to open" in text:
            raise StoreError(
                f"{path} cannot be opened: check that its folder exists and is writable"
            ) from error
        raise StoreError(f"{path}: {text}") from error


def open_for_writing(path: Path, patience: float = BUSY_SECONDS) -> Database:
    """Open the store, make it if it is not there, and bring its tables up to date."""
    from sqlite_utils.db import Database

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path.parent} cannot be made for the store: {error.strerror}") from error
    with plain_errors(path):
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        try:
            _write_ahead(connection, patience)
            connection.execute("PRAGMA synchronous = FULL")  # an acknowledged alert is never forgotten
            connection.execute("PRAGMA foreign_keys = ON")
            # plugins of sqlite-utils are other people's code, and looking for them takes 18 ms
            database = Database(connection, execute_plugins=False)
            _migrate(database, path)
        except BaseException:
            connection.close()
            raise
    return database


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


def _migrate(database: Database, path: Path) -> None:
    from monitor.store.schema import migrations

    known = {migration.name for migration in migrations._migrations}  # noqa: SLF001  # there is no public list
    database.execute("BEGIN IMMEDIATE")  # two processes that start at once must not both migrate
    try:
        _refuse_newer({migration.name for migration in migrations.applied(database)} - known, path)
        migrations.apply(database)
    except BaseException:
        database.rollback()
        raise
    database.execute("COMMIT")


def _refuse_newer(unknown: set[str], path: Path) -> None:
    if unknown:
        raise StoreError(
            f"{path} was made by a newer nctwatch ({', '.join(sorted(unknown))}); upgrade this one"
        )


def _connected(path: Path, patience: float) -> tuple[sqlite3.Connection, set[str]]:
    """Connect read-only; return the tables' names too, for SQLite looks into the file only when it is asked.

    On a read-only medium and on a full disk nothing can be shared with a writer; there is
    none then, and what is all in the file itself can be read without.
    """
    address = f"{path.resolve().as_uri()}?mode=ro"
    alone = _empty(path.with_name(f"{path.name}-wal"))
    if alone and not os.access(path.parent, os.W_OK):
        return _looked_into(f"{address}&immutable=1", patience)
    try:
        return _looked_into(address, patience)
    except sqlite3.OperationalError as error:
        if not alone or "disk I/O" not in str(error):
            raise
        return _looked_into(f"{address}&immutable=1", patience)


def _empty(path: Path) -> bool:
    try:
        return path.stat().st_size == 0
    except OSError:
        return True


def _looked_into(address: str, patience: float) -> tuple[sqlite3.Connection, set[str]]:
    connection = sqlite3.connect(address, uri=True, timeout=patience)
    try:
        return connection, {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    except BaseException:
        connection.close()
        raise


def open_for_reading(path: Path, patience: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open the store read-only, as plain SQLite: reading commands have to answer at once.

    Raises:
        NothingStored: there is no store yet.

    """
    try:
        if not path.is_file():
            raise NothingStored(f"there is no store at {path} yet: `nctwatch poll` makes it")
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {error.strerror}") from error
    with plain_errors(path):
        connection, tables = _connected(path, patience)
    if "versions" not in tables:
        connection.close()
        raise NothingStored(f"{path} is no store of nctwatch, or still empty: `nctwatch poll` fills it")
    connection.row_factory = sqlite3.Row
    return connection
