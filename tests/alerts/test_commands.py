"""What the commands say of a channel with several recipients, with a real mail server and a real hook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import nctwatch
from monitor.model import Message
from monitor.store import deliveries
from monitor.store.opening import open_for_writing

SECRET = "s3cr3t-t0ken"


@pytest.fixture
def run(tmp_path, monkeypatch, hook, mails):
    """Return a function that runs a command with two channels: a hook, and a mail to three recipients."""
    (tmp_path / "nctwatch.toml").write_text(
        '[store]\npath = "store.db"\n[[watch]]\ntrial = "NCT90000001"\n'
        f'[[channel]]\nname = "hook"\nurl = "{hook.url}/services/{SECRET}"\n'
        '[[channel]]\nname = "mail"\n'
        f'url = "mailto://127.0.0.1:{mails.port}/?mode=insecure&from=me@example.org'
        '&to=a@example.org,nobody@example.org,later@example.org"\n',
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)

    def command(*words: str):
        done = CliRunner().invoke(nctwatch, ["--config", "nctwatch.toml", *words], catch_exceptions=False)
        assert SECRET not in done.output
        return done

    return command


def test_check_send_counts_requests(run, hook, mails):
    """Each target is tried, what was answered is counted, and what failed is said with its recipient."""
    done = run("check", "--send", "--json")
    assert done.exit_code == 1
    hooked, mailed = json.loads(done.stdout)["sent"]
    assert (hooked["outcome"], hooked["requests"], hooked["targets"]) == ("sent", 1, [])
    assert len(hook.taken) == 1
    assert (mailed["outcome"], mailed["requests"]) == ("dead", 3)
    assert {each["target"]: each["outcome"] for each in mailed["targets"]} == {
        "a@example.org": "sent",
        "nobody@example.org": "dead",
        "later@example.org": "later",
    }
    assert [recipients for recipients, _ in mails.taken] == [["a@example.org"]]
    lines = run("check", "--send").stdout.splitlines()
    (hooked,) = [line for line in lines if line.startswith("hook: ")]
    assert hooked == f"hook: sent, 1 request answered (http://127.0.0.1:{hook.port} answered 200 OK)"
    (mailed,) = [line for line in lines if line.startswith("mail: ")]
    assert mailed.startswith(
        "mail: dead to 3 targets, 3 requests answered (nobody@example.org: smtp://127.0.0.1:"
    )
    assert "no such user" in mailed


def test_check_send_where_nobody_answers(run, hook):
    """Nothing is counted that was not answered, and where it was to go is said."""
    hook.act = lambda handler: handler.connection.close()
    (line,) = [line for line in run("check", "--send").stdout.splitlines() if line.startswith("hook: ")]
    assert line == (
        f"hook: later, 0 requests answered (http://127.0.0.1:{hook.port} closed the connection without an answer)"
    )


def test_show_says_who_has_a_message(run, mails):
    """Each recipient with its state and what the server said of it; a retry leaves those alone who have it."""
    with open_for_writing(Path("store.db")) as store, store.transaction():
        at = "2026-09-01T10:00:00Z"
        deliveries.enqueue(store, "mail", None, Message("s", "b"), [], queued_at=at, due_at=at)
    assert run("deliveries", "retry").exit_code == 1
    rows = {
        row["target"]: row for row in json.loads(run("deliveries", "show", "1", "--json").stdout)["targets"]
    }
    assert {target: row["state"] for target, row in rows.items()} == {
        "a@example.org": "sent",
        "later@example.org": "queued",
        "nobody@example.org": "dead",
    }
    assert "450 4.2.0 greylisted" in rows["later@example.org"]["answer"]
    words = run("deliveries", "show", "1").stdout
    for part in ("a@example.org", "later@example.org", "nobody@example.org", "no such user", "greylisted"):
        assert part in words
    run("deliveries", "retry", "1")
    assert len(mails.taken) == 1
