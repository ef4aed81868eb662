"""Channels of a group and of a place: what reaches them, from the poll to the text of the message."""

from __future__ import annotations

import pytest
from polling import RELATED

from monitor.alerts.capacity import USUAL
from monitor.config.load import load
from monitor.digest import queue_digests
from monitor.simulator import edit
from monitor.store.opening import open_for_writing

PARENT, OTHER = RELATED[1], RELATED[2]
SITES = "protocolSection.contactsLocationsModule.locations"
STATUS = "protocolSection.statusModule.overallStatus"
CHANNEL = '[[channel]]\nurl = "json://127.0.0.1:9"\nname = "{}"\n{}\n'
PLACE = 'kinds = ["locations"]\nnear = "40.7128,-74.0060,100mi"'


def site(facility, city, latitude=None, longitude=None, status="RECRUITING"):
    """Return a site; without coordinates where none are given."""
    found = {"facility": facility, "city": city, "country": "United States", "status": status}
    return found | ({"geoPoint": {"lat": latitude, "lon": longitude}} if latitude else {})


FAR = site("Bay Clinic", "Oakland", 37.80437, -122.2708)
NEAR = site("Liberty Hospital", "Philadelphia", 39.95233, -75.16379)  # 80.5 miles from New York
NOWHERE = site("Lost Clinic", "Newark")


@pytest.fixture
def watching(world):
    """Return a function that configures two groups and some channels, and takes the baseline."""

    def watch(*channels):
        text = (world.folder / "nctwatch.toml").read_text().partition("[[watch]]")[0]
        for number, group in ((PARENT, "ms"), (OTHER, "als")):
            text += f'[[watch]]\ntrial = "{number}"\ngroup = "{group}"\n'
        path = world.folder / "groups.toml"
        path.write_text(text + "".join(CHANNEL.format(*channel) for channel in channels))
        world.config = load(path)
        world.publish(edit(PARENT, {SITES: [FAR, NEAR | {"status": "NOT_YET_RECRUITING"}]}))
        world.poll()
        return world

    return watch


def test_a_channel_of_a_group_is_told_of_its_trials_alone(watching):
    """The same change of two trials goes to the channel of each group, and both to the one without groups."""
    world = watching(("ms", 'groups = ["ms"]'), ("both", 'groups = ["ms", "als"]'), ("all", ""))
    world.publish(*(edit(trial, {STATUS: "SUSPENDED"}, post="2026-09-03") for trial in (PARENT, OTHER)))
    world.poll()
    found = sorted((row["channel"], row["subject"].split()[0].strip(":")) for row in world.deliveries())
    assert [channel for channel, _ in found] == ["all", "all", "both", "both", "ms"]
    (only,) = (row for row in world.deliveries() if row["channel"] == "ms")
    assert PARENT in only["subject"]


def test_a_site_nearby_that_opens_is_told_with_its_distance(watching):
    """By a change of its status; the text says which site and how far, in every format."""
    world = watching(("near", PLACE))
    world.publish(edit(PARENT, {SITES: [FAR, NEAR]}, post="2026-09-03"))
    world.poll()
    (row,) = world.deliveries()
    assert "Liberty Hospital, Philadelphia: about 80 miles from 40.7128, -74.006." in row["body"]


def test_sites_elsewhere_are_not_told(watching):
    """Nor one whose place the record does not give; every channel without a place hears of them."""
    world = watching(("near", PLACE), ("all", 'kinds = ["locations"]'))
    world.publish(
        edit(
            PARENT,
            {SITES: [FAR | {"status": "COMPLETED"}, NEAR | {"status": "NOT_YET_RECRUITING"}, NOWHERE]},
            post="2026-09-03",
        )
    )
    world.poll()
    assert [row["channel"] for row in world.deliveries()] == ["all"]
    assert "miles from" not in world.deliveries()[0]["body"]


def test_a_digest_tells_the_distance_too(watching, monkeypatch):
    """What was near when it was queued is asked for, and told, when the digest is written."""
    monkeypatch.setattr("monitor.digest.capacity", lambda _url: USUAL)  # needs no service
    world = watching(("near", f'{PLACE}\nsend = "daily 08:00"'))
    for trial in (PARENT, OTHER):
        world.publish(edit(trial, {SITES: [FAR, NEAR]}, post="2026-09-03"))
        world.poll()
    with open_for_writing(world.config.store.path) as store:
        store.execute("UPDATE deliveries SET next_attempt_at = queued_at")
        assert queue_digests(store, world.config.channels, world.now) == 2
    (row,) = world.deliveries()
    assert row["body"].count("Liberty Hospital, Philadelphia: about 80 miles from") == 2
