"""Faults of the machine: a full disk, one that may not be written, a locked store, a folder that is taken away.

Each is said in plain words with what to do, makes nothing worse, and is over when it is over.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from contextlib import closing, suppress

import pytest
from waiting import wait_for

from monitor.simulator import edit

SEED = "NCT03822858"
STATUS = "protocolSection.statusModule.overallStatus"
TITLE = "protocolSection.identificationModule.briefTitle"


def large(registry):
    """Publish a change of status, and a title that no small store has room for."""
    registry.registry.publish([edit(SEED, {TITLE: os.urandom(100_000).hex(), STATUS: "WITHDRAWN"})])


def alerts_at(hook):
    """Return how often the change of status was told."""
    return sum("went from Available to Withdrawn" in message["message"] for message in hook.taken)


def hooked(world, hook, store="store.db"):
    world.configure(f'name = "hook"\nurl = "json://127.0.0.1:{hook.port}/"', store=str(store))


@pytest.fixture
def disk(tmp_path):
    """A disk of 6 MB of its own; what fills it can be taken away."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk):
    """Leave no room on a disk, whoever else writes to it meanwhile."""
    with (disk / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while room := os.statvfs(disk).f_bavail:
            file.write(bytes(room * 4096))


@pytest.mark.untraced
def test_a_round_on_a_limit_of_file_size(world, hook, registry):
    """Where the store may not grow the poll says so with 1 and leaves nothing half done; the next brings it all."""
    hooked(world, hook)
    assert world.run("poll").status == 0
    large(registry)
    limited = ["sh", "-c", 'ulimit -f 40; exec "$@"', "sh", *world.command("poll")]
    done = subprocess.run(
        limited, cwd=world.folder, env=world.environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "store.db cannot be read or written" in done.stderr
    assert "Traceback" not in done.stderr
    assert world.run("verify").status == 0
    assert world.run("changes", "--json").json == []
    assert world.run("poll", "--json").json["changed"] == 1
    assert alerts_at(hook) == 1


def test_a_round_on_a_full_disk(world, hook, registry, disk):
    """It ends with 1 and says why; what is held can be read; with room again nothing is missing."""
    hooked(world, hook, disk / "store.db")
    assert world.run("poll").status == 0
    large(registry)
    fill(disk)
    done = world.run("poll")
    assert (done.status, "disk" in done.err, "Traceback" in done.err) == (1, True, False)
    assert world.run("verify").status == 0
    assert len(world.run("history", SEED, "--json").json) == 1
    (disk / "filler").unlink()
    assert world.run("poll", "--json").json["changed"] == 1
    assert alerts_at(hook) == 1


def test_the_disk_is_full_by_the_time_a_message_is_sent(world, hook, registry, disk):
    """Room for what became of it was held before: it is known to be sent, and nobody gets it twice."""
    hooked(world, hook, disk / "store.db")
    assert world.run("poll").status == 0
    registry.registry.publish([edit(SEED, {STATUS: "WITHDRAWN"})])
    hook.before = lambda: fill(disk)
    done = world.run("poll")
    hook.before = None
    assert done.status == 0
    assert alerts_at(hook) == 1
    assert world.run("deliveries", "--json").json[0]["state"] == "sent"
    (disk / "filler").unlink()
    assert world.run("verify").status == 0
    with closing(sqlite3.connect(disk / "store.db")) as store:
        store.execute("UPDATE deliveries SET claimed_until = '2000-01-01T00:00:00Z'")  # two minutes later
        store.commit()
    world.run("deliveries", "retry")
    assert world.run("deliveries", "--json").json[0]["state"] == "sent"
    assert alerts_at(hook) == 1


def test_nothing_is_sent_that_could_not_be_settled(world, hook, registry, disk):
    """On a disk with room for a claim, but not for what becomes of it, a message waits, and says why."""
    hooked(world, hook, disk / "store.db")
    assert world.run("poll").status == 0
    hook.status = 503
    registry.registry.publish([edit(SEED, {STATUS: "WITHDRAWN"})])
    assert world.run("poll").status == 1
    hook.status = 200
    fill(disk)
    os.truncate(disk / "filler", (disk / "filler").stat().st_size - 200_000)
    done = world.run("deliveries", "retry")
    assert (done.status, "no message is sent" in done.err) == (1, True)
    assert alerts_at(hook) == 0
    (disk / "filler").unlink()
    assert world.run("deliveries", "retry").status == 0
    assert alerts_at(hook) == 1


def test_the_service_lives_through_a_full_disk(world, hook, registry, disk):
    """It says so once, not each second, answers for itself, and tells all when there is room again."""
    hooked(world, hook, disk / "store.db")
    process = world.start("run")
    try:
        wait_for(lambda: registry.requests and world.run("status", "--json").json["last_success_at"])
        fill(disk)
        large(registry)
        time.sleep(4)
        assert process.poll() is None
        assert alerts_at(hook) == 0
        (disk / "filler").unlink()
        wait_for(lambda: alerts_at(hook) == 1, 20)
    finally:
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 0
    errors = [line for line in err.splitlines() if "level=error" in line]
    assert 1 <= len(errors) <= 6, err
    assert all("disk" in line and "Traceback" not in line for line in errors), errors
    assert "well again" in err


def test_a_disk_that_may_only_be_read(world, hook, registry, disk):
    """As after a fault of the disk: a poll says so with 1, people can read, and later nothing is missing."""
    hooked(world, hook, disk / "store.db")
    assert world.run("poll").status == 0
    registry.registry.publish([edit(SEED, {STATUS: "WITHDRAWN"})])
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for words in (["poll"], ["run"], ["deliveries", "retry"]):
        done = world.run(*words)
        assert (done.status, "Traceback" in done.err) == (1, False)
        assert "Read-only file system" in done.err or "is writable" in done.err
    for words in (["history", SEED], ["status"], ["verify"], ["changes"]):
        assert world.run(*words).status == 0
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    assert world.run("poll", "--json").json["changed"] == 1
    assert alerts_at(hook) == 1


def test_a_store_that_is_locked_for_a_while(world, hook, registry):
    """Another process that writes for two seconds is waited for."""
    hooked(world, hook)
    assert world.run("poll").status == 0
    registry.registry.publish([edit(SEED, {STATUS: "WITHDRAWN"})])
    with closing(
        sqlite3.connect(world.folder / "store.db", isolation_level=None, check_same_thread=False)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(2, lambda: other.execute("COMMIT"))
        timer.start()
        assert world.run("poll").status == 0
        timer.join()
    assert alerts_at(hook) == 1


def test_the_folder_is_taken_away_while_the_service_runs(world, hook, registry):
    """No empty store is begun in its place: the service says so, looks unwell, and goes on when it is back."""
    hooked(world, hook, "data/store.db")
    world.before = (
        "import monitor.service.run as service; service.LIVENESS_INTERVAL = 2.0  # it looks again so often"
    )
    process = world.start("run")
    world.before = ""
    try:
        wait_for(lambda: world.run("health").status == 0)
        shutil.move(world.folder / "data", world.folder / "elsewhere")
        registry.registry.publish([edit(SEED, {STATUS: "WITHDRAWN"})])
        time.sleep(3)
        assert world.run("health").status == 1
        assert not (world.folder / "data").exists()
        assert process.poll() is None
        shutil.move(world.folder / "elsewhere", world.folder / "data")
        wait_for(lambda: alerts_at(hook) == 1)
        assert world.run("verify").status == 0
        # at once: the service may be about to make or remove files in it
        shutil.move(world.folder / "data", world.folder / "gone")
        shutil.rmtree(world.folder / "gone")
        time.sleep(1)
    finally:
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "data/store.db is gone: put it back" in err
    assert err.count("is gone") <= 9
    assert "Traceback" not in err
    assert not (world.folder / "data").exists()
