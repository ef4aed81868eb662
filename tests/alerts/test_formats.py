"""A further message format is a module and its name in one list."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from records import a_record

from monitor.alerts import render
from monitor.alerts.render_digest import Digest
from monitor.alerts.renderers import base
from monitor.core.changes import classify
from monitor.model import Message, TrialUpdate
from monitor.store import deliveries
from monitor.store.opening import open_for_writing

NOW, SOON = "2026-09-10T10:00:00Z", "2026-09-10T10:01:00Z"


def toy() -> SimpleNamespace:
    """Return what a module of a further format offers: here, lines that begin with the format's name."""
    return SimpleNamespace(
        NAME="toy",
        BODY_FORMAT="markdown",
        MOST_ALIKE=1,
        serves=lambda service, takes: (service, takes) == ("Toybox", "markdown"),
        trial=lambda subject, outline: (
            f"toy {outline.nct} {len(outline.asked)} of {outline.number}: {subject}"
        ),
        ROOM=1_000,
        ENOUGH=100,
        LEAST=50,
        size=len,
        contents=lambda outline: outline.nct,
        brief=lambda outline: outline.nct,
        section=lambda outline, room: f"{outline.nct} in {room}",
        digest=lambda subject, part: f"toy {len(part.contents)}: {subject}",
        notice=lambda subject, sentences: f"toy {subject}: {' '.join(sentences)}",
    )


@pytest.fixture
def with_toy(monkeypatch):
    """Add the format's line to the list."""
    monkeypatch.setattr(base, "RENDERERS", (*base.RENDERERS, toy()))


def update() -> TrialUpdate:
    changes = classify(a_record(), a_record(statusModule__overallStatus="SUSPENDED"))
    return TrialUpdate("NCT90000001", "Cells", "", "SUSPENDED", 1, 2, None, tuple(enumerate(changes, 1)))


@pytest.mark.usefixtures("with_toy")
def test_a_further_format_is_written_kept_and_sent_to_its_services(tmp_path):
    """Its text is written with the others, comes back from the store, and goes to the service that it serves."""
    made = render.message(update())
    with open_for_writing(tmp_path / "store.db") as store:
        with store.transaction():
            number = deliveries.enqueue(store, "team", None, made, [], queued_at=NOW, due_at=NOW)
        claimed = deliveries.claim(store, number, "worker", NOW, SOON)
    assert claimed.message == made
    text = "toy NCT90000001 1 of 1: NCT90000001: paused (Recruiting → Suspended) – Cells"
    assert base.text_for(claimed.message, "Toybox", "markdown") == (text, "markdown")
    assert base.text_for(claimed.message, "Toybox", "text") == (made.body, "text")
    assert base.text_for(claimed.message, "Slack", "markdown") == (made.forms["slack"], "markdown")


@pytest.mark.usefixtures("with_toy")
def test_a_further_format_has_digests_and_notices():
    """All three kinds of messages are written in it."""
    (digest,) = Digest("Weekly", lambda _change: True).messages([update(), update()])
    assert digest.forms["toy"] == "toy 2: Weekly: 2 changes in 2 trials, 2 of high importance"
    assert render.notice("stale", ["One.", "Two."]).forms["toy"] == "toy stale: One. Two."


def test_a_message_of_before_has_no_text_in_a_further_format(monkeypatch):
    """What was queued before a format was added goes out as plain text."""
    before = render.message(update())
    monkeypatch.setattr(base, "RENDERERS", (*base.RENDERERS, toy()))
    assert base.text_for(before, "Toybox", "markdown") == (before.body, "text")


def test_names_and_forms_are_one_to_one():
    """Each format has a name of its own, and a message has each; the plain text is its body."""
    names = [renderer.NAME for renderer in (*base.RENDERERS, base.PLAIN)]
    assert len(set(names)) == len(names)
    assert list(render.message(update()).forms) == names[:-1]
    assert base.text_for(Message("s", "b", {"mail": ""}), "E-Mail", "html") == ("b", "text")
