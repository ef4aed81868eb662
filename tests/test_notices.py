"""Tests of notices about the watch itself, and of digests, with the time as an argument."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from asking import in_json
from records import a_record, letters

from monitor.alerts.outcome import Result, SendStatus
from monitor.clock import stamp
from monitor.config.load import load
from monitor.core.records.canonical import fingerprint
from monitor.ctgov.api import Study
from monitor.deliver import deliver
from monitor.digest import queue_digests
from monitor.model import Message
from monitor.notices import notify
from monitor.poll.ingest import Ingester
from monitor.store import deliveries, untried
from monitor.store.changes import list_changes
from monitor.store.deliveries import list_deliveries
from monitor.store.moving import move
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.polls import add_poll
from monitor.store.state import ALARMS, LAST_SUCCESS_AT, NEXT_HEARTBEAT_AT, get_state, set_state
from monitor.store.trials import add_alias, ensure_trial, record_failure, update_trial

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")  # apprise, where digests ask it
BEGIN = datetime(2026, 9, 7, 11, 59, tzinfo=UTC)  # a Monday, a minute before 08:00 in New York
CONFIG = """
[store]
path = "{path}"
[schedule]
stale_after = "3d"
[[watch]]
trial = "NCT90000001"
related = ["NCT90000002"]
[[channel]]
name = "now"
url = "json://127.0.0.1:9/"
[[channel]]
name = "daily"
url = "json://127.0.0.1:9/"
send = "daily 08:00"
"""


class Desk:
    """A store, a configuration, and a clock that tests move."""

    def __init__(self, folder):
        self.path = folder / "store.db"
        (folder / "c.toml").write_text(CONFIG.format(path=self.path), encoding="utf-8")
        self.config = load(folder / "c.toml")
        self.now = BEGIN

    def polled(self, outcome="done", *, success=True):
        """Note a poll."""
        with open_for_writing(self.path) as store, store.transaction():
            at = stamp(self.now)
            add_poll(
                store,
                started_at=at,
                finished_at=at,
                release="r",
                outcome=outcome,
                requests=1,
                bytes=10,
                checked=2,
                changed=0,
                failed=0,
            )
            if success:
                set_state(store, LAST_SUCCESS_AT, at)

    def notices(self, **later):
        """Look at the watch some time later; return the subjects of what was queued for one channel."""
        self.now += timedelta(**later)
        with open_for_writing(self.path) as store:
            before = {row["id"] for row in self.rows()}
            notify(store, self.config, self.now)
        return [
            row["subject"]
            for row in reversed(self.rows())
            if row["id"] not in before and row["channel"] == "now"
        ]

    def rows(self):
        with open_for_reading(self.path) as reader:
            return list_deliveries(reader)

    def served(self, *records):
        """Take in records as a poll would."""
        with open_for_writing(self.path) as store, store.transaction():
            ingester = Ingester(store, self.config, self.now)
            ingester.release = stamp(self.now)
            for record in records:
                raw = letters(record)
                nct = record["protocolSection"]["identificationModule"]["nctId"]
                ingester.ingest(ensure_trial(store, nct), Study(nct, raw, fingerprint(raw), record))


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    desk.polled()
    return desk


def test_staleness_is_told_once_and_its_end_once(desk):
    """Three days without a successful poll: one notice; with the next success: one more; the heartbeat names it."""
    assert desk.notices(days=2, hours=23) == []
    assert desk.notices(hours=2) == ["nctwatch: no successful poll for too long"]
    (heartbeat,) = desk.notices(days=5)
    assert heartbeat.startswith("nctwatch: still watching")
    assert heartbeat.endswith("; 1 problem")
    desk.polled()
    assert desk.notices(minutes=1) == ["nctwatch: polls succeed again"]
    assert desk.notices(minutes=1) == []


def test_a_refusal_is_told_once(desk):
    """The edge's 403 in the last poll is told, and that it is over."""
    desk.polled("refused", success=False)
    assert desk.notices() == ["nctwatch: the registry refuses this client"]
    desk.polled("refused", success=False)
    assert desk.notices() == []
    desk.polled("unreachable", success=False)
    assert desk.notices() == []  # nobody has seen that it is over
    desk.polled()
    assert desk.notices() == ["nctwatch: the registry answers again"]


