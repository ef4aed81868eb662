"""How the watch itself stands, as pages say it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.core.schedule import At, Every
from monitor.core.watch_state import Times, local, watch_state

NOW = datetime(2026, 9, 10, 12, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
GOOD = "2026-09-10T11:50:00Z"
DAY = 86400.0


def times(**changed):
    known = {
        "release": "2026-09-09T09:00:05",
        "last_poll": GOOD,
        "last_success": GOOD,
        "alive": "2026-09-10T11:59:50Z",
    }
    return Times(**known | changed)


def state(schedule=Every(1800), **changed):  # noqa: B008  # immutable
    return watch_state(NOW, times(**changed), schedule, 3 * DAY, ZONE)


def test_a_watch_that_is_well_says_when_it_asked_and_asks_again():
    """In local time."""
    found = state()
    assert dict(found.facts) == {
        "Release": "2026-09-09 09:00",
        "Last good poll": "2026-09-10 07:50 EDT",
        "Next poll": "2026-09-10 08:20 EDT",
    }
    assert found.problems == ()


@pytest.mark.parametrize(
    ("schedule", "changed", "words"),
    [
        (At("0 15 * * *", ZONE), {}, "2026-09-10 15:00 EDT"),
        (Every(300), {}, "now"),
        (Every(1800), {"alive": None}, "when nctwatch runs again"),
    ],
)
def test_the_next_poll_is_named_where_there_will_be_one(schedule, changed, words):
    """By the schedule; not where no service runs."""
    assert dict(state(schedule, **changed).facts)["Next poll"] == words


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"last_success": None}, "No poll has succeeded yet"),
        ({"last_success": "2026-09-01T12:00:00Z"}, "The last good poll was on 2026-09-01 08:00 EDT."),
        ({"under_way": {"poll": "2026-09-10T11:40:00Z"}}, "got stuck"),
        ({"alarms": ["orphaned mail"]}, "Messages of 1 channel"),
        ({"alarms": ["refused"]}, "refuses to answer"),
        ({"alarms": ["failing NCT1", "failing NCT2"]}, "2 trials could not be fetched"),
        ({"alarms": ["search cells"]}, "1 standing search failed"),
        ({"alarms": ["dead mail", "login mail"]}, "Messages of 1 channel could not"),
    ],
)
def test_what_is_wrong_is_said_once_in_plain_words(changed, words):
    """One sentence for each sort of problem, without secrets of any channel."""
    (problem,) = state(**changed).problems
    assert words in problem


def test_times_are_those_of_the_configured_zone():
    """A time without a zone is UTC; what is no time stands as it is."""
    assert local("2026-01-10T12:00:00Z", ZONE) == "2026-01-10 07:00 EST"
    assert local(NOW + timedelta(0), ZONE) == "2026-09-10 08:00 EDT"
    assert local("once", ZONE) == "once"
    assert local(None, ZONE) == ""
