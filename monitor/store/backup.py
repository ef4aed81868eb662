"""A consistent copy of the store, while others write to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from monitor.atomic_write import whole_file
from monitor.errors import StoreError
from monitor.store.opening import open_as_it_is, opening
from monitor.store.place import make_private, real_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGES = 2000
"""Pages copied in one step: 8 MB, then progress is told."""


def backup(
    source: Path, target: Path, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> None:
    """Copy the store as it is at this moment, check the copy, and only then give it its name.

    Args:
        source: the store.
        target: the copy; never overwritten.
        progress: is told how many pages are done, and of how many.

    Raises:
        Busy: this user cannot hold the store still, and it was written meanwhile.
        StoreError: the copy is there already, cannot be written, or is not sound.

    """
    if os.path.lexists(target):
        raise StoreError(f"{target} is there already and stays as it is")
    if not target.parent.is_dir():
        raise StoreError(f"{target} cannot be written: there is no folder {target.parent}")
    store = real_path(source)
    if os.path.realpath(target.parent) == str(store.parent) and target.name.startswith(f"{store.name}-"):
        raise StoreError(f"{target} is a name that SQLite uses beside {store.name}; take another")
    try:
        with whole_file(target, overwrite=False) as partial:
            _copy(source, partial, progress)
    except FileExistsError as error:
        raise StoreError(f"{target} is there already and stays as it is") from error
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error.strerror}") from error


def _copy(source: Path, target: Path, progress: Callable[[int, int], None]) -> None:
    make_private(target)
    with open_as_it_is(source) as reading, opening(target, target) as writing:
        # what is read is held at this moment, or each write of others would begin the copy anew
        reading.execute("BEGIN")
        reading.value("SELECT count(*) FROM sqlite_master")
        reading.sqlite.backup(
            writing, pages=PAGES, progress=lambda _status, left, total: progress(total - left, total)
        )
        writing.execute("PRAGMA journal_mode = DELETE")  # one file, complete in itself
        fault = writing.execute("PRAGMA quick_check(1)").fetchone()[0]
        writing.close()
    if fault != "ok":
        raise StoreError(f"the copy is not sound ({fault}); run `nctwatch verify` on the store")
