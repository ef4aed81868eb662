"""Locks between processes, which the system lets go of when a process dies."""

from __future__ import annotations

import fcntl
import os
import time
from typing import TYPE_CHECKING, Self

from monitor.errors import Busy, StoreError
from monitor.store.place import lacks_inodes, real_path

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


class Lock:
    """A file beside the store that one process at a time may hold.

    Args:
        path: the store.
        purpose: ``service`` or ``poll``; the lock file is ``<store>.<purpose>.lock``.
        patience: seconds to wait for it.
        held: what to say when another process holds it.

    """

    def __init__(self, path: Path, purpose: str, *, patience: float, held: str) -> None:
        self._store, self._purpose = path, purpose
        self._patience = patience
        self._held = held
        self._file: int | None = None

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            Busy: another process still holds it after the patience ran out.
            StoreError: it cannot be made, or the store has no place.

        """
        store = real_path(self._store)  # one lock, whatever name leads to the store
        path = store.with_name(f"{store.name}.{self._purpose}.lock")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            inodes = " (no inodes are left)" if lacks_inodes(path) else ""
            raise StoreError(f"{path} cannot be made: {error.strerror}{inodes}") from error
        deadline = time.monotonic() + self._patience
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() >= deadline:
                    os.close(self._file)
                    raise Busy(self._held) from error
                time.sleep(0.05)
            except OSError as error:  # some network file systems have no locks
                os.close(self._file)
                raise StoreError(f"{path} cannot be locked: {error.strerror}") from error
            else:
                return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of it."""
        if self._file is not None:
            os.close(self._file)
