"""The store's one connection: transactions and rows, for who writes and for who reads."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

from monitor.store.errors import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from monitor.store.blobs import Alone
    from monitor.store.stillness import Still

Row = dict[str, Any]
"""A row by the names of its columns."""


class Connection:
    """An open store; made by ``opening``, used by one thread, and closed at the end of its block.

    Errors of SQLite come as this project's own, except inside a transaction: there they go on as they are,
    until the transaction is undone, since they concern all of it.
    """

    def __init__(
        self,
        path: Path,
        sqlite: sqlite3.Connection,
        *,
        still: Still | None = None,
    ) -> None:
        self.path = path
        self._still = still
        self.compressor: tuple[int | None, Alone] | None = None
        """What ``packing`` compresses with, and the id of its dictionary; None until it is needed."""
        self.sqlite = sqlite
        self._depth = 0

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it.

        Raises:
            Busy: it was read without locks, and written meanwhile, which may be why the block failed.

        """
        self.close()
        if self._still and (error is None or isinstance(error, Exception)):
            self._still.check()

    def close(self) -> None:
        """Close it."""
        self.sqlite.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all of it or nothing; within another transaction, this part of it or nothing of this part.

        It begins immediate: a reader that turns writer would fail at once.
        """
        if self._depth:
            with self._part():
                yield
            return
        self.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
            self.sqlite.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise plain(error, self.path) from error
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._depth -= 1

    def _roll_back(self) -> None:
        """Write nothing of a transaction; where even that fails, as on a disk that is gone, the first error counts."""
        with suppress(sqlite3.Error):
            self.sqlite.rollback()

    @contextmanager
    def _part(self) -> Iterator[None]:
        """Write all of a part of a transaction or nothing of it.

        By plain SQL: sqlite-utils gives each savepoint a name of its own, so that SQLite compiles each anew; that
        is a twentieth of the time that a new record takes.
        """
        self.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self.sqlite.in_transaction:  # a full disk ends the whole transaction
                self.execute("ROLLBACK TO part")
                self.execute("RELEASE part")
            raise
        self.execute("RELEASE part")

    def execute(self, sql: str, values: Sequence[Any] | Row = ()) -> sqlite3.Cursor:
        """Run a statement; its rows are tuples."""
        try:
            return self.sqlite.execute(sql, values)
        except sqlite3.Error as error:
            raise self._own(error) from error

    def execute_many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each of some values."""
        try:
            self.sqlite.executemany(sql, values)
        except sqlite3.Error as error:
            raise self._own(error) from error

    def tuples(self, sql: str, values: Sequence[Any] | Row = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        try:
            return self.sqlite.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._own(error) from error

    def value(self, sql: str, values: Sequence[Any] | Row = ()) -> Any:  # noqa: ANN401
        """Return the first column of a query's first row; None where there is no row."""
        rows = self.tuples(sql, values)
        return rows[0][0] if rows else None

    def rows(self, sql: str, values: Sequence[Any] | Row = ()) -> list[Row]:
        """Return the rows of a query by the names of their columns."""
        return list(self.stream(sql, values))

    def stream(self, sql: str, values: Sequence[Any] | Row = ()) -> Iterator[Row]:
        """Give the rows of a query one by one, as they stood when it began: for more than fits into memory."""
        try:
            cursor = self.sqlite.execute(sql, values)
            names = [column[0] for column in cursor.description]
            for row in cursor:
                yield dict(zip(names, row, strict=True))
        except sqlite3.Error as error:
            raise self._own(error) from error

    def insert(self, table: str, values: Row) -> int:
        """Insert a row and return its id.

        Plain SQL: with sqlite-utils' own insert it takes ten times as long, and most rows of the store, versions
        and changes, come this way.
        """
        columns, places = ", ".join(values), ", ".join(f":{name}" for name in values)
        return int(self.value(f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING id", values))

    def shrink(self) -> None:
        """Give the room of what was deleted back to the disk."""
        self.execute("VACUUM")

    def _own(self, error: sqlite3.Error) -> Exception:
        return error if self._depth else plain(error, self.path)


def has_table(store: Connection, name: str) -> bool:
    """Return whether the store has a table."""
    return store.value("SELECT 1 FROM sqlite_master WHERE name = ?", [name]) is not None
