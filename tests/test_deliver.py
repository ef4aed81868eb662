"""Deliveries: each sent once, tried again for long, given up at last, and no channel in another's way."""

import logging
import sqlite3
import threading
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta

import pytest

from monitor.alerts.outcome import Result, SendStatus
from monitor.alerts.settle import FEWEST_ATTEMPTS
from monitor.clock import stamp
from monitor.config.model import Channel
from monitor.config.secret import Secret
from monitor.deliver import Delivered, deliver
from monitor.errors import Busy
from monitor.model import Kind, Message, Severity
from monitor.store import deliveries
from monitor.store.deliveries import list_deliveries
from monitor.store.opening import open_for_reading, open_for_writing

BEGIN = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECRET = "s3cr3t-t0ken"


def channel(name, url=None):
    return Channel(
        name=name,
        url=Secret(url or f"json://{name}/{SECRET}", "", f"[[channel]] ({name}) url"),
        kinds=frozenset(Kind),
        severity=Severity.LOW,
        trials=frozenset(),
        send=None,
        quiet=None,
    )


class Post:
    """A sender by whose order messages arrive or do not; ``sent`` has what came, by channel."""

    def __init__(self):
        self.sent = []
        self.outcomes = {}
        self.during = lambda: None

    def __call__(self, url, message, *, seconds, target=""):
        name = target or url.removeprefix("json://").partition("/")[0]
        self.during()
        outcome = self.outcomes.get(name, SendStatus.SENT)
        if isinstance(outcome, Exception):
            raise outcome
        self.sent.append((name, message.subject))
        return outcome if isinstance(outcome, Result) else Result(outcome, f"{outcome} it is")


class Office:
    """A store, a clock that tests move, and channels."""

    def __init__(self, path):
        self.path = path
        self.now = BEGIN
        self.post = Post()
        self.channels = [channel("good"), channel("bad")]

    def queue(self, name, subject="s", *, due=None):
        """Queue a message."""
        with open_for_writing(self.path) as store, store.transaction():
            return deliveries.enqueue(
                store,
                name,
                None,
                Message(subject, "b"),
                [],
                queued_at=stamp(self.now),
                due_at=stamp(due or self.now),
            )

    def deliver(self, *, after=0.0, **options):
        """Try what is due, some seconds later."""
        self.now += timedelta(seconds=after)
        with open_for_writing(self.path) as store:
            return deliver(store, self.channels, clock=lambda: self.now, sender=self.post, **options)

    def row(self, number):
        """Return a delivery as ``deliveries --json`` has it."""
        with open_for_reading(self.path) as reader:
            return list_deliveries(reader, delivery=number)[0]


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "store.db")


def test_sent_once(office):
    """What is due is sent, once; the row says when, and that there was no error."""
    number = office.queue("good")
    assert office.deliver() == Delivered(sent=1)
    assert office.deliver(after=86400) == Delivered()
    assert office.post.sent == [("good", "s")]
    row = office.row(number)
    assert (row["state"], row["attempts"], row["sent_at"]) == ("sent", 1, stamp(BEGIN))
    assert row["last_error"] is row["next_attempt_at"] is None


def test_oldest_first(office):
    """Messages of a channel arrive in the order in which they were queued."""
    for subject in "abc":
        office.queue("good", subject)
    office.deliver()
    assert [subject for _, subject in office.post.sent] == ["a", "b", "c"]


def test_not_before_it_is_due(office):
    """A digest waits for its time, and waiting is no failure."""
    office.queue("good", due=BEGIN + timedelta(hours=1))
    assert office.deliver(after=3599) == Delivered()
    assert office.deliver(after=1) == Delivered(sent=1)


def test_backoff_grows_and_outlives_restarts(office):
    """Each failure waits longer, up to an hour; the store remembers, whoever tries next."""
    office.post.outcomes["bad"] = SendStatus.LATER
    number = office.queue("bad")
    waits = []
    for _ in range(10):
        assert office.deliver() == Delivered(failed=1)
        assert office.deliver() == Delivered(), "not due yet"
        due = datetime.fromisoformat(office.row(number)["next_attempt_at"])
        waits.append((due - office.now).total_seconds())
        office.now = due
    assert all(
        0.79 * wait <= got <= 1.21 * wait for wait, got in zip((30, 60, 120, 240), waits, strict=False)
    )
    assert 2800 <= waits[-1] <= 4400
    assert office.row(number)["attempts"] == 10
    assert office.row(number)["last_error"] == "later it is"
    office.post.outcomes.clear()
    assert office.deliver() == Delivered(sent=1)
    assert office.row(number)["last_error"] is None