def test_a_trial_that_fails_three_times_is_told(desk):
    """Failures that are not its own do not count; the first good answer ends it."""
    for _ in range(3):
        assert desk.notices() == []
        with open_for_writing(desk.path) as store:
            trial = ensure_trial(store, "NCT90000001")
            record_failure(store, trial, "down", own=False)
            record_failure(store, trial, "cut off", own=True)
    assert desk.notices() == ["nctwatch: 1 trial could not be fetched repeatedly"]
    desk.served(a_record("NCT90000001"))
    assert desk.notices() == ["nctwatch: 1 trial can be fetched again"]


def test_a_failing_trial_that_is_gone_was_not_fetched_again(desk):
    """That the registry has it no more is no sign that it can be fetched."""
    with open_for_writing(desk.path) as store:
        trial = ensure_trial(store, "NCT90000001")
        for _ in range(3):
            record_failure(store, trial, "cut off", own=True)
    assert desk.notices() == ["nctwatch: 1 trial could not be fetched repeatedly"]
    with open_for_writing(desk.path) as store:
        update_trial(store, trial, gone_at=stamp(desk.now), last_error=None)
    assert desk.notices() == []
    desk.served(a_record("NCT90000001"))
    assert desk.notices() == []


def test_a_given_up_message_is_told_until_the_channel_works_again(desk):
    """A dead delivery raises one alarm for its channel; the next one sent ends it."""

    def sent(outcome):
        with open_for_writing(desk.path) as store:
            with store.transaction():
                deliveries.enqueue(
                    store,
                    "now",
                    None,
                    Message("s", "b"),
                    [],
                    queued_at=stamp(desk.now),
                    due_at=stamp(desk.now),
                )
            deliver(
                store,
                desk.config.channels[:1],
                clock=lambda: desk.now,
                sender=lambda *_, **__: Result(outcome, "it said so"),
            )

    sent(SendStatus.DEAD)
    assert desk.notices(seconds=1) == ["nctwatch: messages were given up"]
    assert desk.notices(seconds=1) == []
    with open_for_writing(desk.path) as store:
        assert deliveries.make_due(store, stamp(desk.now), dead=True)
    assert desk.notices(seconds=1) == []  # that it is tried again does not say that it works
    sent(SendStatus.SENT)
    assert desk.notices(seconds=1) == ["nctwatch: messages go out again"]


def test_a_refused_login_is_told_once_until_a_message_is_sent(desk):
    """With the command that repairs it; another failure is no sign that the login is right."""

    def tried(outcome):
        with open_for_writing(desk.path) as store:
            deliver(
                store,
                desk.config.channels[:1],
                clock=lambda: desk.now,
                sender=lambda *_, **__: Result(outcome, "smtp://h:587 answered 535 bad credentials"),
            )

    with open_for_writing(desk.path) as store, store.transaction():
        at = stamp(desk.now)
        deliveries.enqueue(store, "now", None, Message("s", "b"), [], queued_at=at, due_at=at)
    tried(SendStatus.UNAUTHORIZED)
    assert desk.notices() == ["nctwatch: the login of a channel is refused"]
    body = desk.rows()[0]["body"]
    assert "535 bad credentials" in body
    assert "`nctwatch deliveries retry --channel " in body
    for outcome in (SendStatus.UNAUTHORIZED, SendStatus.LATER, SendStatus.TIMEOUT, SendStatus.DEAD):
        desk.now += timedelta(hours=1)
        tried(outcome)
        assert "nctwatch: the login of a channel is accepted again" not in desk.notices()
    desk.now += timedelta(hours=1)
    tried(SendStatus.SENT)
    assert "nctwatch: the login of a channel is accepted again" in desk.notices()


