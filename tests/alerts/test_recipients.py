"""Several recipients of one address: each gets a mail of its own, once, whatever becomes of the others."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from mail_server import MailServer
from waiting import wait_for

from monitor.alerts.unanswered import Unanswered
from monitor.clock import stamp
from monitor.config.model import Channel
from monitor.config.secret import Secret
from monitor.deliver import Delivered, deliver
from monitor.model import Kind, Message, Severity
from monitor.store import deliveries
from monitor.store.deliveries import list_deliveries
from monitor.store.opening import open_for_reading, open_for_writing

BEGIN = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
THREE = ("a@example.org", "b@example.org", "c@example.org")


@pytest.fixture
def server():
    mails = MailServer()
    yield mails
    mails.close()


class Office:
    """A store with one channel of three recipients, and a clock that tests move."""

    def __init__(self, path, port):
        self.path, self.port, self.now = path, port, BEGIN
        self.unanswered = None
        self.to(*THREE)

    def to(self, *recipients, login="", options="", timeout=5.0):
        url = f"mailto://{login}127.0.0.1:{self.port}/?mode=insecure&from=me@example.org{options}"
        url += f"&to={','.join(recipients)}"
        self.channel = Channel(
            "mail",
            Secret(url, "", "here"),
            frozenset(Kind),
            Severity.LOW,
            frozenset(),
            None,
            None,
            timeout,
        )

    def queue(self, subject="subject"):
        at = stamp(self.now)
        with open_for_writing(self.path) as store, store.transaction():
            return deliveries.enqueue(
                store, "mail", None, Message(subject, "body"), [], queued_at=at, due_at=at
            )

    def deliver(self, *, after=0.0):
        self.now += timedelta(seconds=after)
        with open_for_writing(self.path) as store:
            return deliver(store, [self.channel], clock=lambda: self.now, unanswered=self.unanswered)

    def retry(self, *ids, dead=False):
        with open_for_writing(self.path) as store:
            deliveries.make_due(store, stamp(self.now), ids=ids, dead=dead)
        return self.deliver()

    def row(self, number):
        with open_for_reading(self.path) as reader:
            return list_deliveries(reader, delivery=number)[0]

    def states(self, number):
        return {each["target"]: each["state"] for each in self.row(number)["targets"]}


@pytest.fixture
def office(tmp_path, server):
    return Office(tmp_path / "store.db", server.port)


def test_each_recipient_gets_a_mail_of_its_own(office, server):
    """Of those named in ``to``, ``cc`` and ``bcc``, each gets one, also who is named twice."""
    office.to(*THREE, options="&cc=d@example.org,a@example.org&bcc=e@example.org")
    number = office.queue()
    assert office.deliver() == Delivered(sent=1)
    assert server.taken == Counter([*THREE, "d@example.org", "e@example.org"])
    assert set(office.states(number).values()) == {"sent"}
    assert office.row(number)["state"] == "sent"
    assert "queued as 4F3" in office.row(number)["said"]


def test_a_deferred_recipient_costs_the_others_no_copy(office, server):
    """Greylisting of one is tried again for that one alone, and the list says who has the mail."""
    server.replies["b@example.org"] = "451 4.7.1 greylisted"
    number = office.queue()
    for _ in range(5):
        assert office.deliver(after=5000) == Delivered(failed=1)
    assert server.taken == Counter(["a@example.org", "c@example.org"])
    assert office.states(number) == {
        "a@example.org": "sent",
        "b@example.org": "queued",
        "c@example.org": "sent",
    }
    row = office.row(number)
    assert row["state"] == "queued"
    assert row["last_error"].startswith("b@example.org: ")
    assert "451 4.7.1 greylisted" in row["last_error"]
    assert "c@example.org" not in row["last_error"]
    server.replies.clear()
    assert office.deliver(after=5000) == Delivered(sent=1)
    assert server.taken == Counter(THREE)
    assert office.row(number)["state"] == "sent"


def test_a_refused_recipient_is_dead_for_that_one_alone(office, server):
    """Nobody tries it again; the others have the mail, and the delivery says that one has not."""
    server.replies["b@example.org"] = "550 5.1.1 no such user"
    number = office.queue()
    assert office.deliver() == Delivered(failed=1)
    for _ in range(3):
        assert office.deliver(after=5000) == Delivered()
    assert server.asked["b@example.org"] == 1
    assert server.taken == Counter(["a@example.org", "c@example.org"])
    assert office.states(number)["b@example.org"] == "dead"
    row = office.row(number)
    assert row["state"] == "dead"
    assert "550 5.1.1 no such user" in row["last_error"]


def test_a_refused_and_a_deferred_recipient(office, server):
    """The deferred one is tried until it has the mail; then the refused one is all that is said."""
    server.replies |= {"a@example.org": "550 5.1.1 no such user", "b@example.org": "451 4.7.1 later"}
    number = office.queue()
    assert office.deliver() == Delivered(failed=1)
    assert office.row(number)["state"] == "queued"
    del server.replies["b@example.org"]
    assert office.deliver(after=60) == Delivered(failed=1)
    row = office.row(number)
    assert row["state"] == "dead"
    assert "no such user" in row["last_error"]
    assert "b@example.org" not in row["last_error"]
    assert server.asked == Counter({"a@example.org": 1, "b@example.org": 2, "c@example.org": 1})


def test_what_was_given_up_is_retried_for_those_who_lack_it(office, server):
    """``deliveries retry --dead`` sends to the refused recipient alone."""
    server.replies["b@example.org"] = "550 5.1.1 no such user"
    number = office.queue()
    office.deliver()
    server.replies.clear()
    assert office.retry(dead=True) == Delivered(sent=1)
    assert server.taken == Counter(THREE)
    assert office.row(number)["state"] == "sent"


def test_a_recipient_that_was_taken_off_is_no_failure_any_more(office, server):
    """A retry of a message that all who are left have sends nothing."""
    server.replies["b@example.org"] = "550 5.1.1 no such user"
    number = office.queue()
    office.deliver()
    office.to("a@example.org", "c@example.org")
    assert office.retry(number) == Delivered(sent=1)
    assert server.taken == Counter(["a@example.org", "c@example.org"])
    assert office.row(number)["state"] == "sent"


def test_a_slow_yes_is_waited_for(office, server):
    """A server that takes its time after the end of a mail has it; nobody gets two."""
    server.ending = lambda _connection: time.sleep(0.2) or "250 2.0.0 ok"
    office.queue()
    assert office.deliver() == Delivered(sent=1)
    assert server.taken == Counter(THREE)


def test_a_yes_after_the_limit_counts(office, server, monkeypatch):
    """Who answers after the send's limit has the mail: the next attempt hears of it and sends no second copy."""
    monkeypatch.setattr("monitor.alerts.attempt.TIMEOUTS_BEFORE_REST", 9)
    monkeypatch.setattr("monitor.deliver.TIMEOUTS_BEFORE_REST", 9)
    office.unanswered = Unanswered()
    taken = threading.Event()
    server.ending = lambda _connection: "250 2.0.0 ok" if taken.wait(30) else None
    office.to(*THREE, timeout=0.4)
    number = office.queue()
    assert office.deliver() == Delivered(failed=1)
    wait_for(lambda: server.asked == Counter(THREE))
    assert office.deliver(after=60) == Delivered(failed=1)  # still no answer, and no second mail
    taken.set()
    late = [sending for waiting in office.unanswered for sending in waiting.made.late.values()]
    wait_for(lambda: all(sending.result() is not None for sending in late))
    assert office.deliver(after=5000) == Delivered(sent=1)
    assert server.taken == server.asked == Counter(THREE)
    assert office.row(number)["state"] == "sent"


