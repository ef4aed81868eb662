"""Tests of opening the store, and of what people read when it cannot be."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import Busy, Damaged, NothingStored, StoreError
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.state import Key, get_state, set_state
from monitor.store.trials import add_alias, ensure_trial
from monitor.store.versions import add_polled

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534


def tables(path):
    """Return what SQLite says is in a file."""
    with closing(sqlite3.connect(path)) as connection:
        return {(row[0], row[1]) for row in connection.execute("SELECT type, name FROM sqlite_master")}


def test_a_new_store_has_its_tables_and_views(path):
    """An absent or an empty file becomes a store, with views for people, in a folder made for it."""
    open_for_writing(path.parent / "deep" / "folder" / "x.db").close()
    path.touch()
    open_for_writing(path).close()
    found = tables(path)
    assert found == tables(path.parent / "deep" / "folder" / "x.db")
    assert {name for kind, name in found if kind == "view"} == {
        "current_trials",
        "watched_trials",
        "change_log",
        "version_log",
        "delivery_log",
        "related_trials",
        "search_log",
    }
    assert {("table", name) for name in ("trials", "versions", "changes", "deliveries")} <= found


def test_opening_again_changes_nothing(path):
    """A store that is up to date stays as it is, and keeps what it has."""
    with open_for_writing(path) as store:
        set_state(store, Key("key"), {"a": 1})
    before = tables(path)
    with open_for_writing(path) as store:
        assert get_state(store, Key("key")) == {"a": 1}
        assert get_state(store, Key("other")) is None
    assert tables(path) == before


def test_views_can_be_read(store):
    """Every view answers."""
    for view in ("watched_trials", "change_log", "version_log", "delivery_log"):
        assert store.tuples(f"SELECT * FROM {view}") == []


def test_the_pragmas_that_matter(store):
    """Readers and a writer work at once, what is written survives a power cut, and references hold."""
    values = [store.value(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert values == ["wal", 2, 1]


def test_a_store_of_a_newer_version_is_refused(path):
    """A store that a later nctwatch has changed is left alone, with a word on what to do."""
    with open_for_writing(path) as store:
        store.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('nctwatch', 'm999_future', '')"
        )
    with pytest.raises(StoreError, match=r"made by a newer nctwatch \(m999_future\); upgrade"):
        open_for_writing(path)
    with closing(sqlite3.connect(path, timeout=0)) as connection:  # nothing is left locked
        connection.execute("BEGIN IMMEDIATE")


def test_many_openers_at_once(tmp_path):
    """Whoever opens a new store together with others gets it: one makes the tables, nobody fails."""
    wrong: list[BaseException] = []

    def open_it(path: Path, together: threading.Barrier) -> None:
        together.wait()
        try:
            with open_for_writing(path) as store:
                set_state(store, Key(threading.current_thread().name), 1)
        except BaseException as error:  # noqa: BLE001
            wrong.append(error)

    for number in range(15):
        path, together = tmp_path / f"{number}.db", threading.Barrier(4)
        threads = [threading.Thread(target=open_it, args=(path, together)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with open_for_writing(path) as store:
            assert store.execute("SELECT count(*) FROM state WHERE key <> 'store'").fetchone() == (4,)
    assert wrong == []


def test_a_transaction_that_fails_leaves_nothing(store, keeper):
    """Whatever was written in a transaction goes when it fails, and the next one works."""
    keeper.keep("2026-09-01")
    counts = (
        "SELECT (SELECT count(*) FROM trials), (SELECT count(*) FROM versions), (SELECT count(*) FROM state)"
    )
    before = store.execute(counts).fetchone()

    def fail():
        with store.transaction():
            set_state(keeper.store, Key("key"), 1)
            trial = ensure_trial(store, "NCT90000009")
            add_polled(store, trial, b"{}", {}, None, observed_at="2026-09-01T00:00:00Z")
            add_alias(store, trial, "NCT90000008")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert store.execute(counts).fetchone() == before
    keeper.keep("2026-09-02")


def test_a_commit_that_fails_leaves_nothing(store):
    """A transaction that cannot be completed at its very end is undone, and the next one works."""

    def fail():
        with store.transaction():
            store.execute("PRAGMA defer_foreign_keys = ON")
            store.execute("INSERT INTO aliases VALUES ('NCT90000001', 999)")

    with pytest.raises(StoreError, match="FOREIGN KEY"):
        fail()
    with store.transaction():
        set_state(store, Key("key"), 1)
    assert store.execute("SELECT count(*) FROM aliases").fetchone() == (0,)


def test_a_locked_store(path):
    """A writer that waits in vain says so, names the file, and may try again."""
    open_for_writing(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match=rf"{path} is locked by another process; try again"):
            open_for_writing(path, patience=0.05)
        with open_for_reading(path, patience=0) as reader:  # who reads need not wait
            assert get_state(reader, Key("key")) is None
    open_for_writing(path, patience=0).close()


def test_a_store_locked_before_it_is_one(path):
    """A file that another process holds for itself is waited for, then given up with the same words."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Busy, match="is locked"):
            open_for_writing(path, patience=0.05)


