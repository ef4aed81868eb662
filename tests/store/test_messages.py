"""Stored texts of messages: a damaged byte is seen, and stops that message alone."""

from datetime import UTC, datetime

import pytest

from monitor.alerts.outcome import Result, SendStatus
from monitor.config.model import Channel
from monitor.config.secret import Secret
from monitor.deliver import Delivered, deliver
from monitor.errors import Damaged
from monitor.model import Kind, Message, Severity
from monitor.store import deliveries, untried
from monitor.store.messages import damaged_messages
from monitor.store.opening import open_for_writing
from monitor.store.trials import ensure_trial

NOW = "2026-10-01T10:00:00Z"
MESSAGE = Message(
    "a subject",
    "a body",
    {"mail": "<p>"},
    event={"type": "nctwatch.notice", "data": {"contacts": [{"name": "Office"}]}},
)
CHANNEL = Channel(
    "team", Secret("json://x", "", "here"), frozenset(Kind), Severity.LOW, frozenset(), None, None
)


@pytest.fixture
def store(tmp_path):
    with open_for_writing(tmp_path / "store.db") as store:
        yield store


def queue(store, message=MESSAGE):
    """Queue a message and return its id."""
    with store.transaction():
        return deliveries.enqueue(
            store, "team", ensure_trial(store, "NCT90000001").id, message, [], queued_at=NOW, due_at=NOW
        )


@pytest.mark.parametrize("column", ["subject", "body", "forms", "event"])
@pytest.mark.parametrize("damage", [b"\xff", b"x"], ids=["no UTF-8", "another letter"])
def test_a_damaged_text_stops_that_message_alone(store, column, damage):
    """It is given up and never sent, the message behind it goes out, and a check names it."""
    damaged, sound = queue(store), queue(store)
    with store.transaction():
        store.execute(
            f"UPDATE deliveries SET {column} = CAST(substr(CAST({column} AS BLOB), 2) || ? AS TEXT) WHERE id = ?",
            [damage, damaged],
        )
    sent = []

    def sender(_url, message, **_options):
        sent.append(message.subject)
        return Result(SendStatus.SENT, "yes")

    clock = lambda: datetime(2026, 10, 1, 11, tzinfo=UTC)  # noqa: E731
    assert deliver(store, [CHANNEL], clock=clock, sender=sender) == Delivered(sent=1, failed=1)
    assert sent == ["a subject"]
    states = {row["id"]: (row["state"], row["last_error"]) for row in deliveries.list_deliveries(store)}
    assert states[sound] == ("sent", None)
    assert states[damaged] == ("dead", "the stored text of this message does not match its checksum")
    assert [found[:2] for found in damaged_messages(store)] == [(damaged, "team")]
    with pytest.raises(Damaged, match="checksum"):
        deliveries.load_delivery(store, damaged)


def test_a_damaged_text_without_a_checksum_is_seen_where_it_is_no_message(store):
    """An earlier release stored none."""
    number = queue(store)
    with store.transaction():
        store.execute("UPDATE deliveries SET sha256 = NULL, forms = substr(forms, 2)")
    assert [found[0] for found in damaged_messages(store)] == [number]


def test_sound_messages_are_sound(store):
    """With and without an event, and queued by an earlier release."""
    queue(store)
    queue(store, Message("ä\u2028", "", {}, "failure"))
    with store.transaction():
        queue(store)
        store.execute("UPDATE deliveries SET sha256 = NULL WHERE id = 3")
    assert list(damaged_messages(store)) == []


@pytest.mark.parametrize("event", ["{", '{"data": 1}', "[]"])
def test_a_digest_takes_the_changes_of_a_damaged_message(store, event):
    """It is worded anew from the changes; only whom to ask is lost."""
    damaged, sound = queue(store), queue(store)
    with store.transaction():
        store.execute("UPDATE deliveries SET event = ? WHERE id = ?", [event, damaged])
    found = untried.load_untried(store, "team", NOW)
    assert found[damaged].contacts == ()
    assert found[sound].contacts == ({"name": "Office"},)