@pytest.mark.parametrize("outcome", ["unreachable", "refused", "cut"])
def test_a_refusal_ends_only_when_the_registry_was_seen_to_answer(desk, outcome):
    """Whatever goes wrong after it is no heartbeat message."""
    desk.polled("refused", success=False)
    assert desk.notices() == ["nctwatch: the registry refuses this client"]
    desk.polled(outcome, success=False)
    assert desk.notices() == []
    desk.polled()
    assert desk.notices() == ["nctwatch: the registry answers again"]


def test_what_is_no_longer_configured_ends_without_a_word(desk):
    """A trial that was taken off the list, and a channel: nobody has seen that either works again."""
    with open_for_writing(desk.path) as store:
        trial = ensure_trial(store, "NCT90000001")
        for _ in range(3):
            record_failure(store, trial, "cut off", own=True)
    assert len(desk.notices()) == 1
    watches = (replace(desk.config.watches[0], trial="NCT90000002", related=()),)
    desk.config = replace(desk.config, watches=watches)
    assert desk.notices() == []
    with open_for_reading(desk.path) as reader:
        assert get_state(reader, ALARMS) == []


def test_a_trial_that_is_watched_by_a_former_number_is_told(desk):
    """Its failures are raised under its present number, and so is their end."""
    with open_for_writing(desk.path) as store:
        trial = ensure_trial(store, "NCT90000009")
        add_alias(store, trial, "NCT90000001")
        for _ in range(3):
            record_failure(store, trial, "cut off", own=True)
    assert desk.notices() == ["nctwatch: 1 trial could not be fetched repeatedly"]
    desk.served(a_record("NCT90000009"))
    assert desk.notices() == ["nctwatch: 1 trial can be fetched again"]


def test_the_heartbeat_comes_weekly_and_says_what_is_wrong(desk):
    """Monday at eight in New York, over the change of clocks too; never "all is well" when it is not."""
    assert desk.notices() == []  # the first look only says when the next one is due
    desk.polled()
    assert [subject[:25] for subject in desk.notices(minutes=2)] == ["nctwatch: still watching "]
    assert desk.notices(days=1) == []
    for _ in range(9):  # to Monday, 2 November, when New York has put its clocks back
        desk.now += timedelta(days=6)
        desk.polled()
        desk.notices(days=1)
    with open_for_writing(desk.path) as store:
        assert get_state(store, NEXT_HEARTBEAT_AT).endswith("T13:00:00Z")
    assert desk.notices(days=8) == [
        "nctwatch: no successful poll for too long",
        "nctwatch: still watching 2 trials, no important changes; 1 problem",
    ]
    body = desk.rows()[0]["body"]
    assert "There is 1 problem:" in body
    assert "The last successful poll was at" in body
    assert "All is well" not in body


def test_a_trial_that_is_watched_no_more_is_no_problem_of_the_heartbeat(desk):
    """What is not configured any more raises nothing and silences nothing."""
    desk.notices()
    with open_for_writing(desk.path) as store:
        trial = ensure_trial(store, "NCT90000003")
        for _ in range(3):
            record_failure(store, trial, "cut off", own=True)
    desk.polled()
    assert desk.notices(minutes=2) == ["nctwatch: still watching 2 trials, no important changes"]
    assert "All is well" in desk.rows()[0]["body"]


def test_messages_of_a_renamed_channel_are_told_of_and_moved(desk):
    """A notice names the command that gives them to the new name; nothing waits in vain, and its end is told."""

    def renamed(name):
        first, *others = desk.config.channels
        desk.config = replace(desk.config, channels=(replace(first, name=name), *others))

    at = stamp(desk.now)
    with open_for_writing(desk.path) as store, store.transaction():
        deliveries.enqueue(store, "now", None, Message("s", "b"), [], queued_at=at, due_at=at)
        deliveries.enqueue(store, "daily", None, Message("s", "b"), [], queued_at=at, due_at=at)
    assert desk.notices() == []
    renamed("the team")
    desk.notices()
    (told, _) = [row for row in desk.rows() if row["subject"].startswith("nctwatch")]
    assert told["subject"] == "nctwatch: messages wait for a channel that is not configured"
    assert "1 message waiting for the channel now" in told["body"]
    assert "`nctwatch deliveries move now 'the team'`" in told["body"]
    with open_for_writing(desk.path) as store:
        assert move(store, "now", "the team", stamp(desk.now)) == 1
        assert move(store, "now", "the team", stamp(desk.now)) == 0
        sent = deliver(
            store,
            desk.config.channels[:1],
            clock=lambda: desk.now,
            sender=lambda *_, **__: Result(SendStatus.SENT, "ok"),
        )
    assert sent.sent == 2
    desk.notices()
    assert desk.rows()[0]["subject"] == "nctwatch: no message waits for a channel that is not configured"


