"""Room on the store's disk that is held while messages are sent, so that what became of them can be written."""

from __future__ import annotations

import os
import tempfile
import threading
from typing import IO, TYPE_CHECKING, Self, TypeVar

from monitor.errors import Busy, StoreError
from monitor.store.place import real_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

T = TypeVar("T")

SIZE = 1 << 20
"""Bytes that are held. What became of a message takes some pages of 4 KiB."""


class Reserve:
    """Room beside a store, in a file without a name, which the system frees when a process dies.

    Used by several threads. ``is_spent`` once the room had to be given back: then nothing more may be sent.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        self._lock = threading.Lock()
        self.is_spent = False

    def __enter__(self) -> Self:
        """Use it in a ``with`` block, at whose end the room is given back."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the room back."""
        self._give_back()

    def take(self) -> None:
        """Hold the room.

        Raises:
            StoreError: the disk has not so much.

        """
        folder = real_path(self._path).parent
        try:
            self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115  # open until given back
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(self._file.fileno(), 0, SIZE)
            else:
                self._file.write(bytes(SIZE))
        except OSError as error:
            self._give_back()
            raise StoreError(
                f"{self._path}: no message is sent, since the disk has no room to keep what becomes of it "
                f"({error.strerror}); nothing was lost, free some space"
            ) from error

    def written(self, write: Callable[[], T]) -> T:
        """Do what writes into the store; where that fails, give the room back and do it once more."""
        try:
            return write()
        except Busy:
            raise
        except StoreError:
            if not self._give_back():
                raise
            self.is_spent = True
            return write()

    def _give_back(self) -> bool:
        with self._lock:
            file, self._file = self._file, None
        if file is None:
            return False
        file.close()
        return True
