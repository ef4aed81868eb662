"""What the asking commands say to people: days, directions, and where their output cannot go."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from monitor.store.opening import open_for_writing

SEED = "NCT03822858"


def test_changes_go_by_the_day_on_which_they_happened(world):
    """What a backfill brings is of its own day, in the table and in the JSON, which says when it was seen too."""
    world.run("poll")
    world.run("backfill", SEED)
    rows = world.run("changes", "--json", "--limit", "0").json
    assert rows
    assert [row["happened_on"] for row in rows] == sorted((row["happened_on"] for row in rows), reverse=True)
    assert all(row["happened_on"] < row["observed_at"][:10] for row in rows)
    first = world.run("changes", "--limit", "1").out.splitlines()
    assert first[0].split()[:3] == ["ID", "DAY", "TRIAL"]
    assert first[1].split()[1] == rows[0]["happened_on"]


def test_diff_says_which_way_it_goes(world):
    """The same version twice, and backwards in time, are said; computed changes have their day."""
    world.run("poll")
    assert "has one version" in world.run("diff", SEED).err
    world.run("backfill", SEED)
    assert "is the same version twice" in world.run("diff", SEED, "3", "3").err
    assert "was valid throughout" in world.run("diff", SEED, "2098-01-01", "2099-01-01").err
    newest, *_, oldest = (str(row["version"]) for row in world.run("history", SEED, "--json").json)
    assert "backwards in time" in world.run("diff", SEED, newest, oldest).err
    forth = world.run("diff", SEED, oldest, newest, "--json")
    assert "backwards" not in forth.err
    day = world.run("history", SEED, "--json").json[0]["valid_from"][:10]
    assert {row["happened_on"] for row in forth.json["changes"]} == {day}


def test_one_delivery_as_json(world, hook):
    """``--json`` counts before ``show`` as well as after it."""
    world.configure(
        f'name = "hook"\nurl = "json://127.0.0.1:{hook.port}/"\nsend = "daily 08:00"\nkinds = "all"'
    )
    world.run("poll")
    number = str(enqueued(world))
    before, after = (
        world.run("deliveries", "--json", "show", number),
        world.run("deliveries", "show", number, "--json"),
    )
    assert before.json == after.json


def enqueued(world):
    """Queue a message and return its number."""
    from monitor.alerts.render import notice
    from monitor.store import deliveries

    at = "2026-09-01T12:00:00Z"
    with open_for_writing(world.folder / "store.db") as store, store.transaction():
        deliveries.enqueue(store, "hook", None, notice("subject", ["words"]), [], queued_at=at, due_at=at)
    return world.run("deliveries", "--json").json[0]["id"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "words", [["status"], ["history", SEED, "--json"], ["--help"], ["report", "-o", "-"]]
)
def test_output_that_cannot_be_written(world, words):
    """One line says so, and the status is 1."""
    world.run("poll")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            world.command(*words),
            cwd=world.folder,
            env=world.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "nctwatch: standard output cannot be written: No space left on device"
    ]


@pytest.mark.parametrize("option", ["-o", "--feed"])
@pytest.mark.parametrize("path", ["no/such/folder/file", "."])
def test_a_report_that_cannot_be_written(world, option, path):
    """The path is named in one line of ours, and the command does not end with 0."""
    world.run("poll")
    ran = world.run("report", option, path)
    assert ran.status in {1, 2}
    (line,) = ran.err.splitlines()
    assert line.startswith("nctwatch: ")
    assert path in line


@pytest.mark.parametrize("words", [["status"], ["export"], ["report", "-o", "-"], ["poll"]])
def test_closed_streams(world, words):
    """Whoever closes standard output and error, as for a daemon, hears nothing; the work is done."""
    world.run("poll")
    command = ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *world.command(*words)]
    done = subprocess.run(command, cwd=world.folder, env=world.environment(), check=False)
    assert done.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_round_whose_notes_cannot_be_written(world):
    """It is done all the same."""
    with Path("/dev/full").open("w") as full:
        command = [*world.command("poll"), "--json"]
        done = subprocess.run(
            command,
            cwd=world.folder,
            env=world.environment(),
            stdout=subprocess.PIPE,
            stderr=full,
            check=False,
        )
    assert done.returncode == 0
    assert len(world.run("history", SEED, "--json").json) == 1


def test_a_reader_that_has_seen_enough(world):
    """As with ``| head``: no complaint."""
    world.run("poll")
    command = ["sh", "-c", '"$@" | true', "sh", *world.command("show", SEED, "--json")]
    done = subprocess.run(
        command, cwd=world.folder, env=world.environment(), capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
