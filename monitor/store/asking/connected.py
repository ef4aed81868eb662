"""A read-only connection, and questions in plain SQL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Self

from monitor.store.connect import BUSY_SECONDS, open_for_reading, plain_errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

Row = dict[str, Any]
"""One object of a command's JSON."""


class Connected:
    """The store, opened for reading by one thread; the service may write meanwhile.

    Args:
        path: the file.
        patience: seconds to wait while SQLite itself holds the file.

    Raises:
        NothingStored: there is no store yet.

    """

    def __init__(self, path: Path, patience: float = BUSY_SECONDS) -> None:
        self.path = path
        self._db = open_for_reading(path, patience)

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._db.close()

    def rows(self, sql: str, values: Sequence[Any] | Row = ()) -> list[Row]:
        """Return the rows of a query: for the modules of the store that ask questions of their own."""
        with plain_errors(self.path):
            return [dict(row) for row in self._db.execute(sql, values)]

    def stream(self, sql: str, values: Sequence[Any] | Row = ()) -> Iterator[Row]:
        """Give the rows of a query one by one, as they stood when it began: for more than fits into memory."""
        with plain_errors(self.path):
            for row in self._db.execute(sql, values):
                yield dict(row)

    def state(self, key: str) -> Any:  # noqa: ANN401
        """Return a value of the monitor's own state; None if it was never set."""
        rows = self.rows("SELECT value FROM state WHERE key = ?", [key])
        return json.loads(rows[0]["value"]) if rows else None
