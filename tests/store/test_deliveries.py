"""Tests of deliveries: claimed by one, settled once."""

from __future__ import annotations

import threading

import pytest

from monitor.core.alarms import Refusal
from monitor.model import Change, Kind, Message
from monitor.store import deliveries, rests
from monitor.store.changes import add_changes
from monitor.store.deliveries import backlog, list_deliveries
from monitor.store.opening import open_for_reading, open_for_writing

EARLY, NOW, SOON, LATER = (f"2026-09-10T10:{minute:02}:00Z" for minute in (0, 10, 11, 20))


@pytest.fixture
def put(store):
    """Return a function that queues a message and returns its id."""

    def enqueue(channel="team", *, due_at=EARLY, changes=()):
        with store.transaction():
            return deliveries.enqueue(
                store, channel, None, Message("Subject", "Body"), changes, queued_at=EARLY, due_at=due_at
            )

    return enqueue


def rows(path):
    """Return the deliveries as the interface page has them, by their id."""
    with open_for_reading(path) as reader:
        return {row["id"]: row for row in list_deliveries(reader)}


def settle(store, delivery, worker, state, *, answer="said", now=NOW, again=None):
    """Settle a delivery."""
    return deliveries.settle(
        store, delivery, worker, state=state, answer=answer, now=now, next_attempt_at=again
    )


def test_a_delivery_from_queue_to_sent(store, put, path):
    """What is queued is due, claimed with its message, and kept with when it was sent."""
    number = put()
    assert deliveries.due(store, NOW) == [(number, "team")]
    claimed = deliveries.claim(store, number, "worker", NOW, SOON)
    assert claimed == deliveries.Delivery(number, "team", 1, EARLY, claimed.uid, Message("Subject", "Body"))
    assert len(claimed.uid) == 32
    assert deliveries.due(store, NOW) == []
    assert settle(store, number, "worker", "sent")
    assert rows(path)[number] == {
        "id": number,
        "channel": "team",
        "state": "sent",
        "attempts": 1,
        "next_attempt_at": None,
        "last_error": None,
        "subject": "Subject",
        "body": "Body",
        "queued_at": EARLY,
        "sent_at": NOW,
        "said": "said",
        "changes": [],
        "targets": [],
    }
    assert deliveries.due(store, LATER) == []


def test_the_message_is_in_no_words_of_a_claim(store, put):
    """A claimed delivery can be logged: subject and body do not show."""
    assert "Subject" not in repr(deliveries.claim(store, put(), "worker", NOW, SOON))


def test_the_changes_that_it_tells_of(store, put, keeper, path):
    """A delivery names the ids of its changes."""
    version = keeper.keep("2026-09-01")
    change = [Change(Kind.RECORD, event, "", None, None, "") for event in ("gone", "returned")]
    ids = add_changes(store, keeper.trial, change, version, version, observed_at=NOW)
    number = put(changes=ids[::-1])
    assert rows(path)[number]["changes"] == ids


def test_what_is_due(store, put):
    """Due is what waits, has reached its time, and is at nobody; the oldest first."""
    numbers = [put(due_at=LATER), put(due_at=NOW), put(due_at=EARLY), put(due_at=SOON)]
    assert deliveries.due(store, NOW) == [(numbers[1], "team"), (numbers[2], "team")]
    assert [number for number, _ in deliveries.due(store, LATER)] == numbers
    assert deliveries.claim(store, numbers[0], "worker", NOW, SOON) is None  # it is not its time yet


def test_one_of_two_workers_has_it(store, put):
    """What one worker has claimed, another cannot claim."""
    number = put()
    assert deliveries.claim(store, number, "one", NOW, SOON)
    assert deliveries.claim(store, number, "two", NOW, SOON) is None


