"""Without a channel alerts are printed: deliveries as any other, of which none is lost."""

from __future__ import annotations

import signal

import pytest
from waiting import wait_for

from monitor.simulator import edit

SEED = "NCT03822858"
STATUS = "protocolSection.statusModule.overallStatus"
PAUSED = f"{SEED}: expanded access paused"


@pytest.fixture
def paused(world, registry):
    """A world without a channel, whose next poll has something to tell."""
    world.configure(poll="1h")
    world.run("poll")
    registry.registry.publish([edit(SEED, {STATUS: "TEMPORARILY_NOT_AVAILABLE"}, post="2026-09-02")])
    return world


def states(world):
    return [(row["channel"], row["state"]) for row in world.run("deliveries", "--json").json]


def test_an_alert_is_printed_once(paused):
    """It is a delivery of the channel `stdout`, sent when it is printed; the next poll prints nothing."""
    ran = paused.run("poll")
    assert (ran.status, ran.out.count(PAUSED)) == (0, 1)
    assert "1 queued, 1 sent" in ran.err
    assert states(paused) == [("stdout", "sent")]
    assert paused.run("poll").out == ""
    assert paused.run("status", "--json").json["channels"] == [
        {"name": "stdout", "queued": 0, "dead": 0, "configured": True}
    ]


@pytest.mark.untraced
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=str)
@pytest.mark.parametrize("place", ["printing.print_alert", "poll.report"])
def test_what_a_killed_poll_did_not_print_is_printed_by_the_next(paused, number, place):
    """Right before an alert is printed, or before the JSON is: the next poll prints it at once."""
    module, _, name = place.partition(".")
    words = ["poll"] if module == "printing" else ["poll", "--json"]
    paused.before = (
        f"import os; from importlib import import_module; module = import_module('monitor.cli.{module}')\n"
        f"module.{name} = lambda *_: os.kill(os.getpid(), {number:d})"
    )
    assert paused.run(*words).status == -number
    assert states(paused) == [("stdout", "queued")]
    paused.before = ""
    assert paused.run("poll").out.count(PAUSED) == 1
    assert states(paused) == [("stdout", "sent")]


def test_a_closed_pipe_loses_nothing(paused):
    """Nobody reads: exit 1 without a traceback, and the next poll prints the alert."""
    with paused.start_anew("poll") as process:
        process.stdout.close()
        process.stdout = None
        _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "Traceback" not in err
    assert "BrokenPipe" not in err
    (row,) = paused.run("deliveries", "--json").json
    assert (row["state"], row["last_error"]) == ("queued", "standard output cannot be written: Broken pipe")
    assert paused.run("poll").out.count(PAUSED) == 1


def test_what_the_json_has_counts_as_printed(paused):
    """`poll --json` prints JSON alone, and the next poll does not print its changes again."""
    ran = paused.run("poll", "--json").json
    assert [change["event"] for change in ran["changes"] if change["kind"] == "status"] == ["access_paused"]
    assert ran["deliveries"] == {"queued": 1, "sent": 1, "failed": 0}
    assert states(paused) == [("stdout", "sent")]
    assert paused.run("poll").out == ""
    assert paused.run("poll", "--json").json["changes"] == []


def test_the_json_has_what_waited_too(paused):
    """What an earlier poll could not print is in the next one's JSON, changes and notices."""
    paused.before = "import monitor.service.jobs as jobs\njobs.run_deliveries = lambda *_: exit(7)"
    assert paused.run("poll").status == 7
    paused.before = ""
    ran = paused.run("poll", "--json").json
    assert [change["event"] for change in ran["changes"] if change["kind"] == "status"] == ["access_paused"]
    assert states(paused) == [("stdout", "sent")]


def test_the_service_prints(paused):
    """`run` prints what is due, and what a poll before it left."""
    with paused.start("run") as service:
        wait_for(lambda: states(paused) == [("stdout", "sent")])
        service.terminate()
        out, _ = service.communicate(timeout=10)
    assert out.count(PAUSED) == 1


def test_a_reader_that_stalls_costs_no_second_copy(paused):
    """While one poll waits for its reader, another one prints nothing twice, and says nothing failed."""
    paused.before = (
        "import time; from pathlib import Path; from monitor.cli import printing; real = printing.print_alert\n"
        "def wait(message):\n"
        "    Path('waits').touch()\n"
        "    while Path('waits').exists(): time.sleep(0.01)\n"
        "    real(message)\n"
        "printing.print_alert = wait"
    )
    with paused.start("poll") as first:
        wait_for((paused.folder / "waits").exists)
        paused.before = ""
        second = paused.run("poll")
        assert (second.status, second.out) == (0, "")
        (paused.folder / "waits").unlink()
        out, _ = first.communicate(timeout=10)
    assert out.count(PAUSED) == 1


def test_what_was_to_be_printed_moves_to_the_first_channel(paused, hook):
    """A channel came while alerts waited for standard output: a notice names the command, which moves them."""
    paused.before = "import monitor.service.jobs as jobs\njobs.run_deliveries = lambda *_: exit(7)"
    assert paused.run("poll").status == 7
    paused.before = ""
    paused.configure(f'name = "hook"\nurl = "json://127.0.0.1:{hook.port}/"')
    assert paused.run("poll").status == 0
    (notice,) = hook.taken
    command = "nctwatch deliveries move stdout hook"
    assert f"`{command}`" in notice["message"]
    assert "waiting for the channel stdout" in paused.run("status").out
    assert paused.run(*command.split()[1:]).status == 0
    assert paused.run("deliveries", "retry").status == 0
    assert PAUSED in hook.taken[1]["title"]
    assert paused.run(*command.split()[1:]).status == 1
    assert paused.run("deliveries", "move", "stdout", "nowhere").status == 2
