"""Tests of locks between processes."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from monitor.errors import Busy, StoreError
from monitor.store.lock import Lock

HELD = "another one runs"
HOLDER = """
import sys, time
from pathlib import Path
from monitor.store.lock import Lock
with Lock(Path(sys.argv[1]), "service", patience=0, held=""):
    print("held", flush=True)
    time.sleep(60)
"""


def lock(path, purpose="service", patience=0.0):
    """Return a lock of the store."""
    return Lock(path, purpose, patience=patience, held=HELD)


def test_a_second_holder_is_refused(path):
    """While one holds the lock, another is told so; after it, the lock is free."""
    with lock(path), pytest.raises(Busy, match=HELD), lock(path):
        pass
    with lock(path):
        pass


def test_locks_of_two_purposes_do_not_meet(path):
    """A running service does not keep a poll from running."""
    with lock(path, "service"), lock(path, "poll"):
        assert path.with_name("nctwatch.db.service.lock").exists()
        assert path.with_name("nctwatch.db.poll.lock").exists()


def test_patience(path):
    """Who has patience gets the lock when it is let go; whose runs out is refused then."""
    first = lock(path).__enter__()
    began = time.monotonic()
    with pytest.raises(Busy), lock(path, patience=0.1):
        pass
    assert time.monotonic() - began >= 0.1
    timer = threading.Timer(0.1, first.__exit__, (None, None, None))
    timer.start()
    with lock(path, patience=10):
        assert time.monotonic() - began < 5
    timer.join()


def test_a_lock_is_free_when_its_holder_was_killed(path):
    """A holder that was killed, without a chance to tidy up, leaves the lock free."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Busy), lock(path):
            pass
        holder.kill()
        holder.wait()
        with lock(path, patience=5):
            pass


def test_an_error_inside_lets_go(path):
    """A lock does not outlive an error of its holder."""
    with pytest.raises(KeyError), lock(path):
        raise KeyError
    with lock(path):
        pass


def test_the_folder_is_made(tmp_path):
    """The lock is taken before the store is opened: its folder may not be there yet."""
    with lock(tmp_path / "new" / "x.db"):
        assert (tmp_path / "new").is_dir()


def test_where_no_lock_can_be_made():
    """A place that cannot be written is named."""
    with (
        pytest.raises(StoreError, match=r"x\.db\.service\.lock cannot be made"),
        lock(Path("/dev/null/x.db")),
    ):
        pass
