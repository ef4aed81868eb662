"""New stores begin as copies of an empty one: to make one takes 18 ms, and more than a thousand tests do."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from uuid import uuid4

from monitor.store import opening
from monitor.store.state import STORE, get_state

COPIED = {"on": False}
"""Whether a store that is not there begins as a copy; the tests of the store itself make theirs."""
_made = opening.make_private


@cache
def empty() -> tuple[bytes, bytes]:
    """Return an empty store, and the name of its own that is in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        with opening.open_for_writing(path) as store:
            name = get_state(store, STORE)
        assert name
        return path.read_bytes(), name.encode()


def make_private(path: Path) -> None:
    """Do what the program's function does, and fill a file that was not there."""
    if not COPIED["on"] or path.exists() or not os.access(path.parent, os.W_OK):
        _made(path)
        return
    COPIED["on"] = False
    store, name = empty()
    COPIED["on"] = True
    whole = path.with_name(f"{path.name}.{uuid4().hex}")
    _made(whole)
    whole.write_bytes(store.replace(name, uuid4().hex.encode()))
    with suppress(FileExistsError):  # another process or thread was first
        path.hardlink_to(whole)
    whole.unlink()


opening.make_private = make_private
