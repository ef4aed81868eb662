"""A store whose changes an earlier release recorded as sentences, and whose messages had a column for each format."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from monitor.alerts import render
from monitor.alerts.outcome import Result, SendStatus
from monitor.config.model import Channel
from monitor.config.secret import Secret
from monitor.core.presentation.change_json import change_json
from monitor.deliver import Delivered, deliver
from monitor.model import Severity, TrialUpdate
from monitor.report.change_view import item
from monitor.store import deliveries, schema
from monitor.store.changes import list_changes
from monitor.store.layout import MIGRATIONS
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.state import ALIVE_AT, get_state

DUMP = Path(__file__).with_name("stores") / "m006_events.sql"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Return the path of the store, upgraded, and what its tables held before: sentences and messages by their ids."""
    path = tmp_path_factory.mktemp("recorded") / "store.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(DUMP.read_text(encoding="utf-8"))
        sentences = dict(old.execute("SELECT id, summary FROM changes WHERE repeats IS NULL").fetchall())
        messages = {
            row[0]: row[1:] for row in old.execute("SELECT id, subject, body, html, slack FROM deliveries")
        }
    with open_for_writing(path):
        pass
    return path, sentences, messages


def test_recorded_sentences_are_read_as_they_are(recorded):
    """A change without parts has its sentence, the headline of the table and no context."""
    path, sentences, _ = recorded
    with open_for_reading(path) as reader:
        rows = [change_json(logged) for logged in list_changes(reader)]
    assert {row["id"]: row["summary"] for row in rows} == sentences
    assert {tuple(row["context"]) for row in rows} == {()}
    assert all(row["headline"] for row in rows)
    (demoted, _) = [row["headline"] for row in rows if row["event"] == "demoted"]
    assert demoted == "primary outcome demoted"


def test_recorded_changes_are_shown_in_every_format(recorded):
    """Each is told in the plain text of a message and on a page, by its sentence or by both of its sides."""
    path, sentences, _ = recorded
    with open_for_reading(path) as reader:
        logged = list_changes(reader)
    assert len(logged) == len(sentences)
    for row in logged:
        update = TrialUpdate(row.trial, "Title", "", None, 1, 2, None, ((row.id, row.change),))
        made = render.message(update)
        assert set(made.forms) == {"mail", "slack"}
        start = " ".join(sentences[row.id].split()[:2])
        shown = item(row.id, row.change, limit=1_000)
        sides = bool(shown.spans or shown.was or shown.now)
        assert start in made.body or "    was: " in made.body
        assert shown.sentence.startswith(start) or sides


def test_waiting_messages_keep_their_texts(recorded):
    """What was queued in columns is sent in the same words in each format."""
    path, _, messages = recorded
    now, later = "2026-10-01T10:00:00Z", "2026-10-01T10:01:00Z"
    with open_for_writing(path) as store:
        waiting = [number for number, _ in deliveries.due(store, now)]
        claimed = [deliveries.claim(store, number, "worker", now, later) for number in waiting]
    texts = {
        delivery.id: (
            delivery.message.subject,
            delivery.message.body,
            delivery.message.forms["mail"],
            delivery.message.forms["slack"],
        )
        for delivery in claimed
    }
    assert len(texts) == 4
    assert texts == {number: messages[number] for number in waiting}
    assert all(all(message) for message in texts.values())


def test_a_store_without_targets_is_upgraded(tmp_path):
    """What waited, was sent or was given up before stays so; what waits goes to each of several recipients."""
    path = tmp_path / "store.db"
    earlier = Migrations("nctwatch")
    for name in MIGRATIONS[: MIGRATIONS.index("m013_targets")]:
        earlier(name=name)(schema._migration(name))
    with closing(sqlite3.connect(path)) as old:
        database = Database(old, execute_plugins=False)
        earlier.apply(database)
        for state in ("queued", "sent", "dead"):
            old.execute(
                "INSERT INTO deliveries (channel, state, attempts, queued_at, next_attempt_at, subject, body) "
                "VALUES ('team', ?, 3, ?, iif(?1 = 'queued', ?2, NULL), 'subject', 'body')",
                [state, "2026-10-01T10:00:00Z"],
            )
        old.commit()
    channel = Channel(
        "team", Secret("json://x", "", "here"), frozenset(), Severity.LOW, frozenset(), None, None
    )
    sent: list[str] = []

    def sender(_url, _message, *, target, **_options):
        sent.append(target)
        return Result(SendStatus.SENT, "yes")

    with open_for_writing(path) as store:
        before = {row["state"]: row["targets"] for row in deliveries.list_deliveries(store)}
        assert before == {"queued": [], "sent": [], "dead": []}
        clock = lambda: datetime(2026, 10, 1, 11, tzinfo=UTC)  # noqa: E731
        done = deliver(store, [channel], clock=clock, sender=sender, names=lambda _url: ["a", "b"])
        assert done == Delivered(sent=1)
        states = [row["state"] for row in deliveries.list_deliveries(store)]
    assert sent == ["a", "b"]
    assert states == ["dead", "sent", "sent"]


def test_the_sign_of_life_of_an_earlier_service_is_kept(tmp_path):
    """It had the name of the weekly message."""
    path = tmp_path / "store.db"
    earlier = Migrations("nctwatch")
    for name in MIGRATIONS[: MIGRATIONS.index("m014_liveness")]:
        earlier(name=name)(schema._migration(name))
    with closing(sqlite3.connect(path)) as old:
        earlier.apply(Database(old, execute_plugins=False))
        old.execute("INSERT INTO state VALUES ('heartbeat', '\"2026-10-01T10:00:00Z\"')")
        old.commit()
    with open_for_writing(path) as store:
        assert get_state(store, ALIVE_AT) == "2026-10-01T10:00:00Z"
        assert store.value("SELECT count(*) FROM state WHERE key = 'heartbeat'") == 0