def test_of_many_workers_at_once_one_has_it(store, put, path):
    """However many claim at the same moment, each message goes to exactly one of them."""
    numbers = [put() for _ in range(5)]
    won: list[tuple[int, int]] = []
    together = threading.Barrier(4)

    def work(worker: int) -> None:
        with open_for_writing(path) as own:
            together.wait()
            won.extend(
                (number, worker)
                for number in numbers
                if deliveries.claim(own, number, str(worker), NOW, SOON)
            )

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(number for number, _ in won) == numbers


def test_a_lease_that_ran_out_is_void(store, put, path):
    """A worker that died is replaced when its lease is over; its late word changes nothing."""
    number = put()
    assert deliveries.claim(store, number, "died", EARLY, NOW)
    assert deliveries.due(store, NOW) == [(number, "team")]
    again = deliveries.claim(store, number, "heir", NOW, SOON)
    assert again
    assert again.attempts == 2
    assert not settle(store, number, "died", "dead", now=SOON)
    assert rows(path)[number]["state"] == "queued"
    assert settle(store, number, "heir", "sent", now=SOON)
    assert not settle(store, number, "died", "queued", again=LATER, now=LATER)
    assert (rows(path)[number]["state"], rows(path)[number]["sent_at"]) == ("sent", SOON)


def test_a_lease_is_under_two_minutes():
    """A claim of a process that died is void within two minutes."""
    assert deliveries.LEASE_SECONDS < 120


def test_later_is_later(store, put, path):
    """What could not be sent waits for its next time, with what the far side said."""
    number = put()
    deliveries.claim(store, number, "worker", NOW, SOON)
    assert settle(store, number, "worker", "queued", answer="503", again=LATER)
    row = rows(path)[number]
    assert (row["state"], row["last_error"], row["next_attempt_at"], row["sent_at"]) == (
        "queued",
        "503",
        LATER,
        None,
    )
    assert deliveries.due(store, SOON) == []
    assert deliveries.due(store, LATER) == [(number, "team")]


def test_settled_is_settled(store, put):
    """What was settled once is not settled again, and what nobody claimed not at all."""
    number = put()
    assert not settle(store, number, "worker", "sent")
    deliveries.claim(store, number, "worker", NOW, SOON)
    assert settle(store, number, "worker", "dead", answer="403")
    assert not settle(store, number, "worker", "sent")
    assert deliveries.claim(store, number, "worker", LATER, LATER) is None


def test_what_waits_is_made_due(store, put):
    """All that failed can be tried now; what was sent, given up or is held back for a digest is left alone."""
    waiting, dead, sent, held, other = put(), put(), put(), put(due_at=LATER), put("me")
    for number, state in ((dead, "dead"), (sent, "sent"), (waiting, "queued"), (other, "queued")):
        deliveries.claim(store, number, "worker", NOW, SOON)
        settle(store, number, "worker", state, again=LATER if state == "queued" else None)
    assert deliveries.make_due(store, SOON, channel="team") == [waiting]
    assert deliveries.due(store, SOON) == [(waiting, "team")]
    assert deliveries.make_due(store, SOON) == [waiting, other]
    assert deliveries.make_due(store, SOON, dead=True) == [waiting, dead, other]
    assert deliveries.make_due(store, SOON, ids=[held]) == [held]


def test_a_dead_one_can_be_made_due(store, put, path):
    """One delivery can be tried again though it was given up; its days begin anew. A sent one cannot."""
    number = put()
    deliveries.claim(store, number, "worker", NOW, SOON)
    settle(store, number, "worker", "dead")
    assert deliveries.make_due(store, LATER, ids=[number]) == [number]
    assert deliveries.due(store, LATER) == [(number, "team")]
    assert rows(path)[number]["queued_at"] == LATER
    deliveries.claim(store, number, "worker", LATER, LATER)
    settle(store, number, "worker", "sent")
    assert deliveries.make_due(store, LATER, ids=[number]) == []
    assert deliveries.make_due(store, LATER, ids=[999]) == []


