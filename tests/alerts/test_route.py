"""Tests of which channel gets what, and when."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.alerts.route import not_before, wants
from monitor.config.model import STDOUT, Channel
from monitor.config.secret import Secret
from monitor.core.quiet import quiet
from monitor.core.records.near import circle
from monitor.core.schedule import schedule
from monitor.model import Change, Kind, Severity

TRIAL, OTHER = "NCT90000001", "NCT90000002"
ZONE = ZoneInfo("America/New_York")
NIGHT = datetime(2026, 9, 5, 3, 0, tzinfo=UTC)  # 23:00 in New York
MORNING = datetime(2026, 9, 5, 11, 0, tzinfo=UTC)  # 7:00 there


def a_channel(
    *,
    kinds=("status", "results", "eligibility"),
    severity="low",
    trials=(),
    groups=(),
    near="",
    send="now",
    still="",
):
    """Return a channel with rules written as in a configuration."""
    return Channel(
        name="team",
        url=Secret("json://localhost", "", "[[channel]] 1 url"),
        kinds=frozenset(map(Kind, kinds)),
        severity=Severity(severity),
        trials=frozenset(trials),
        groups=frozenset(groups),
        near=circle(near) if near else None,
        send=None if send == "now" else schedule(send, ZONE),
        quiet=quiet(still, ZONE) if still else None,
    )


def a_change(kind="status", severity="high", event="opened"):
    """Return a change of a kind."""
    return Change(Kind(kind), event, "path", None, None, Severity(severity))


@pytest.mark.parametrize(
    ("rules", "changes", "wanted"),
    [
        ({}, [a_change()], True),
        ({}, [a_change("locations", "high")], False),
        ({}, [a_change("locations"), a_change("status", "low")], True),
        ({}, [a_change("status", "noise")], False),
        ({"severity": "noise"}, [a_change("status", "noise")], True),
        ({"severity": "medium"}, [a_change("status", "low")], False),
        ({"severity": "medium"}, [a_change("status", "medium")], True),
        ({"severity": "high"}, [a_change("status", "low"), a_change("dates", "high")], False),
        ({"kinds": list(Kind)}, [a_change("sharing", "low")], True),
        ({"trials": [TRIAL]}, [a_change()], True),
        ({"trials": [OTHER]}, [a_change()], False),
        ({"kinds": ["record"]}, [a_change("record", "noise", "housekeeping")], False),
        ({}, [], False),
    ],
)
def test_a_channel_gets_what_it_asks_for(rules, changes, wanted):
    """A message needs one change of a kind that is asked for, grave enough, of a trial that is asked for."""
    assert wants(a_channel(**rules), {TRIAL}, (), changes) is wanted


@pytest.mark.parametrize("event", ["gone", "returned", "renamed", "related_found"])
@pytest.mark.parametrize("rules", [{}, {"kinds": []}, {"severity": "high"}, {"trials": [OTHER]}])
def test_what_concerns_the_watch_goes_to_every_channel(event, rules):
    """A trial that is gone, back, renamed or newly found to be like one is told to all, whatever their rules."""
    assert wants(a_channel(**rules), {TRIAL}, (), [a_change("record", "low", event)])


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        ({}, True),
        ({"kinds": []}, True),
        ({"severity": "high"}, True),
        ({"groups": ["ms"], "kinds": ["dates"]}, True),
        ({"groups": ["als"]}, False),
        ({"trials": [OTHER]}, False),
    ],
)
def test_what_a_search_finds_goes_to_the_channels_of_its_group(rules, wanted):
    """And to those that ask for all trials; whatever kinds they ask for."""
    assert wants(a_channel(**rules), {TRIAL}, {"ms"}, [a_change("record", "low", "found")]) is wanted


def test_an_event_of_that_name_elsewhere_is_no_such_event():
    """Only the record itself can be gone."""
    assert not wants(a_channel(), {TRIAL}, (), [a_change("locations", "high", "gone")])


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        ({"groups": ["ms"]}, True),
        ({"groups": ["als", "ms"]}, True),
        ({"groups": ["als"]}, False),
        ({"groups": ["als"], "trials": [TRIAL]}, True),
        ({"groups": ["ms"], "trials": [OTHER]}, True),
        ({"groups": ["ms"], "kinds": ["dates"]}, False),
    ],
)
def test_a_channel_of_groups_gets_what_belongs_to_one_of_them(rules, wanted):
    """Or what it names itself; the kinds hold for both."""
    assert wants(a_channel(**rules), {TRIAL}, {"ms"}, [a_change()]) is wanted


def test_a_former_number_is_the_trials():
    """A channel may ask for a trial by any of its numbers."""
    assert wants(a_channel(trials=[OTHER]), {TRIAL, OTHER}, (), [a_change()])


def a_site_change(latitude):
    """Return a site added on the meridian of 80 degrees west."""
    site = {"facility": "Clinic", "geoPoint": {"lat": latitude, "lon": -80.0}}
    return Change(Kind.LOCATIONS, "site_added", "path", None, site, Severity.MEDIUM)


@pytest.mark.parametrize(("latitude", "wanted"), [(40.0, True), (41.4, True), (41.5, False)])
def test_a_place_narrows_changes_of_locations(latitude, wanted):
    """A degree of latitude is 69 miles: those within 100 miles are asked for."""
    channel = a_channel(kinds=["locations", "status"], near="40,-80,100mi")
    assert wants(channel, {TRIAL}, (), [a_site_change(latitude)]) is wanted


def test_a_place_narrows_nothing_else():
    """Other kinds are told wherever the sites are, and without any; the kinds and severities that are asked for hold."""
    channel = a_channel(kinds=["locations", "status"], near="40,-80,100mi", severity="medium")
    assert wants(channel, {TRIAL}, (), [a_change(), a_site_change(0.0)])
    assert wants(channel, {TRIAL}, (), [a_change("record", "low", "gone")])
    assert not wants(
        channel, {TRIAL}, (), [a_change("locations", "high", "site_status")]
    )  # nobody knows where
    assert not wants(a_channel(near="40,-80,100mi"), {TRIAL}, (), [a_site_change(40.0)])


def test_at_once_by_default():
    """A channel without times gets its messages now."""
    assert not_before(a_channel(), [a_change("status", "low")], NIGHT) == NIGHT


def test_held_back_in_quiet_hours():
    """At night a message waits for the end of the quiet hours; by day it does not."""
    channel = a_channel(still="22:00-07:00")
    assert not_before(channel, [a_change("status", "medium")], NIGHT) == MORNING
    assert not_before(channel, [a_change("status", "medium")], MORNING) == MORNING


def test_high_severity_goes_through_quiet_hours():
    """What is of high severity does not wait for the morning, if the channel asked for it."""
    channel = a_channel(still="22:00-07:00")
    assert not_before(channel, [a_change("status", "high")], NIGHT) == NIGHT
    along = [a_change("status", "low"), a_change("dates", "high")]
    assert not_before(channel, along, NIGHT) == MORNING


@pytest.mark.parametrize("severity", ["low", "high"])
def test_a_digest_comes_at_its_time(severity):
    """A channel that asks for one message a day at eight gets nothing at another time."""
    at_eight = datetime(2026, 9, 5, 12, 0, tzinfo=UTC)
    assert not_before(a_channel(send="daily 08:00"), [a_change("status", severity)], NIGHT) == at_eight


def test_a_digest_in_quiet_hours_waits_for_their_end():
    """Where a digest's time lies in the quiet hours, it comes after them; what is grave does not wait longer."""
    channel = a_channel(send="daily 06:00", still="22:00-07:00")
    assert not_before(channel, [a_change("status", "low")], NIGHT) == MORNING
    at_six = datetime(2026, 9, 5, 10, 0, tzinfo=UTC)
    assert not_before(channel, [a_change("status", "high")], NIGHT) == at_six


def test_what_is_printed_without_a_channel():
    """Where nobody is configured, all above noise is printed."""
    assert wants(STDOUT, {TRIAL}, (), [a_change("status", "noise"), a_change("dates", "low")])
    assert not wants(STDOUT, {TRIAL}, (), [a_change("status", "noise")])
    assert not wants(STDOUT, {TRIAL}, (), [])
