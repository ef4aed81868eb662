"""A refusal that passes gives up no message; one that lasts does, after a few tries over an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.clock import parse, stamp
from monitor.config.model import Channel
from monitor.config.secret import Secret
from monitor.core.backoff import REFUSALS
from monitor.deliver import Delivered, deliver
from monitor.model import Kind, Message, Severity
from monitor.store import deliveries
from monitor.store.deliveries import list_deliveries
from monitor.store.opening import open_for_reading, open_for_writing

BEGIN = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


class Office:
    """A store with one message for one channel, and a clock that is set to when the message is due."""

    def __init__(self, path, url):
        self.path, self.now = path, BEGIN
        self.channel = Channel(
            "hook", Secret(url, "", "here"), frozenset(Kind), Severity.LOW, frozenset(), None, None
        )
        at = stamp(BEGIN)
        with open_for_writing(path) as store, store.transaction():
            self.number = deliveries.enqueue(
                store, "hook", None, Message("s", "b"), [], queued_at=at, due_at=at
            )

    def row(self):
        with open_for_reading(self.path) as reader:
            return list_deliveries(reader, delivery=self.number)[0]

    def deliver(self):
        """Try the message when it is due, and return its state."""
        self.now = max(self.now, parse(self.row()["next_attempt_at"]))
        with open_for_writing(self.path) as store:
            deliver(store, [self.channel], clock=lambda: self.now)
        return self.row()["state"]


@pytest.fixture
def office(tmp_path, hook):
    return Office(tmp_path / "store.db", hook.url)


@pytest.mark.parametrize("status", [400, 403, 404])
def test_one_refusal_kills_no_message(office, hook, status):
    """A front that is well again within a minute costs nothing but that minute."""
    hook.status = status
    assert office.deliver() == "queued"
    assert office.now - BEGIN < timedelta(minutes=1)
    hook.status = 200
    assert office.deliver() == "sent"
    assert len(hook.taken) == 2


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refusal_that_lasts_is_given_up_after_an_hour(office, hook, status):
    """After a few tries over an hour the message is dead, and says what the service answered."""
    hook.status = status
    while office.deliver() == "queued":
        assert office.now - BEGIN < timedelta(hours=2)
    assert office.now - BEGIN >= timedelta(hours=1)
    assert REFUSALS <= len(hook.taken) <= 10
    assert str(status) in office.row()["last_error"]


def test_a_poll_now_and_then_gives_refusals_as_many_tries(office, hook):
    """Where a poll by cron tries once a day, two refusals on two days give up nothing."""
    hook.status = 403
    for _ in range(REFUSALS - 1):
        assert office.deliver() == "queued"
        office.now += timedelta(hours=20)
    assert office.deliver() == "dead"


def test_a_refusal_after_days_of_silence_is_the_first(office, hook):
    """What failed otherwise before is no refusal, and a failure of another kind begins the count anew."""
    hook.status = 503
    while office.now - BEGIN < timedelta(hours=5):
        assert office.deliver() == "queued"
    hook.status = 404
    for _ in range(REFUSALS - 1):
        assert office.deliver() == "queued"
    hook.status = 503
    assert office.deliver() == "queued"
    hook.status = 404
    office.now += timedelta(hours=1)
    assert office.deliver() == "queued"


def test_a_retry_begins_the_refusals_anew(office, hook):
    """What was given up and is tried again by hand is not dead at its first refusal."""
    hook.status = 404
    while office.deliver() == "queued":
        pass
    with open_for_writing(office.path) as store:
        deliveries.make_due(store, stamp(office.now), dead=True)
        assert deliver(store, [office.channel], clock=lambda: office.now) == Delivered(failed=1)
    assert office.row()["state"] == "queued"