def test_a_clock_that_was_years_ahead_silences_no_notice(desk):
    """Neither staleness nor the heartbeat waits until the time comes that a wrong clock wrote down."""
    desk.now += timedelta(days=1500)
    desk.polled()
    desk.notices()
    desk.now = BEGIN
    assert desk.notices() == ["nctwatch: no successful poll for too long"]
    desk.polled()
    assert desk.notices() == ["nctwatch: polls succeed again"]
    desk.now += timedelta(days=7)
    desk.polled()
    assert [subject for subject in desk.notices() if "still watching" in subject]


def test_a_digest_is_one_message_grouped_by_trial(desk):
    """What waits for eight o'clock goes out as one message with all its changes; "now" gets two at once."""
    both = ("NCT90000001", "NCT90000002")
    desk.served(*map(a_record, both))
    desk.now += timedelta(hours=3)
    desk.served(*(a_record(nct, statusModule__overallStatus="COMPLETED") for nct in both))
    assert [row["channel"] for row in desk.rows()] == ["daily", "now", "daily", "now"]
    with open_for_writing(desk.path) as store:
        assert queue_digests(store, desk.config.channels, desk.now) == 0
        desk.now += timedelta(days=1)
        assert queue_digests(store, desk.config.channels, desk.now) == 2
        assert queue_digests(store, desk.config.channels, desk.now) == 0
    [digest] = [row for row in desk.rows() if row["channel"] == "daily"]
    assert "2 trials" in digest["subject"]
    assert all(nct in digest["body"] for nct in both)
    assert sorted(digest["changes"]) == sorted({number for row in desk.rows() for number in row["changes"]})


def test_a_digest_that_fails_is_tried_again_as_that_digest(desk):
    """What changes meanwhile goes into a digest of its own; and a digest that another process made is not made twice."""
    both = ("NCT90000001", "NCT90000002")
    desk.served(*map(a_record, both))
    desk.served(*(a_record(nct, statusModule__overallStatus="SUSPENDED") for nct in both))
    desk.now += timedelta(days=1)
    daily = [channel for channel in desk.config.channels if channel.name == "daily"]

    def fail(_url, _message, **_options):
        return Result(SendStatus.LATER, "down")

    with open_for_writing(desk.path) as store:
        assert queue_digests(store, daily, desk.now) == 2
        assert deliver(store, daily, clock=lambda: desk.now, sender=fail).failed == 1
    [digest] = [row for row in desk.rows() if row["channel"] == "daily"]
    desk.served(*(a_record(nct, statusModule__overallStatus="RECRUITING") for nct in both))
    desk.now += timedelta(days=1)
    with open_for_writing(desk.path) as store:
        assert queue_digests(store, daily, desk.now) == 2
        assert not untried.remove_untried(store, [digest["id"]])
    first, second = sorted(
        (row for row in desk.rows() if row["channel"] == "daily"), key=lambda row: row["id"]
    )
    assert (first["id"], first["body"], first["state"]) == (digest["id"], digest["body"], "queued")
    assert not set(first["changes"]) & set(second["changes"])