def test_a_lock_that_is_let_go_in_time(path):
    """Who opens a store while another begins it waits, and then has it."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    timer = threading.Timer(0.1, other.close)
    timer.start()
    open_for_writing(path, patience=10).close()
    timer.join()


@pytest.mark.parametrize("content", [b"not a database, but long enough to be one" * 200, b"\0" * 4096])
def test_a_file_that_is_no_database(path, content):
    """Another file is called damaged, with what to do, and stays as it is."""
    path.write_bytes(content)
    for opener in (open_for_writing, open_for_reading):
        with pytest.raises(Damaged, match=rf"{path} is damaged .*; restore a backup, or move it away"):
            opener(path)
    assert path.read_bytes() == content


def test_no_store_yet(path):
    """Where nothing was polled there is no store, and reading does not make one."""
    for _ in range(2):
        with pytest.raises(NothingStored, match=rf"no store at {path} yet: `nctwatch poll` makes it"):
            open_for_reading(path)
    with pytest.raises(StoreError, match="it is a folder"):
        open_for_reading(path.parent)


def test_a_store_without_tables_is_empty(path):
    """A file that was just begun, or somebody else's database, holds nothing of ours."""
    path.touch()
    with pytest.raises(NothingStored, match="no store of nctwatch, or still empty"):
        open_for_reading(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE theirs (a)")
    with pytest.raises(NothingStored, match="no store of nctwatch, or still empty"):
        open_for_reading(path)


@pytest.mark.parametrize(
    "place", ["/dev/null/nctwatch.db", "/dev/null/folder/nctwatch.db", "/proc/nctwatch.db"]
)
def test_a_place_where_nothing_can_be_made(place):
    """A folder that cannot be made or written is named, with what to do."""
    with pytest.raises(StoreError, match="cannot be"):
        open_for_writing(Path(place))


def test_a_name_with_odd_letters(tmp_path):
    """A file's name may hold what means something in an address."""
    path = tmp_path / "a b?c#d%41é.db"
    with open_for_writing(path) as store:
        set_state(store, Key("key"), 1)
    with open_for_reading(path) as reader:
        assert get_state(reader, Key("key")) == 1
    assert path.is_file()


def test_the_reader_cannot_write(path):
    """A reading command cannot change the store."""
    open_for_writing(path).close()
    with open_for_reading(path) as reader, pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.sqlite.execute("DELETE FROM state")


def as_nobody(path: Path) -> list[str]:
    """Try the store as a user who owns nothing, in a process of its own; return what came of it."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "import sqlite_utils.db, sqlite_utils.migrations, monitor.store.schema, os\n"
        "from pathlib import Path\n"
        "from monitor.errors import StoreError\n"
        "from monitor.store.opening import open_for_reading, open_for_writing\n"
        "from monitor.store.state import Key, get_state\n"
        f"path = Path({str(path)!r})\n"
        f"os.setuid({NOBODY})\n"
        "for deed in (lambda: get_state(open_for_reading(path), Key('key')), lambda: open_for_writing(path)):\n"
        "    try: print(deed())\n"
        "    except StoreError as error: print(type(error).__name__, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    return done.stdout.splitlines()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
def test_a_store_that_may_only_be_read(tmp_path):
    """Without the right to write, reading works all the same, and writing says what is missing."""
    folder = tmp_path / "store"
    folder.mkdir(mode=0o755)
    for parent in (tmp_path, *tmp_path.parents):
        if parent.name.startswith(("pytest-", "popen-", "test_")):
            parent.chmod(0o755)
    with open_for_writing(folder / "nctwatch.db") as store:
        set_state(store, Key("key"), "value")
    read, _ = as_nobody(folder / "nctwatch.db")
    assert "cannot be opened: this user may not read it" in read
    (folder / "nctwatch.db").chmod(0o644)
    read, written = as_nobody(folder / "nctwatch.db")
    assert read == "value"
    assert written.startswith("StoreError")
    assert "cannot be written: make the file and its folder writable" in written
    folder.chmod(0o700)
    read, _ = as_nobody(folder / "nctwatch.db")
    assert "cannot be opened: Permission denied" in read


def test_a_part_of_a_transaction_is_undone_alone(store):
    """What fails within a transaction leaves what came before it."""

    def fail():
        with store.transaction():
            set_state(store, Key("within"), 1)
            raise KeyError

    with store.transaction():
        set_state(store, Key("before"), 1)
        with pytest.raises(KeyError):
            fail()
    assert (get_state(store, Key("before")), get_state(store, Key("within"))) == (1, None)


def test_an_error_within_a_transaction_concerns_all_of_it(store):
    """It goes on as SQLite's own to the end of the transaction, and comes out in plain words."""
    within = []

    def fail():
        with store.transaction():
            try:
                store.execute("INSERT INTO nowhere VALUES (1)")
            except sqlite3.OperationalError as error:
                within.append(error)
                raise

    with pytest.raises(StoreError, match="no such table"):
        fail()
    assert len(within) == 1
    with pytest.raises(StoreError, match="no such table"):
        store.execute("INSERT INTO nowhere VALUES (1)")


def old_store(path):
    """Make a store of an earlier release."""
    dump = Path(__file__).with_name("stores") / "m006.sql"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(dump.read_text(encoding="utf-8"))


def test_who_reads_a_store_of_an_earlier_release_upgrades_it(path):
    """A command answers right after an upgrade, without a poll in between."""
    old_store(path)
    with open_for_reading(path) as store:
        assert store.value("SELECT count(*) FROM current_trials") == 3


def test_a_store_of_an_earlier_release_that_is_in_use(path):
    """Who cannot upgrade it says so, and changes nothing."""
    old_store(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="is locked"):
            open_for_reading(path, patience=0.05)
    assert ("view", "current_trials") not in tables(path)


def test_the_first_error_counts_where_a_transaction_cannot_even_be_undone(path):
    """As where the disk is gone: the error that is told is one for people, not the one of undoing."""

    def lose(store):
        with store.transaction():
            store.sqlite.close()
            raise StoreError("the disk is gone")

    with pytest.raises(StoreError, match="the disk is gone"):
        lose(open_for_writing(path))
