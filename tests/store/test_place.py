"""Tests of a store that is reached by several names, and of one that may only be read."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing, contextmanager

import pytest

from monitor.errors import Busy, StoreError
from monitor.store.backup import backup
from monitor.store.lock import Lock
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.state import Key, get_state, set_state
from monitor.store.verify import room

NOBODY = 65534
KEY = Key("key")

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")


@contextmanager
def as_nobody():
    """Be a user who owns nothing."""
    os.setresgid(NOBODY, NOBODY, 0)
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)


@pytest.fixture
def shared(tmp_path):
    """A store that everybody may read and only root may write; the folder ``own`` is everybody's."""
    for parent in (tmp_path, *tmp_path.parents):
        if parent.name.startswith(("pytest-", "popen-", "test_")):
            parent.chmod(0o755)
    (tmp_path / "own").mkdir()
    (tmp_path / "own").chmod(0o777)
    path = tmp_path / "store" / "nctwatch.db"
    with open_for_writing(path) as store:
        set_state(store, KEY, 1)
    path.parent.chmod(0o755)
    path.chmod(0o644)
    return path


def filled(store, value):
    """Write rows of one value in one transaction, more than SQLite reads at once."""
    with store.transaction():
        store.execute("DELETE FROM aliases")
        store.execute_many(
            "INSERT INTO aliases VALUES (?, 1)", [(f"{value}-{number:05}",) for number in range(20_000)]
        )


def written_while_copied(path, value):
    """Return what shows progress: at its first call, others write the store and move it from the log to the file."""
    done = []

    def progress(_done, _total):
        if not done:
            done.append(1)
            os.setresuid(0, 0, 0)
            with open_for_writing(path) as store:
                filled(store, value)
            os.setresuid(NOBODY, NOBODY, 0)

    return progress


def values(path):
    with closing(sqlite3.connect(path)) as copy:
        return {row[0] for row in copy.execute("SELECT DISTINCT substr(alias, 1, 1) FROM aliases")}


@only_root
def test_a_copy_that_others_write_under_is_refused(shared, tmp_path):
    """Who may not write cannot hold the store still: a copy that may be mixed is refused, and none is left."""
    with open_for_writing(shared) as store:
        store.execute("INSERT INTO trials (id, nct) VALUES (1, 'NCT90000001')")
        filled(store, "a")
    with as_nobody(), pytest.raises(Busy, match="was written while it was read"):
        backup(shared, tmp_path / "own" / "copy.db", written_while_copied(shared, "b"))
    assert list((tmp_path / "own").iterdir()) == []
    with as_nobody():
        backup(shared, tmp_path / "own" / "copy.db")
    assert values(tmp_path / "own" / "copy.db") == {"b"}


@only_root
def test_a_copy_of_a_store_that_is_in_use_is_of_one_moment(shared, tmp_path):
    """Beside a writer that has the store open, with nothing in its log yet, a reader shares its locks."""
    with open_for_writing(shared) as store:
        store.execute("INSERT INTO trials (id, nct) VALUES (1, 'NCT90000001')")
        filled(store, "a")
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with as_nobody():
            backup(shared, tmp_path / "own" / "copy.db", written_while_copied(shared, "b"))
    assert values(tmp_path / "own" / "copy.db") == {"a"}


@only_root
def test_a_command_that_reads_under_writes_fails(shared):
    """What was read without locks is no answer once the file was written."""

    def read():
        with open_for_reading(shared) as reader:
            assert get_state(reader, KEY) == 1
            os.setresuid(0, 0, 0)
            with open_for_writing(shared) as store:
                set_state(store, KEY, 2)

    with as_nobody(), pytest.raises(Busy, match="try again"):
        read()
    with as_nobody(), open_for_reading(shared) as reader:
        assert get_state(reader, KEY) == 2


@only_root
def test_a_log_that_cannot_be_read_is_explained(shared):
    """A copy that lacks the file by which SQLite shares its log says what to do, rather than miss transactions."""
    (shared.parent / "nctwatch.db-wal").write_bytes(b"some transactions")
    with as_nobody(), pytest.raises(StoreError, match=r"newest transactions are in nctwatch\.db-wal"):
        open_for_reading(shared)


@only_root
def test_an_earlier_store_that_cannot_be_upgraded_is_explained(shared):
    """Who may only read it is told who can upgrade it, and how to read it all the same."""
    with open_for_writing(shared) as store:
        store.execute("DELETE FROM _sqlite_migrations WHERE name = 'm012_histories'")
    with as_nobody(), pytest.raises(StoreError, match=r"earlier nctwatch .* as a user who may write there"):
        open_for_reading(shared)


def test_a_link_is_the_store_itself(path, tmp_path):
    """By whatever name it is opened, the log and the locks are those of the one file."""
    with open_for_writing(path) as store:
        (tmp_path / "other").mkdir()
        link = tmp_path / "other" / "link.db"
        link.symlink_to(path)
        with open_for_writing(link) as same:
            set_state(same, KEY, 1)
        assert get_state(store, KEY) == 1
    with Lock(path, "poll", patience=0, held=""), pytest.raises(Busy, match="held"):
        Lock(link, "poll", patience=0, held="it is held").__enter__()
    assert [file.name for file in link.parent.iterdir()] == ["link.db"]


def test_a_hard_link_is_refused(path, tmp_path):
    """A second name whose log would be another one is refused by all who open the store."""
    open_for_writing(path).close()
    os.link(path, tmp_path / "other.db")
    for opener in (open_for_reading, open_for_writing):
        with pytest.raises(StoreError, match="one of 2 names of one file"):
            opener(tmp_path / "other.db")
    assert "hard links" in room(path)


@pytest.mark.parametrize(
    ("link", "target", "words"),
    [
        ("nctwatch.db", "away/store.db", "leads to away/store.db, which is not there"),
        ("nctwatch.db", "nctwatch.db", "Too many levels of symbolic links"),
        ("data", "away", "leads to away, which is not there"),
    ],
)
def test_a_link_that_leads_nowhere(tmp_path, link, target, words):
    """A store out of sight, as on a disk that is not mounted, is not begun anew, nor said to be none yet; no loop is followed."""
    (tmp_path / link).symlink_to(target)
    path = tmp_path / link if link.endswith(".db") else tmp_path / link / "nctwatch.db"
    assert words in room(path)
    for opener in (open_for_reading, open_for_writing):
        with pytest.raises(StoreError, match=words):
            opener(path)
    assert not (tmp_path / "away").exists()


def test_a_new_store_is_its_owners_alone(path, tmp_path):
    """So are its log and its copies; a mode that somebody gave it stays."""
    with open_for_writing(path) as store:
        set_state(store, KEY, 1)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == dict.fromkeys(("nctwatch.db", "nctwatch.db-wal", "nctwatch.db-shm"), 0o600)
    backup(path, tmp_path / "copy.db")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    path.chmod(0o640)
    open_for_writing(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
