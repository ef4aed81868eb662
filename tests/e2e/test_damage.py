"""A store that was damaged on the disk: named as such, left as it is, and never taken for a new one."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

import pytest

from monitor.simulator import edit

SEED, OTHER = "NCT03822858", "NCT01933802"
STATUS = "protocolSection.statusModule.overallStatus"
PAGE = 4096


def overwrite(path, place, count):
    """Put other bytes into a file."""
    with path.open("r+b") as file:
        file.seek(place)
        file.write(bytes(255 - number % 200 for number in range(count)))


def pages(path, kind):
    """Return where on the disk the tables or the indexes begin."""
    with closing(sqlite3.connect(path)) as store:
        rows = store.execute(
            "SELECT rootpage FROM sqlite_master WHERE type = ? AND rootpage", [kind]
        ).fetchall()
    return [(row[0] - 1) * PAGE for row in rows]


def spoil(path, kind):
    for place in pages(path, kind):
        overwrite(path, place, 32)


DAMAGE = {
    "the header": lambda path: overwrite(path, 0, 64),
    "the size of pages in the header": lambda path: overwrite(path, 16, 2),
    "the schema": lambda path: overwrite(path, 100, 60),
    "pages of indexes": lambda path: spoil(path, "index"),
    "pages of tables": lambda path: spoil(path, "table"),
    "the second half is missing": lambda path: os.truncate(path, path.stat().st_size // 2 // PAGE * PAGE),
    "all but the first page is missing": lambda path: os.truncate(path, 5000),
}


@pytest.fixture
def held(world, registry):
    """Two polls were done, and another release is out."""
    for status in ("WITHHELD_ONCE", "WITHDRAWN"):
        assert world.run("poll").status == 0
        registry.registry.publish([edit(SEED, {STATUS: status})])
    return world


def test_damage_of_the_file(held):
    """Wherever it is, commands that need the store end with 1 and say so; not a byte is changed."""
    path = held.folder / "store.db"
    whole = path.read_bytes()
    for name, damage in DAMAGE.items():
        path.write_bytes(whole)
        damage(path)
        before = path.read_bytes()
        for words in (["poll"], ["verify"]):
            refused(held, name, *words)
        assert path.read_bytes() == before, name
    refused(held, name, "run")
    refused(held, name, "history", SEED)
    path.rename(held.folder / "damaged.db")  # as the message says
    assert held.run("poll", "--json").json["baseline"] == 6


def refused(held, name, *words):
    """Run a command that cannot do its work on a damaged store."""
    done = held.run(*words)
    assert done.status == 1, (name, done)
    assert "store.db is damaged" in done.err, (name, done)
    assert "restore a backup, or move it away" in done.err
    assert "Traceback" not in done.err


def test_damage_of_a_version(held):
    """A version whose bytes are wrong costs its own trial, which says what to do, and no other."""
    path = held.folder / "store.db"
    with closing(sqlite3.connect(path)) as store:
        blobs = store.execute(
            "SELECT blob FROM versions v JOIN trials t ON t.id = v.trial_id WHERE t.nct = ? AND base IS NULL",
            [SEED],
        ).fetchall()
    place = path.read_bytes().find(blobs[0][0][:200])
    assert place > 0
    overwrite(path, place + 40, 100)
    held_before = held.run("history", SEED, "--json").json
    done = held.run("poll", "--json")
    assert (done.status, done.json["failed"], done.json["unchanged"]) == (1, 1, 5)
    assert done.json["errors"][0]["trial"] == SEED
    assert "restore a backup: `nctwatch verify` lists" in done.json["errors"][0]["error"]
    found = held.run("verify", "--json")
    assert found.status == 1
    assert {row["trial"] for row in found.json["damaged"]} == {SEED}
    assert held.run("history", SEED, "--json").json == held_before
    assert held.run("show", SEED).status == 1
    assert held.run("show", OTHER).status == 0


@pytest.mark.parametrize("damage", ["missing", "other bytes", "cut off"])
def test_damage_of_the_log_beside_the_file(held, damage):
    """Of the write-ahead log what is whole counts; the rest is fetched again, and the store stays whole."""
    path, log = held.folder / "store.db", held.folder / "store.db-wal"
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM versions").fetchone()  # keeps the log from being put away
        assert held.run("poll", "--json").json["changed"] == 1
        left = path.read_bytes(), log.read_bytes()
    assert len(left[1]) > PAGE
    path.write_bytes(left[0])
    log.write_bytes(left[1])
    if damage == "missing":
        log.unlink()
    elif damage == "cut off":
        os.truncate(log, len(left[1]) // 2)
    else:
        overwrite(log, len(left[1]) // 2, 64)
    done = held.run("poll")
    assert (done.status, "Traceback" in done.err) == (0, False)
    assert held.run("verify").status == 0
    assert len(held.run("changes", "--kind", "status", "--json").json) == 2
