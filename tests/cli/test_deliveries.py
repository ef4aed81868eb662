"""``deliveries show`` prints what went out, each part of it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from records import a_record

from monitor.alerts import render
from monitor.cli import nctwatch
from monitor.core.changes import classify
from monitor.model import TrialUpdate
from monitor.store import deliveries
from monitor.store.opening import open_for_writing

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
AT = "2026-09-10T10:00:00Z"
CHANNELS = """
[store]
path = "{path}/store.db"
[[watch]]
trial = "NCT90000001"
[[channel]]
name = "mail"
url = "mailto://me:${{NCTWATCH_TEST_PASSWORD}}@example.org"
[[channel]]
name = "slack"
url = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
[[channel]]
name = "hook"
url = "json://127.0.0.1"
"""


@pytest.fixture
def show(tmp_path, monkeypatch):
    """Queue a message for a channel, and return what the command prints of it, as JSON or as text."""
    monkeypatch.setenv("NCTWATCH_TEST_PASSWORD", "s3cr3t-t0ken")
    file = tmp_path / "nctwatch.toml"
    file.write_text(CHANNELS.format(path=tmp_path), "utf-8")
    changes = classify(a_record(), a_record(statusModule__overallStatus="SUSPENDED"))
    message = render.message(
        TrialUpdate("NCT90000001", "Cells", "", "SUSPENDED", 1, 2, None, tuple(enumerate(changes, 1)))
    )

    def shown(channel, *options):
        with open_for_writing(tmp_path / "store.db") as store, store.transaction():
            number = deliveries.enqueue(store, channel, None, message, [], queued_at=AT, due_at=AT)
        done = CliRunner().invoke(
            nctwatch,
            ["--config", str(file), "deliveries", "show", str(number), *options],
            catch_exceptions=False,
        )
        assert done.exit_code == 0
        assert "s3cr3t" not in done.output
        return done

    return shown


def test_a_mail_is_shown_with_its_headers_and_both_parts(show):
    """As it arrives: the subject in ASCII, the thread, the text, the page."""
    text = show("mail").stdout
    assert "NCT90000001: paused (Recruiting -> Suspended) - Cells" in text
    assert (
        text.index("References: <nct90000001.trial@")
        < text.index("── text/plain ──")
        < text.index("<!DOCTYPE html>")
    )
    parts = json.loads(show("mail", "--json").stdout)["parts"]
    assert [part["type"] for part in parts] == ["headers", "text/plain", "text/html"]


def test_other_channels_show_what_they_get(show):
    """Slack its own text without what only we read, a hook the text and the event with its number."""
    (only,) = json.loads(show("slack", "--json").stdout)["parts"]
    assert only["type"] == "text/markdown"
    assert "\\x1d" not in only["text"]
    text, event = json.loads(show("hook", "--json").stdout)["parts"]
    assert text["type"] == "text/plain"
    assert json.loads(event["text"])["specversion"] == "1.0"


def test_without_the_address_every_form_is_shown(show, monkeypatch):
    """Of a channel that is not configured, or whose secret is not set: reading needs none."""
    monkeypatch.delenv("NCTWATCH_TEST_PASSWORD")
    for channel in ("mail", "former"):
        done = show(channel)
        assert "it gets one of these forms" in done.stderr
        assert "── mail ──" in done.stdout
        assert "── slack ──" in done.stdout


def test_a_limit_lists_the_newest_messages(show, tmp_path):
    """As a table, which says that there may be more, and as JSON."""
    for channel in ("hook", "slack", "mail"):
        show(channel)

    def listed(*options):
        return CliRunner().invoke(
            nctwatch, ["--config", str(tmp_path / "nctwatch.toml"), "deliveries", *options]
        )

    assert [row["channel"] for row in json.loads(listed("--limit", "2", "--json").output)] == [
        "mail",
        "slack",
    ]
    assert "The newest 2; without --limit all are shown." in listed("--limit", "2").output
    assert "The newest" not in listed("--limit", "0").output
    assert listed("--limit", "-1").exit_code == 2
