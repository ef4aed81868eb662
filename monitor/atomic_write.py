"""A file is written under another name and gets its own when it is whole, so that no reader sees half of it."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def whole_file(target: Path, *, overwrite: bool) -> Iterator[Path]:
    """Give a path to write to; what is there at the end of the block gets the name ``target``, and is on the disk.

    Where the block fails, nothing of it stays.

    Args:
        target: where the file is to be.
        overwrite: whether it may take the place of one that is there.

    Raises:
        FileExistsError: there is one already, and ``overwrite`` is not set.
        OSError: it cannot be written.

    """
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        yield partial
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        if overwrite:
            partial.replace(target)
        else:
            _name_new(partial, target)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _name_new(partial: Path, target: Path) -> None:
    """Give a file its name, in no case over a file that somebody made meanwhile."""
    try:
        os.link(partial, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        target.touch(exist_ok=False)
        partial.replace(target)
