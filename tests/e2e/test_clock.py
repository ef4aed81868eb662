"""The clock is set forward and back, between polls and while the service runs."""

from __future__ import annotations

import signal

import pytest
from waiting import wait_for

from monitor.simulator import edit

SEED = "NCT03822858"
STATUS = "protocolSection.statusModule.overallStatus"
YEARS = 4 * 365 * 86400.0
SHIFTED = """
import datetime, pathlib
import apscheduler.schedulers.base
import monitor.clock
class Shifted(datetime.datetime):
    @classmethod
    def now(cls, zone=None):
        return datetime.datetime.now(zone) + datetime.timedelta(seconds=float(pathlib.Path("clock").read_text()))
monitor.clock.datetime = apscheduler.schedulers.base.datetime = Shifted
"""
"""Sets a clock that is wrong by as many seconds as the file says at that moment."""


@pytest.fixture
def shifted(world, hook):
    """The world, whose commands go by a clock of its own; ``world.clock`` sets it."""
    world.configure(f'name = "hook"\nurl = "json://127.0.0.1:{hook.port}/"')

    def clock(seconds):
        (world.folder / "clock.new").write_text(str(seconds))
        (world.folder / "clock.new").rename(world.folder / "clock")

    world.before, world.clock = SHIFTED, clock
    clock(0)
    return world


def publish(registry, status):
    registry.registry.publish([edit(SEED, {STATUS: status})])


@pytest.mark.parametrize("wrong", [YEARS, -YEARS], ids=["ahead", "behind"])
def test_a_message_is_not_held_back_by_a_wrong_clock(shifted, hook, registry, wrong):
    """One that was queued and tried in vain by a wrong clock goes out when the clock is right again."""
    assert shifted.run("poll").status == 0
    shifted.clock(wrong)
    hook.status = 500
    publish(registry, "WITHDRAWN")
    assert shifted.run("poll").status == 1
    hook.status = 200
    shifted.clock(0)
    assert shifted.run("poll").status == 0
    assert [SEED in message["title"] for message in hook.taken if "Withdrawn" in message["message"]] == [True]


def test_a_claim_of_the_future_is_void(shifted, hook, registry):
    """A process that died with a message in hand, its clock years ahead, does not keep it for years."""
    assert shifted.run("poll").status == 0
    shifted.clock(YEARS)
    publish(registry, "WITHDRAWN")
    process = shifted.start("poll")
    hook.before = process.kill
    wait_for(lambda: process.poll() is not None)
    process.communicate()
    hook.before = None
    shifted.clock(0)
    assert shifted.run("poll").status == 0
    assert shifted.run("deliveries", "--state", "queued", "--json").json == []


def test_versions_keep_their_order_whatever_the_clock_says(shifted, registry):
    """What came later stands later, and the usual difference is the last step."""
    for wrong, status in ((0, "SUSPENDED"), (YEARS, "COMPLETED"), (-YEARS, "WITHDRAWN"), (0, "TERMINATED")):
        shifted.clock(wrong)
        assert shifted.run("poll").status == 0
        publish(registry, status)
    shifted.run("poll")
    assert [row["version"] for row in shifted.run("history", SEED, "--json").json] == [5, 4, 3, 2, 1]
    last = shifted.run("diff", SEED, "--json").json
    assert (last["from"], last["to"]) == (4, 5)
    assert {change["after"] for change in last["changes"] if change["kind"] == "status"} == {"TERMINATED"}
    assert shifted.run("verify").status == 0


def test_the_service_goes_on_while_the_clock_jumps(shifted, hook, registry):
    """Forward by years and back again: it polls, delivers and looks well each time, and ends when told."""
    process = shifted.start("run")
    try:
        for wrong, status in (
            (0, "SUSPENDED"),
            (YEARS, "COMPLETED"),
            (0, "WITHDRAWN"),
            (-YEARS, "TERMINATED"),
        ):
            wait_for(lambda: shifted.run("status", "--json").json["last_success_at"])
            shifted.clock(wrong)
            publish(registry, status)
            word = status.capitalize()
            wait_for(lambda word=word: any(f"to {word}" in message["message"] for message in hook.taken), 20)
            assert process.poll() is None
    finally:
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in err
