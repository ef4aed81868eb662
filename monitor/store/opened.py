"""The store, opened for writing: transactions, and the monitor's own state."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from monitor.store.connect import BUSY_SECONDS, open_for_writing, plain_errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from monitor.model import Json


class Opened:
    """The store, opened for writing by one thread. Times are ISO 8601 strings in UTC with ``Z``.

    Args:
        path: the file.
        patience: seconds to wait for another writer.

    """

    def __init__(self, path: Path, patience: float = BUSY_SECONDS) -> None:
        self.path = path
        self.db = open_for_writing(path, patience)

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all of it or nothing. It begins immediate: a reader that turns writer would fail at once."""
        with plain_errors(self.path):
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.execute("COMMIT")
            except BaseException:
                self.db.rollback()
                raise

    def shrink(self) -> None:
        """Give the room of what was deleted back to the disk."""
        with plain_errors(self.path):
            self.db.execute("VACUUM")

    def get(self, key: str) -> Json:
        """Return a value of the monitor's own state; None if it was never set."""
        with plain_errors(self.path):
            row = self.db.execute("SELECT value FROM state WHERE key = ?", [key]).fetchone()
        return json.loads(row[0]) if row else None

    def set(self, key: str, value: Json) -> None:
        """Keep a value of the monitor's own state."""
        with plain_errors(self.path):
            self.db.execute(
                "INSERT INTO state VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [key, json.dumps(value)],
            )

    def add_poll(self, **values: Json) -> None:
        """Keep what a round did."""
        with plain_errors(self.path):
            self._insert("polls", values)

    def _insert(self, table: str, values: dict[str, Any]) -> int:
        """Insert a row and return its id; plain SQL, which takes a tenth of sqlite-utils' own insert."""
        columns, places = ", ".join(values), ", ".join(f":{name}" for name in values)
        row = self.db.execute(f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING id", values)
        return int(row.fetchone()[0])
