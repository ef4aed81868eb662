"""A receiver that hangs costs no other channel anything, and gets no second copy of what it took late."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from mail_server import MailServer
from waiting import wait_for

from monitor.alerts import unanswered as unanswered_module
from monitor.alerts.unanswered import MOST_LEFT, Unanswered
from monitor.clock import stamp
from monitor.config.model import Channel
from monitor.config.secret import Secret
from monitor.deliver import Delivered, deliver
from monitor.model import Kind, Message, Severity
from monitor.store import deliveries
from monitor.store.deliveries import list_deliveries
from monitor.store.opening import open_for_reading, open_for_writing

BEGIN = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
SHORT = 0.4
"""Seconds that are enough to connect, also where the tests have the machine to themselves only now and then."""
WELL = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


class Office:
    """A store, a clock that tests move, and channels; ``unanswered`` is what one process waits for."""

    def __init__(self, path):
        self.path, self.now = path, BEGIN
        self.unanswered = Unanswered()
        self.channels = []

    def add(self, name, url, timeout):
        self.channels.append(
            Channel(
                name, Secret(url, "", name), frozenset(Kind), Severity.LOW, frozenset(), None, None, timeout
            )
        )

    def queue(self, name, number=1):
        at = stamp(self.now)
        with open_for_writing(self.path) as store, store.transaction():
            for subject in range(number):
                deliveries.enqueue(
                    store, name, None, Message(f"{name} {subject}", "b"), [], queued_at=at, due_at=at
                )

    def deliver(self, *, after=0.0, last=False):
        """Make a pass; ``last`` where its process ends after it."""
        self.now += timedelta(seconds=after)
        with open_for_writing(self.path) as store:
            return deliver(
                store,
                self.channels,
                clock=lambda: self.now,
                unanswered=None if last else self.unanswered,
            )

    def states(self, name):
        with open_for_reading(self.path) as reader:
            return [row["state"] for row in list_deliveries(reader, channel=name)]


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "store.db")


@pytest.fixture
def server():
    mails = MailServer()
    yield mails
    mails.close()


def mail(server):
    return f"mailto://127.0.0.1:{server.port}/a@example.org?mode=insecure&from=me@example.org"


@pytest.fixture
def late(hook):
    """A hook whose path /late answers nothing before ``answer`` is set."""
    hook.answer = threading.Event()

    def act(handler):
        if handler.path == "/late":
            wait_for(lambda: hook.answer.is_set() or hook.stopping.is_set(), 30)
        handler.wfile.write(WELL)

    hook.act = act
    yield hook
    hook.answer.set()


def asked(hook, path):
    return sum(place == path for place, _ in hook.taken)


def test_channels_are_sent_to_side_by_side(office, late):
    """While the first message to one that hangs is waited for, the other channel gets all of its own."""
    office.add("late", f"{late.url}/late", 30)
    office.add("good", f"{late.url}/good", 30)
    office.queue("late", 5)
    office.queue("good", 20)
    sending = threading.Thread(target=office.deliver)
    sending.start()
    wait_for(lambda: asked(late, "/good") == 20, 25)
    assert asked(late, "/late") <= 1
    late.answer.set()
    sending.join()
    assert office.states("good") == ["sent"] * 20


def test_sends_left_behind_are_few_and_settle_what_they_sent(office, late):
    """Nothing more is tried at a channel that hangs, however often; its late yes settles each, and the rest follows."""
    office.add("late", f"{late.url}/late", SHORT)
    office.queue("late", 5)
    for _ in range(3):
        office.deliver(after=400)
        wait_for(lambda: asked(late, "/late") == MOST_LEFT)
        assert office.unanswered.left("late") == MOST_LEFT
    assert office.states("late") == ["queued"] * 5
    late.answer.set()
    wait_for(lambda: office.unanswered.left("late") == 0)
    assert office.unanswered.due_in() == 0
    assert office.deliver() == Delivered(sent=5)
    assert asked(late, "/late") == 5


def test_another_process_sends_nothing_that_still_waits(office, late):
    """The claim is renewed as long as the answer may come."""
    office.add("late", f"{late.url}/late", SHORT)
    office.queue("late")
    office.deliver()
    for _ in range(4):
        office.deliver(after=60)
        ours, office.unanswered = office.unanswered, Unanswered()
        assert office.deliver(after=25) == Delivered()
        office.unanswered = ours
    assert asked(late, "/late") == 1


def test_a_late_yes_counts_after_the_claim_was_lost(office, late):
    """Where another process tried in vain meanwhile, that it was sent is known still."""
    office.add("late", f"{late.url}/late", SHORT)
    office.queue("late")
    office.deliver()
    office.channels = []
    office.add("late", "json://127.0.0.1:1/", 1)
    ours, office.unanswered = office.unanswered, Unanswered()
    assert office.deliver(after=200) == Delivered(failed=1)
    late.answer.set()
    wait_for(lambda: ours.due_in() == 0)
    office.unanswered = ours
    office.deliver()
    assert office.states("late") == ["sent"]


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nx"])
def test_what_never_ends_is_cut(office, hook, monkeypatch, beginning):
    """After its limit a send that hangs or drips is broken off, its thread ends, and the message is tried again."""
    monkeypatch.setattr(unanswered_module, "LIMIT", SHORT * 1.5)

    def act(handler):
        handler.wfile.write(beginning)
        while not hook.stopping.wait(0.02):
            handler.wfile.write(beginning[-1:])

    hook.act = act
    office.add("bad", hook.url, SHORT)
    office.queue("bad")
    assert office.deliver() == Delivered(failed=1)
    wait_for(lambda: office.unanswered.due_in() == 0)
    assert office.deliver() == Delivered(failed=1)
    wait_for(lambda: office.unanswered.left("bad") == 0)
    hook.act = None
    office.channels = []
    office.add("bad", hook.url, 20)
    assert office.deliver(after=60) == Delivered(sent=1)


def test_a_process_that_ends_waits_a_little(office, hook):
    """A hook that answers after its limit, but soon, is heard by the poll that sent, and gets no second copy."""

    def act(handler):
        time.sleep(SHORT * 1.2)
        handler.wfile.write(WELL)

    hook.act = act
    office.add("slow", hook.url, SHORT)
    office.queue("slow")
    assert office.deliver(last=True) == Delivered(sent=1)
    assert len(hook.taken) == 1


def test_a_process_that_ends_waits_not_for_ever(office, late):
    """One that does not answer costs a few times its limit, and is tried again later."""
    office.add("late", f"{late.url}/late", 0.1)
    office.queue("late")
    began = time.monotonic()
    assert office.deliver(last=True) == Delivered(failed=1)
    assert time.monotonic() - began < 20
    assert office.states("late") == ["queued"]


@pytest.mark.parametrize("moment", ["greeting", "ending", "goodbye"])
def test_a_slow_mail_server_gets_no_second_copy(office, server, moment, monkeypatch):
    """One that takes longer than the limit to greet, to take the mail, or to say goodbye: one mail, in one pass."""

    def slow(*_connection):
        time.sleep(SHORT * 1.2)
        return "250 2.0.0 ok"

    monkeypatch.setattr("monitor.alerts.sending.PATIENCE", 20)
    setattr(server, moment, slow)
    office.add("mail", mail(server), SHORT)
    office.queue("mail")
    assert office.deliver(last=True) == Delivered(sent=1)
    assert office.deliver(after=9999, last=True) == Delivered()
    assert server.taken.total() == 1


def test_a_mail_server_that_hangs_after_the_end_of_a_mail_is_waited_for(office, server, monkeypatch):
    """When nobody waits for any other answer any more: it may have the mail, and whoever hangs up never learns it."""

    def slow(_connection):
        monkeypatch.setattr("monitor.alerts.sending.PATIENCE", 0)
        time.sleep(SHORT * 1.5)
        return "250 2.0.0 ok"

    monkeypatch.setattr("monitor.alerts.sending.PATIENCE", 20)
    server.ending = slow
    office.add("mail", mail(server), SHORT)
    office.queue("mail")
    assert office.deliver(last=True) == Delivered(sent=1)
    assert server.taken.total() == 1
