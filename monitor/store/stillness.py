"""Whether a file that is read without locks stayed as it was."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from monitor.errors import Busy

if TYPE_CHECKING:
    from pathlib import Path

TICK = 0.02
"""Seconds within which a file system may give two writes the same time."""


class Still:
    """Remembers how a store's file is; it must hold the whole store, with nothing in SQLite's log.

    A writer cannot be locked out by who may not write. But a transaction comes into the file itself only when it
    is moved there from the log, which moves the file's time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._marks = _marks(path)
        while 0 <= time.time() - path.stat().st_mtime < TICK:  # the next write might not move the time
            time.sleep(TICK)
            self._marks = _marks(path)

    def check(self) -> None:
        """Raise Busy if the file was written since: what was read may be of several transactions."""
        if _marks(self._path) != self._marks:
            raise Busy(
                f"{self._path} was written while it was read, so that what was read may be mixed; try again "
                "(this user may not write beside the store, and so cannot hold it still)"
            )


def _marks(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