def test_a_connection_that_drops_after_the_end_of_a_mail(office, server):
    """Nobody knows whether it was taken: it is tried again, for the recipient whose answer is missing alone."""
    answers = iter(["250 2.0.0 ok", None, "250 2.0.0 ok", "250 2.0.0 ok"])
    server.ending = lambda _connection: next(answers)
    number = office.queue()
    assert office.deliver() == Delivered(failed=1)
    assert sorted(office.states(number).values()) == ["queued", "sent", "sent"]
    assert office.deliver(after=60) == Delivered(sent=1)
    assert server.taken == Counter(THREE)
    assert server.asked.total() == 4


@pytest.mark.parametrize(
    "refusal",
    ["535 5.7.8 bad credentials", "550 5.7.30 Basic authentication is not supported for Client Submission."],
)
def test_a_refused_login_is_tried_once_for_all_recipients(office, server, refusal):
    """A wrong password is not offered once for each of them, and no message is given up for it."""
    office.to(*THREE, login="me:wrong@")
    server.login = refusal
    number = office.queue()
    assert office.deliver() == Delivered(failed=1)
    assert server.logins == 1
    assert office.row(number)["state"] == "queued"
    server.login = "235 2.7.0 welcome"
    assert office.deliver(after=3700) == Delivered(sent=1)
    assert server.taken == Counter(THREE)


def test_a_worker_that_lost_its_claim_stops(office, server, monkeypatch):
    """Where another worker has taken over, the first one sends to no further recipient."""
    number = office.queue()

    def overtake(_connection):
        server.ending = lambda _connection: "250 2.0.0 ok"
        with open_for_writing(office.path) as store:
            store.execute("UPDATE deliveries SET claimed_by = 'other' WHERE id = ?", [number])
        return "250 2.0.0 ok"

    server.ending = overtake
    assert office.deliver() == Delivered()
    assert server.taken.total() == 1