def test_dead_after_a_bounded_time(office):
    """After some days of trying a message is given up, and tried no more."""
    office.post.outcomes["bad"] = SendStatus.LATER
    number = office.queue("bad")
    while office.row(number)["state"] == "queued":
        office.deliver(after=4400)
        assert office.now - BEGIN < timedelta(days=5)
    assert office.now - BEGIN > timedelta(days=3)
    row = office.row(number)
    assert (row["state"], row["next_attempt_at"], row["last_error"]) == ("dead", None, "later it is")
    assert office.deliver(after=86400) == Delivered()


def test_long_wait_for_a_digest_is_no_trying(office):
    """A message that waited a week for its digest is not dead after its first failure."""
    office.post.outcomes["bad"] = SendStatus.LATER
    number = office.queue("bad", due=BEGIN + timedelta(days=7))
    office.deliver(after=7 * 86400)
    assert office.row(number)["state"] == "queued"
    for _ in range(FEWEST_ATTEMPTS - 1):
        assert office.row(number)["state"] == "queued"
        office.deliver(after=4400)
    assert office.row(number)["state"] == "dead"


def test_refused_for_good(office):
    """A permanent refusal is dead at once and counts as a failure."""
    office.post.outcomes["bad"] = SendStatus.DEAD
    number = office.queue("bad")
    assert office.deliver() == Delivered(failed=1)
    assert office.row(number)["state"] == "dead"
    assert office.row(number)["last_error"] == "dead it is"


@pytest.mark.parametrize(
    "trouble",
    [SendStatus.LATER, SendStatus.DEAD, SendStatus.TIMEOUT, RuntimeError(SECRET), UnicodeError("x")],
    ids=str,
)
def test_bad_channel_neither_holds_back_nor_doubles_a_good_one(office, trouble):
    """Whatever becomes of one channel's message, the other's is sent, and sent once."""
    office.post.outcomes["bad"] = trouble
    for subject in "abc":
        office.queue("bad", subject)
        office.queue("good", subject)
    for _ in range(5):
        office.deliver(after=600)
    assert [subject for name, subject in office.post.sent if name == "good"] == list("abc")


def test_secret_that_is_gone(office, monkeypatch):
    """A channel whose variable is gone waits for it; the others are served."""
    monkeypatch.delenv("GONE_URL", raising=False)
    office.channels[1] = channel("bad", "${GONE_URL}")
    number, good = office.queue("bad"), office.queue("good")
    assert office.deliver() == Delivered(sent=1, failed=1)
    assert office.row(good)["state"] == "sent"
    assert "GONE_URL is not set" in office.row(number)["last_error"]
    monkeypatch.setenv("GONE_URL", "json://bad/x")
    assert office.deliver(after=60) == Delivered(sent=1)


def test_hanging_channel_rests_for_the_round(office):
    """After three timeouts a channel's other messages wait for the next poll, unattempted."""
    office.post.outcomes["bad"] = SendStatus.TIMEOUT
    numbers = [office.queue("bad", str(number)) for number in range(10)]
    good = office.queue("good")
    assert office.deliver() == Delivered(sent=1, failed=3)
    assert office.row(good)["state"] == "sent"
    assert [office.row(number)["attempts"] for number in numbers] == [1] * 3 + [0] * 7
    assert office.deliver() == Delivered(failed=3)


def test_error_of_ours_shows_no_secret(office, caplog):
    """What a broken sender says is not kept: it may hold the address."""
    caplog.set_level(logging.DEBUG)
    office.post.outcomes["bad"] = RuntimeError(f"cannot reach json://bad/{SECRET}")
    number = office.queue("bad")
    office.deliver()
    error = office.row(number)["last_error"]
    assert error.startswith("RuntimeError")
    assert SECRET not in f"{error}{[record.__dict__ for record in caplog.records]}"


def test_settled_deliveries_are_logged(office, caplog):
    """Each attempt is an event of the log, with channel and state."""
    caplog.set_level(logging.INFO, "monitor")
    office.queue("good")
    office.post.outcomes["bad"] = SendStatus.DEAD
    office.queue("bad")
    office.deliver()
    assert {(record.levelname, record.channel, record.state) for record in caplog.records} == {
        ("INFO", "good", "sent"),
        ("WARNING", "bad", "dead"),
    }


def test_channel_that_is_not_configured(office):
    """A message for a channel that is not there waits, is no failure, and goes out when the channel is back."""
    number = office.queue("former")
    assert office.deliver() == Delivered()
    assert office.row(number)["attempts"] == 0
    office.channels.append(channel("former"))
    assert office.deliver() == Delivered(sent=1)


