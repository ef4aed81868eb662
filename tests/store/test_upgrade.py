"""A store whose changes an earlier release recorded as sentences, and whose messages had a column for each format."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor.alerts import render
from monitor.core.presentation.change_json import change_json
from monitor.model import TrialUpdate
from monitor.report.change_view import item
from monitor.store import deliveries
from monitor.store.changes import list_changes
from monitor.store.opening import open_for_reading, open_for_writing

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
