"""Where a store really is: one file, whatever names lead to it."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from monitor.errors import StoreError


def real_path(path: Path) -> Path:
    """Return the path of a store's file with all links followed; SQLite's log and the locks are beside that.

    Raises:
        StoreError: a link on the way leads nowhere, or the file has several names.

    """
    for part in (path, *path.parents):
        if os.path.islink(part) and not os.path.exists(part):  # noqa: PTH110, PTH114  # Path raises for some
            raise StoreError(f"{path} cannot be opened: {_leads(part)}")
    real = Path(os.path.realpath(path))
    with suppress(OSError):
        found = real.stat()
        if stat.S_ISREG(found.st_mode) and found.st_nlink > 1:
            raise StoreError(
                f"{path} is one of {found.st_nlink} names of one file (hard links): SQLite keeps its newest transactions "
                "beside each name apart, which would damage the store; leave it one name, or use a symbolic link"
            )
    return real


def _leads(link: Path) -> str:
    """Return the sentence about a link that leads to nothing."""
    try:
        link.stat()
    except FileNotFoundError:
        return f"the link {link} leads to {link.readlink()}, which is not there"
    except OSError as error:
        return f"the link {link} leads to {link.readlink()} ({error.strerror})"
    return f"the link {link} leads nowhere"


def make_private(path: Path) -> None:
    """Make a file that its owner alone may read, unless it is there: SQLite gives its log the same mode.

    What keeps it from being made is for SQLite to say. A file that is there is not opened: closing it again would
    drop the locks that this process has on it.
    """
    with suppress(OSError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def lacks_inodes(path: Path) -> bool:
    """Return whether the disk of a path has no room for one more file, however small (no inodes)."""
    with suppress(OSError):
        disk = os.statvfs(path.parent)
        return disk.f_files > 0 and disk.f_favail == 0
    return False