def test_what_waits_and_what_was_given_up_is_counted(store, put, path):
    """Each channel has its backlog."""
    put("team")
    put("me")
    dead = put("me")
    deliveries.claim(store, dead, "worker", NOW, SOON)
    settle(store, dead, "worker", "dead")
    with open_for_reading(path) as reader:
        assert backlog(reader) == {
            "team": {"name": "team", "queued": 1, "dead": 0},
            "me": {"name": "me", "queued": 1, "dead": 1},
        }
        assert [row["id"] for row in list_deliveries(reader, state="dead")] == [dead]
        assert [row["channel"] for row in list_deliveries(reader, channel="team")] == ["team"]
        assert [row["id"] for row in list_deliveries(reader)] == [3, 2, 1]


def test_a_message_goes_with_its_changes(store):
    """What was queued in a transaction that failed was never queued."""

    def fail():
        with store.transaction():
            deliveries.enqueue(store, "team", None, Message("S", "B"), [], queued_at=EARLY, due_at=EARLY)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert deliveries.due(store, LATER) == []


def test_the_next_due_time_is_that_of_the_first_that_may_be_tried(store, put):
    """Of the channels asked for; what is overdue is due now, and what is settled no more."""
    assert deliveries.next_due(store, ["team"], NOW) is None
    put(due_at=LATER)
    assert deliveries.next_due(store, ["team"], NOW) == LATER
    number = put(due_at=EARLY)
    assert deliveries.next_due(store, ["team", "other"], NOW) == NOW
    assert deliveries.next_due(store, ["other"], NOW) is None
    deliveries.claim(store, number, "worker", NOW, SOON)
    assert deliveries.next_due(store, ["team"], NOW) == SOON
    settle(store, number, "worker", "sent")
    assert deliveries.next_due(store, ["team"], NOW) == LATER


def test_the_next_due_time_agrees_with_what_is_due(store, put):
    """Also where a clock that was years ahead wrote the times: then it is due now, as the claim sees it."""
    put(due_at=LATER)
    put(due_at=LATER)
    years = "2030-09-10T10:00:00Z"
    store.execute("UPDATE deliveries SET attempts = 1, next_attempt_at = ? WHERE id = 1", [years])
    store.execute("UPDATE deliveries SET queued_at = ?, claimed_until = ? WHERE id = 2", [years, years])
    assert [number for number, _ in deliveries.due(store, NOW)] == [1, 2]
    assert deliveries.next_due(store, ["team"], NOW) == NOW


def test_a_rest_holds_a_channel_back(store, put):
    """Nothing of a channel that rests is due before its end, neither to claim nor to wait for; others are."""
    number, other = put(), put("me")
    rests.begin_rest(store, "team", now=NOW, until=SOON, answer="429", refused=False)
    assert deliveries.due(store, NOW) == [(other, "me")]
    assert deliveries.claim(store, number, "worker", NOW, SOON) is None
    assert deliveries.next_due(store, ["team"], NOW) == SOON
    assert deliveries.next_due(store, ["team", "me"], NOW) == NOW
    assert deliveries.due(store, SOON) == [(number, "team"), (other, "me")]
    rests.interrupt_rests(store, ["team"], NOW)
    assert deliveries.due(store, NOW) == [(number, "team"), (other, "me")]


def test_a_refusal_is_known_until_a_message_is_sent(store, put):
    """Since when, by what answer, and how many messages wait; neither another rest nor an interruption ends it."""
    put(), put()
    rests.begin_rest(store, "team", now=EARLY, until=NOW, answer="535", refused=True)
    rests.begin_rest(store, "team", now=NOW, until=SOON, answer="429", refused=False)
    rests.interrupt_rests(store, ["team"], NOW)
    assert rests.refusals(store) == {"team": Refusal(EARLY, "535", 2)}
    rests.end_rest(store, "team")
    assert rests.refusals(store) == {}