def test_a_digest_says_whom_to_ask(desk):
    """Of each trial that opened, as its own message would have."""
    desk.served(
        a_record("NCT90000001", statusModule__overallStatus="NOT_YET_RECRUITING"), a_record("NCT90000002")
    )
    contacts = [{"name": "Study Office", "phone": "555-0100"}]
    desk.served(
        a_record("NCT90000001", contactsLocationsModule__centralContacts=contacts),
        a_record("NCT90000002", statusModule__overallStatus="COMPLETED"),
    )
    desk.now += timedelta(days=1)
    with open_for_writing(desk.path) as store:
        assert queue_digests(store, desk.config.channels, desk.now) == 2
    [digest] = [row for row in desk.rows() if row["channel"] == "daily"]
    assert "Whom to ask: Study Office · 555-0100" in digest["body"]


def test_results_that_fall_due_while_watched_are_told_once(desk):
    """A year after the primary completion; what was overdue before the baseline is no news."""
    done = {"date": "2025-09-10", "type": "ACTUAL"}
    long_ago = {"date": "2020-01-10", "type": "ACTUAL"}
    desk.served(
        a_record("NCT90000001", statusModule__primaryCompletionDateStruct=done),
        a_record("NCT90000002", statusModule__primaryCompletionDateStruct=long_ago),
    )
    for days, events in ((0, []), (3, []), (4, ["overdue"]), (5, ["overdue"])):
        with open_for_writing(desk.path) as store, store.transaction():
            Ingester(store, desk.config, BEGIN + timedelta(days=days)).queue_overdue()
        with open_for_reading(desk.path) as reader:
            assert [change["event"] for change in in_json(list_changes, reader)] == events, days


def events(desk):
    """Return the events of all changes, the newest first."""
    with open_for_reading(desk.path) as reader:
        return [change["event"] for change in in_json(list_changes, reader)]


def test_overdue_results_are_not_told_again_after_an_edit(desk):
    """An edit of the record computes its due day anew; what was told for that day stays told."""
    done = {"date": "2025-09-10", "type": "ACTUAL"}
    desk.served(a_record("NCT90000001", statusModule__primaryCompletionDateStruct=done))
    for title in ("First title of all", "Second title of all"):
        desk.now += timedelta(days=10)
        with open_for_writing(desk.path) as store, store.transaction():
            Ingester(store, desk.config, desk.now).queue_overdue()
        edited = {
            "statusModule__primaryCompletionDateStruct": done,
            "identificationModule__briefTitle": title,
        }
        desk.served(a_record("NCT90000001", **edited))
    assert events(desk).count("overdue") == 1


def test_posted_results_are_held_against_the_outcomes_registered_first(desk):
    """Results that report another primary outcome than the first version has are told so, once."""
    first = {"studyFirstPostDateStruct": {"date": "2026-09-01", "type": "ACTUAL"}}
    changed = {f"statusModule__{name}": value for name, value in first.items()}
    desk.served(a_record("NCT90000001", **changed))
    desk.now += timedelta(days=1)
    for value in ("3.1", "3.7"):
        record = a_record("NCT90000001", **changed)
        record["hasResults"] = True
        measurement = {"groupId": "OG000", "value": value}
        measure = {
            "type": "PRIMARY",
            "title": "Number of infections",
            "classes": [{"categories": [{"measurements": [measurement]}]}],
        }
        record["resultsSection"] = {"outcomeMeasuresModule": {"outcomeMeasures": [measure]}}
        desk.served(record)
        desk.now += timedelta(days=1)
    assert sorted(set(events(desk))) == ["amended", "outcomes_differ", "posted"]
    assert events(desk).count("outcomes_differ") == 1


def test_a_first_version_that_was_not_the_first_registration_says_nothing(desk):
    """What is held first may be a late version: nothing is said of what was registered first."""
    desk.served(a_record("NCT90000001"))
    desk.now += timedelta(days=1)
    record = a_record("NCT90000001")
    record["hasResults"] = True
    measures = [{"type": "PRIMARY", "title": "Number of infections"}]
    record["resultsSection"] = {"outcomeMeasuresModule": {"outcomeMeasures": measures}}
    desk.served(record)
    assert events(desk) == ["posted"]
