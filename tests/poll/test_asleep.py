"""A machine that slept: what the first poll after it tells, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from polling import RELATED, SEED

from monitor.alerts.capacity import USUAL
from monitor.digest import queue_digests
from monitor.notices import notify
from monitor.simulator import edit
from monitor.store.opening import open_for_writing

STATUS = "protocolSection.statusModule.overallStatus"
COUNT = "protocolSection.designModule.enrollmentInfo.count"
TRIAL = RELATED[2]
CHANNEL = '[[channel]]\nname = "me"\nurl = "json://127.0.0.1:9"\nkinds = "all"\n'


@pytest.fixture
def laptop(world):
    """A laptop with a channel and what a release holds, closed on a Tuesday."""
    world.watch(SEED, *RELATED, channels=CHANNEL)
    poll(world)
    return world


def poll(world):
    """Poll as ``nctwatch poll`` does, with the notices about the watch."""
    done = world.poll()
    with open_for_writing(world.config.store.path) as store:
        notify(store, world.config, world.now)
    return done


def subjects(world):
    return [row["subject"] for row in reversed(world.deliveries())]


def test_releases_that_were_slept_through_are_one_message(laptop):
    """It tells what is otherwise than before; what came and went meanwhile is in the record history alone."""
    laptop.publish(edit(TRIAL, {STATUS: "SUSPENDED", COUNT: 30}, post="2026-09-04"))
    laptop.publish(edit(TRIAL, {STATUS: "TERMINATED"}, post="2026-09-09"))
    laptop.now += timedelta(days=9)
    poll(laptop)
    (told,) = [row for row in laptop.deliveries() if TRIAL in row["subject"]]
    assert "Terminated" in told["body"]
    assert "30" in told["body"]
    assert "Suspended" not in told["body"]
    poll(laptop)
    assert len([subject for subject in subjects(laptop) if TRIAL in subject]) == 1


def test_a_poll_that_succeeds_after_a_long_sleep_is_no_alarm(laptop):
    """Only the heartbeat message that was due meanwhile comes, once."""
    laptop.now += timedelta(days=24)
    poll(laptop)
    assert [subject.split(",")[0] for subject in subjects(laptop)] == ["nctwatch: still watching 6 trials"]


@pytest.mark.parametrize(("stale_after", "told"), [("3d", 2), ("14d", 0)])
def test_waking_without_a_network_is_an_alarm_where_the_sleep_was_long(laptop, stale_after, told):
    """Longer than `stale_after`: an alarm, and its end with the poll that succeeds."""
    quiet = f'[schedule]\nheartbeat = "off"\nstale_after = "{stale_after}"\n'
    laptop.watch(SEED, *RELATED, channels=CHANNEL + quiet)
    laptop.now += timedelta(days=5)
    online = laptop.config
    for registry in (replace(online.registry, url="http://127.0.0.1:9"), online.registry):
        laptop.config = replace(online, registry=registry)
        assert poll(laptop).successful == (registry == online.registry)
    alarm = ["nctwatch: no successful poll for too long", "nctwatch: polls succeed again"]
    assert subjects(laptop) == alarm[:told]


def test_a_digest_that_was_slept_through_goes_out_with_the_first_poll(laptop, monkeypatch):
    """Its time has passed, so it is due."""
    monkeypatch.setattr("monitor.digest.capacity", lambda _url: USUAL)  # needs no service
    laptop.watch(SEED, *RELATED, channels=CHANNEL + 'send = "weekly mon 08:00"\n')
    laptop.publish(*(edit(trial, {STATUS: "SUSPENDED"}, post="2026-09-04") for trial in RELATED[1:3]))
    poll(laptop)
    combined = []
    for days in (0, 9):
        laptop.now += timedelta(days=days)
        with open_for_writing(laptop.config.store.path) as store:
            combined.append(queue_digests(store, laptop.config.channels, laptop.now))
    assert combined == [0, 2]
