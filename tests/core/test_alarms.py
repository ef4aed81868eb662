"""Tests of what is told of the watch itself."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace

from click.testing import CliRunner

from monitor.cli import nctwatch
from monitor.core.alarms import KINDS, DeadDeliveries, Facts, Orphans, Refusal, alarms, news
from monitor.core.heartbeat import MOST_PROBLEMS, Cost, heartbeat

WELL = Facts(stale_since=None, refused=False, failing={}, dead={})
ILL = Facts(
    stale_since="2026-09-01T00:00:00Z",
    refused=True,
    failing={"NCT90000001": "cut off", "NCT90000002": "no trial"},
    dead={"team": DeadDeliveries(5, "Failed to send JSON notification: error=401.")},
)


def test_a_watch_that_is_well_has_nothing_to_tell():
    """Neither alarms nor news."""
    assert alarms(WELL) == {}
    assert news([], {}) == []


def test_each_alarm_is_told_once_and_once_more_when_it_is_over():
    """Four kinds begin with a notice each, go on in silence, and end with a notice each."""
    wrong = alarms(ILL)
    began = news([], wrong)
    assert [notice.subject for notice in began] == [
        "nctwatch: no successful poll for too long",
        "nctwatch: the registry refuses this client",
        "nctwatch: 2 trials could not be fetched repeatedly",
        "nctwatch: messages were given up",
    ]
    assert news(sorted(wrong), wrong) == []
    ended = news(sorted(wrong), {})
    assert [notice.subject for notice in ended] == [
        "nctwatch: polls succeed again",
        "nctwatch: the registry answers again",
        "nctwatch: 2 trials can be fetched again",
        "nctwatch: messages go out again",
    ]


def test_one_more_failing_trial_is_told_by_itself():
    """What is known already is not told again with it."""
    [notice] = news(["failing NCT90000001"], alarms(ILL) | {})[2:3]
    assert "NCT90000002" in notice.sentences[0]
    assert not any("NCT90000001" in sentence for sentence in notice.sentences)


def test_a_heartbeat_says_what_was_watched_and_what_it_cost():
    """Trials, polls, requests, bytes, changes and the release."""
    notice = heartbeat(Cost(6, "2026-09-01T00:00:00Z", 336, 350, 12345, 0, "2026-09-08T09:00:06"), [])
    assert "still watching 6 trials, no important changes" in notice.subject
    text = " ".join(notice.sentences)
    for word in ("336 polls", "350 requests", "12,345 bytes", "2026-09-08T09:00:06"):
        assert word in text


def test_a_channel_that_gave_messages_up_is_named_with_the_command():
    """How many messages, the HTTP status, and what lists them; one full stop at the end."""
    assert alarms(ILL)["dead team"] == (
        "Channel team: 5 messages given up (401); see `nctwatch deliveries --channel team`."
    )


def test_every_notice_names_a_command_that_there_is():
    """For each kind of problem, with its options; a channel's name is quoted for a shell."""
    facts = replace(
        ILL,
        searches={"x": "limit"},
        dead={"my team": DeadDeliveries(5, "no")},
        refusals={"my team": Refusal("2026-09-01T00:00:00Z", "535 no", 3)},
        orphans={"my team": Orphans(2, "new team")},
    )
    notices = news([], alarms(facts))
    assert {notice.name for notice in notices} == set(KINDS)
    for notice in notices:
        commands = re.findall(r"`(nctwatch [^`]+)`", " ".join(notice.sentences))
        assert commands, notice.name
        for command in commands:
            _, *words = shlex.split(command)
            done = CliRunner().invoke(nctwatch, [*words, "--help"])
            assert done.exit_code == 0, f"{command}: {done.output}"
    assert "--dead --channel 'my team'`" in " ".join(notices[-3].sentences)
    assert "move 'my team' 'new team'`" in " ".join(notices[-1].sentences)


def test_an_error_with_a_full_stop_ends_with_one():
    """The registry's own full stop is not doubled."""
    facts = Facts(stale_since=None, refused=False, failing={}, dead={}, searches={"x": "error=401."})
    assert alarms(facts)["search x"] == 'The standing search "x" fails: error=401.'


def test_a_notice_says_what_recovered():
    """Trials, searches and channels by their names."""
    keys = ["dead team", "failing NCT90000001", "failing NCT90000002", "search x", "stale"]
    sentences = [notice.sentences for notice in news(keys, {})]
    assert sentences == [
        ("A poll succeeded.",),
        ("Fetched again: NCT90000001, NCT90000002.",),
        ("Working again: x.",),
        ("Sending again on team.",),
    ]


def test_the_heartbeat_names_a_few_of_many_problems():
    """And says how many there are besides."""
    notice = heartbeat(
        Cost(6, "2026-09-01T00:00:00Z", 3, 3, 5, 0, "r"), [f"p{number}." for number in range(25)]
    )
    assert notice.subject.endswith("; 25 problems")
    assert notice.sentences[: MOST_PROBLEMS + 2] == (
        "There are 25 problems:",
        *(f"p{number}." for number in range(MOST_PROBLEMS)),
        "15 further problems; `nctwatch status` shows all.",
    )


def test_what_waits_for_a_channel_that_is_gone_names_the_command():
    """With both names as a shell takes them."""
    found = alarms(Facts(None, refused=False, failing={}, dead={}, orphans={"it's": Orphans(2, "new")}))
    assert found["orphaned it's"] == (
        "2 messages waiting for the channel it's, which is not configured: `nctwatch deliveries move "
        "'it'\"'\"'s' new` gives them to the channel new."
    )