def test_only_one(office):
    """One delivery alone can be tried."""
    first, second = office.queue("good", "a"), office.queue("good", "b")
    assert office.deliver(only=[second]) == Delivered(sent=1)
    assert office.row(first)["state"] == "queued"


def test_stops_between_messages(office):
    """Told to stop, it finishes the message that is under way and leaves the rest."""
    for subject in "abc":
        office.queue("good", subject)
    assert office.deliver(stopping=lambda: len(office.post.sent) == 2) == Delivered(sent=2)
    assert office.deliver() == Delivered(sent=1)


def test_two_workers_send_nothing_twice(office):
    """Two processes at once: each message goes out once, by one of them."""
    for number in range(20):
        office.queue("good", str(number))
    together = threading.Barrier(2)
    workers = [threading.Thread(target=lambda: (together.wait(), office.deliver())) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(office.post.sent) == sorted(("good", str(number)) for number in range(20))


def test_claim_of_one_who_died(office):
    """What a worker that died had claimed is left alone at first, and sent within two minutes."""
    number = office.queue("good")

    class Died(BaseException):
        pass

    def die():
        raise Died

    office.post.during = die
    with pytest.raises(Died):
        office.deliver()
    office.post.during = lambda: None
    assert office.deliver(after=30) == Delivered()
    assert office.deliver(after=89) == Delivered(sent=1)
    assert office.row(number)["attempts"] == 2


def test_lost_claim_is_not_settled(office):
    """A worker whose lease ran out while it sent does not undo what the next one settled."""
    number = office.queue("good")

    def overtake():
        office.post.during = lambda: None
        office.now += timedelta(seconds=200)
        office.deliver()
        office.post.outcomes["good"] = SendStatus.DEAD

    office.post.during = overtake
    office.deliver()
    assert office.row(number)["state"] == "sent"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # apprise imports what Python is about to drop
def test_real_sender_and_nobody_there(office):
    """With the real sender a connection refused is tried again later, and the address is not kept."""
    office.channels[1] = channel("bad", f"json://127.0.0.1:1/{SECRET}")
    number = office.queue("bad")
    with open_for_writing(office.path) as store:
        assert deliver(store, office.channels, clock=lambda: office.now) == Delivered(failed=1)
    assert office.row(number)["state"] == "queued"
    assert "Connection refused" in office.row(number)["last_error"]
    assert SECRET.encode() not in office.path.read_bytes()
    assert SECRET not in str(office.row(number))


def subjects(office, name="bad"):
    """Return what was tried at a channel, and forget it."""
    tried = [subject for channel_name, subject in office.post.sent if channel_name == name]
    office.post.sent.clear()
    return tried


def test_a_refused_login_holds_the_channel(office):
    """One message is tried each hour, the others are not touched; other channels are served; the right login sends all."""
    office.post.outcomes["bad"] = SendStatus.UNAUTHORIZED
    numbers = [office.queue("bad", subject) for subject in "abc"]
    good = office.queue("good")
    assert office.deliver() == Delivered(sent=1, failed=1)
    assert office.row(good)["state"] == "sent"
    for _ in range(5):
        assert office.deliver(after=700) == Delivered()
    assert office.deliver(after=200) == Delivered(failed=1)
    assert subjects(office) == ["a", "a"]
    assert [office.row(number)["attempts"] for number in numbers] == [2, 0, 0]
    assert {office.row(number)["next_attempt_at"] for number in numbers} == {stamp(office.now + HOUR)}
    office.post.outcomes.clear()
    assert office.deliver(after=3600) == Delivered(sent=3)
    late = office.queue("bad", "d")
    assert office.deliver() == Delivered(sent=1)
    assert office.row(late)["attempts"] == 1


def test_a_refused_login_gives_messages_up_by_their_days(office):
    """What has waited for as long as messages are tried is given up, all of it, and younger messages wait on."""
    office.post.outcomes["bad"] = SendStatus.UNAUTHORIZED
    old = [office.queue("bad", subject) for subject in "ab"]
    office.deliver()
    young = 0
    while office.row(old[0])["state"] == "queued":
        office.deliver(after=4 * 3601)
        if not young and office.now - BEGIN > timedelta(days=2):
            young = office.queue("bad", "young")
    assert timedelta(days=4) < office.now - BEGIN < timedelta(days=4, hours=5)
    assert [office.row(number)["state"] for number in old] == ["dead", "dead"]
    assert office.row(young)["state"] == "queued"
    assert "young" not in subjects(office)
    office.deliver(after=3601)
    assert subjects(office) == ["young"]


def test_a_digest_that_waits_is_not_given_up_with_a_refused_login(office):
    """What is not due yet has not been tried in vain, however old it is."""
    office.post.outcomes["bad"] = SendStatus.UNAUTHORIZED
    office.queue("bad")
    weekly = office.queue("bad", due=BEGIN + timedelta(days=7))
    for _ in range(25):
        office.deliver(after=4 * 3601)
    assert office.now - BEGIN > timedelta(days=4)
    assert office.row(weekly)["state"] == "queued"


@pytest.mark.parametrize(("asked", "seconds"), [(120, 120), (0, 1), (10**9, 6 * 3600)])
def test_a_channel_rests_as_long_as_its_service_asks(office, asked, seconds):
    """Nothing is tried there until then, and then all of it; no rest is longer than six hours."""
    office.post.outcomes["bad"] = Result(SendStatus.LATER, "429 slow down", rest=asked)
    for subject in "ab":
        office.queue("bad", subject)
    assert office.deliver() == Delivered(failed=1)
    office.post.outcomes.clear()
    assert office.deliver(after=seconds - 1) == Delivered()
    assert office.deliver(after=1) == Delivered(sent=2)


def test_a_service_that_always_asks_for_a_moment_is_not_tried_each_moment(office):
    """The rests grow, as other waits do."""
    office.post.outcomes["bad"] = Result(SendStatus.LATER, "429 slow down", rest=1)
    office.queue("bad")
    for _ in range(100):
        office.deliver(after=1)
    assert len(subjects(office)) == 7


def test_a_rest_of_a_clock_that_was_ahead_is_void(office):
    """A time to come in which a rest began was written by a clock that has been set back since."""
    office.post.outcomes["bad"] = Result(SendStatus.LATER, "429 slow down", rest=3600)
    office.now += timedelta(days=1000)
    office.queue("bad")
    office.deliver()
    office.post.outcomes.clear()
    office.now = BEGIN
    assert office.deliver() == Delivered(sent=1)


def test_days_of_deferring_end_for_the_deferred_one(office):
    """Of several targets one is given up after the usual days; the other has had its message all the time."""
    office.post.outcomes["slow"] = SendStatus.LATER
    number = office.queue("bad")
    while office.row(number)["state"] == "queued":
        office.deliver(after=4 * 4400, names=lambda _url: ["quick", "slow"])
        assert office.now - BEGIN < timedelta(days=6)
    assert [(each["target"], each["state"]) for each in office.row(number)["targets"]] == [
        ("quick", "sent"),
        ("slow", "dead"),
    ]
    assert [name for name, _ in office.post.sent].count("quick") == 1


def test_hanging_targets_rest_for_the_round(office):
    """After three timeouts the other targets of a channel wait for the next round."""
    office.post.outcomes |= dict.fromkeys("abcde", SendStatus.TIMEOUT)
    number = office.queue("bad")
    assert office.deliver(names=lambda _url: list("abcdef")) == Delivered(failed=1)
    assert len(office.post.sent) == 3
    assert office.row(number)["state"] == "queued"


def test_stops_between_targets(office):
    """Told to stop, it finishes the target that is under way; the others are tried later, and this is said."""
    number = office.queue("bad")
    names = lambda _url: list("abc")  # noqa: E731
    assert office.deliver(names=names, stopping=lambda: len(office.post.sent) == 1) == Delivered(failed=1)
    row = office.row(number)
    assert (row["state"], row["last_error"]) == ("queued", "2 targets not tried yet")
    assert office.deliver(names=names, after=60) == Delivered(sent=1)
    assert office.post.sent == [("a", "s"), ("b", "s"), ("c", "s")]


@pytest.mark.parametrize(("lease", "state"), [(0.1, "queued"), (30.0, "sent")])
def test_a_locked_store_is_waited_for_as_long_as_the_claim_lasts(office, monkeypatch, lease, state):
    """What was sent while another process writes is settled when that one ends, if that is within the lease."""
    monkeypatch.setattr(deliveries, "LEASE_SECONDS", lease)
    number = office.queue("good")
    release = threading.Event()

    def hold(held):
        with closing(sqlite3.connect(office.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            held.set()
            release.wait(0.5)

    def lock():
        held = threading.Event()
        threading.Thread(target=hold, args=(held,)).start()
        held.wait()

    office.post.during = lock
    with nullcontext() if state == "sent" else pytest.raises(Busy):
        office.deliver()
    release.set()
    assert office.row(number)["state"] == state
