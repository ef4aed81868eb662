"""Channels whose address Apprise cannot send to stop the commands that send, before anything is fetched."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import textwrap

import pytest

SECRET = "s3cr3t-t0ken"


@pytest.mark.parametrize("words", [["poll"], ["run"], ["deliveries", "retry"], ["check"]])
def test_an_address_that_cannot_be_sent_to_stops_who_sends(world, registry, words):
    """They end with 2 and name the place, not the address; the registry is not asked."""
    world.configure(
        f'name = "odd"\nurl = "nosuch://{SECRET}@x"', 'name = "void"\nurl = "${NOT_SET_FOR_TEST}"'
    )
    ran = world.run(*words)
    output = ran.out + ran.err
    assert ran.status == 2
    assert "[[channel]] 1 (odd) url: is no Apprise URL that can be sent to" in output
    assert "[[channel]] 2 (void) url: the environment variable NOT_SET_FOR_TEST is not set" in output
    assert SECRET not in output
    assert registry.requests == []


def test_the_service_asks_a_process_apart(world):
    """What looks at addresses apart finds the same, and Apprise is not loaded for it."""
    world.configure('name = "good"\nurl = "json://127.0.0.1:1/"', f'name = "odd"\nurl = "nosuch://{SECRET}"')
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from monitor.cli.addresses import require
        from monitor.config.load import load
        from monitor.errors import ConfigError
        try:
            require(load(Path("nctwatch.toml")), apart=True)
        except ConfigError as error:
            print(len(error.faults), "(odd)" in str(error), "apprise" in sys.modules)
    """)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=world.folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["1", "True", "False"]
    assert SECRET not in done.stderr


def test_a_round_looks_at_new_addresses_only(world, registry):
    """Apprise is not loaded for addresses that were good last time; one that is changed is looked at again."""
    program = "import sys, atexit; atexit.register(lambda: print('apprise' in sys.modules)); import monitor.__main__ as m; m.main()"

    def loads():
        command = [sys.executable, "-c", program, "--config", "nctwatch.toml", "poll", "--json"]
        done = subprocess.run(
            command, cwd=world.folder, env=world.environment(), capture_output=True, text=True, check=True
        )
        return done.stdout.splitlines()[-1] == "True"

    world.configure(f'name = "good"\nurl = "json://{SECRET}@127.0.0.1:1/"')
    assert [loads(), loads(), loads()] == [True, False, False]
    assert SECRET not in str(
        sqlite3.connect(world.folder / "store.db").execute("SELECT * FROM state").fetchall()
    )
    world.configure('name = "good"\nurl = "json://other@127.0.0.1:1/"')
    assert [loads(), loads()] == [True, False]
    world.configure('name = "odd"\nurl = "nosuch://x"')
    assert world.run("poll").status == 2
    path = world.folder / "nctwatch.toml"
    world.configure('name = "good"\nurl = "json://other@127.0.0.1:1/"')
    path.write_text(path.read_text().replace('poll = "1s"', 'poll = "1s"\nping_url = "http://127.0.0.1:1/"'))
    assert world.run("poll").status == 0
    world.configure(
        'name = "good"\nurl = "json://other@127.0.0.1:1/"', 'name = "ping"\nurl = "http://127.0.0.1:1/"'
    )
    assert world.run("poll").status == 2


MERE_USER = """
import ctypes, os
if os.getuid() == 0:
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # the third version of the structures, for this process
    assert ctypes.CDLL(None).capset(header, (ctypes.c_uint32 * 6)()) == 0
"""
"""Takes root's rights over other people's files away."""


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        (".", "is a folder"),
        ("nctwatch.toml/x/store.db", "no folder"),
        ("locked/store.db", "cannot be looked at"),
        ("dangling.db", "leads to "),
    ],
)
def test_check_says_where_no_store_can_be(world, path, fault):
    """Before the first poll hurts, and in one list with what else is wrong."""
    world.configure('name = "odd"\nurl = "nosuch://x"', store=path)
    (world.folder / "locked").mkdir(mode=0)
    (world.folder / "dangling.db").symlink_to(world.folder / "nctwatch.toml" / "store.db")
    world.before = MERE_USER
    found = world.run("check", "--json").json["faults"]
    assert any("(odd)" in fault_text for fault_text in found)
    assert any(fault_text.startswith(f"the store {path}: ") and fault in fault_text for fault_text in found)


def test_a_recipient_that_is_none_is_a_fault_of_check(world):
    """It is named with its place; apprise would leave it out, and everybody would think that it has its mails."""
    world.configure(
        'name = "mail"\nurl = "mailto://127.0.0.1:1/?mode=insecure&from=me@example.org&to=a@example.org,nobody"'
    )
    ran = world.run("check")
    assert ran.status == 2
    assert "[[channel]] 1 (mail) url: nobody is no target that its service can send to" in ran.out
