"""Tests of what is told of the watch itself."""

from __future__ import annotations

from monitor.core.alarms import Cost, Facts, alarms, heartbeat, news

WELL = Facts(stale_since=None, refused=False, failing={}, dead={})
ILL = Facts(
    stale_since="2026-09-01T00:00:00Z",
    refused=True,
    failing={"NCT90000001": "cut off", "NCT90000002": "no trial"},
    dead={"team": "401"},
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
    notice = heartbeat(Cost(6, "2026-09-01T00:00:00Z", 336, 350, 12345, 0, "2026-09-08T09:00:06"))
    assert "still watching 6 trials, nothing of weight changed" in notice.subject
    text = " ".join(notice.sentences)
    for word in ("336 polls", "350 requests", "12,345 bytes", "2026-09-08T09:00:06"):
        assert word in text
