"""SQLite's errors in plain words."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from monitor.errors import Busy, Damaged, StoreError
from monitor.store.place import lacks_inodes

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def plain(error: sqlite3.Error, path: Path) -> StoreError:
    """Return an error of SQLite as one of this project: it names the file and says what to do."""
    text = str(error)
    if ("unable to open" in text or "disk I/O" in text) and lacks_inodes(path):
        return StoreError(
            f"{path} cannot be opened: its disk has no room for another file (no inodes are left); nothing was "
            "lost, remove files there"
        )
    if "locked" in text or "busy" in text:
        return Busy(f"{path} is locked by another process; try again later")
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return Damaged(f"{path} is damaged ({text}); restore a backup, or move it away to begin anew")
    if "readonly" in text:
        return StoreError(f"{path} cannot be written: make the file and its folder writable for this user")
    if "full" in text:
        return StoreError(f"{path} cannot grow: the disk is full; nothing was lost, free some space")
    if "disk I/O" in text:
        return StoreError(
            f"{path} cannot be read or written ({text}): the disk is full, at a limit, or fails; nothing "
            "that was kept is lost, see to the disk"
        )
    if "unable to open" in text and _unreadable(path):
        return StoreError(f"{path} cannot be opened: this user may not read it")
    if "unable to open" in text:
        return StoreError(f"{path} cannot be opened: check that its folder exists and is writable")
    return StoreError(f"{path}: {text}")


def _unreadable(path: Path) -> bool:
    return os.access(path, os.F_OK) and not os.access(path, os.R_OK)
