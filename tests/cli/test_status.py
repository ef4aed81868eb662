"""Tests of the problems that ``nctwatch status`` names, and of its list of trials."""

from __future__ import annotations

import json
import sys

import pytest
from click.testing import CliRunner

from monitor.cli import nctwatch
from monitor.cli.status import _problems
from monitor.cli.status_trials import counted, print_trials
from monitor.model import Message
from monitor.store.deliveries import enqueue
from monitor.store.opening import open_for_writing

AT = "2026-09-08T14:02:11Z"
LATER = "2026-09-08T14:03:11Z"


def test_a_channel_that_gave_messages_up_is_named(tmp_path):
    """How many, why, and the command that lists them."""
    with open_for_writing(tmp_path / "store.db") as store:
        for _ in range(2):
            enqueue(store, "hook", None, Message("s", "b"), [], queued_at=AT, due_at=AT)
        store.execute(
            "UPDATE deliveries SET state = 'dead', died_at = ?, last_error = 'Unauthorized - error=401.'",
            [LATER],
        )
        channels = [{"name": "hook", "configured": True}]
        report = {"alarms": ["dead hook"], "last_success_at": None, "channels": channels}
        assert _problems(store, report) == [
            "Channel hook: 2 messages given up (401); see `nctwatch deliveries --channel hook`."
        ]


FIELDS = {
    "title": "A title of a trial that is as long as titles of trials often are, or even longer than that",
    "status": "ACTIVE_NOT_RECRUITING", "why": "watched", "versions": 2, "last_changed": "2026-09-08T14:02:11Z",
    "record_updated": "2026-09-07", "gone_at": None, "last_error": None,
}  # fmt: skip


def rows(number, **fields):
    """Return rows of ``status --json``."""
    return [{"trial": f"NCT9{place:07}", **FIELDS, **fields} for place in range(number)]


@pytest.fixture
def shown(monkeypatch, capsys):
    """A function that prints rows on a terminal of some width, or in a pipe, and returns the lines."""

    def lines(listed, columns=0, announced=()):
        monkeypatch.setenv("COLUMNS", str(columns or 80))
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setattr(sys.stdout, "isatty", lambda: bool(columns))
        print_trials(listed, announced)
        return capsys.readouterr().out.splitlines()

    return lines


@pytest.mark.parametrize("columns", [80, 100, 132, 200])
def test_a_terminal_gets_a_line_a_trial(shown, columns):
    """However long the title is: it is cut, and the number, the status and the day are whole."""
    listed = rows(300)
    lines = shown(listed, columns)
    assert len([line for line in lines if line.strip()]) == 302
    for line, row in zip(lines[2:], listed, strict=False):
        assert line.split()[:4] == [row["trial"], "Active,", "not", "recruiting"]
        assert "2026-09-08" in line
        assert "A title of a trial" in line
        assert len(line.rstrip()) <= columns


def test_a_wide_terminal_has_the_reason_where_reasons_differ(shown):
    """A column that says the same of every trial takes room from the titles."""
    both = [*rows(2), *rows(1, why="listed in trials.csv")]
    assert "listed in trials.csv" in "\n".join(shown(both, 200))
    assert "listed in" not in "\n".join(shown(both, 80))
    assert "watched" not in "\n".join(shown(rows(3), 200))


def test_a_pipe_gets_everything(shown):
    """Every column, with times to the second, whatever the width of a terminal."""
    heading, first, second = shown([*rows(1), *rows(1, last_changed=None)])
    assert heading.split() == ["TRIAL", "STATUS", "VERSIONS", "LAST", "CHANGED", "WHY", "TITLE"]
    assert "2026-09-08T14:02:11Z" in first
    assert "watched" in first
    assert "none since 2026-09-07" in second


def test_trials_that_fail_alike_share_a_line(shown):
    """Three hundred trials that the registry did not answer are one sentence, not three hundred."""
    lines = shown([*rows(300, last_error="no answer")], 200)[-1:]
    assert lines == [
        "NCT90000000, NCT90000001, NCT90000002, NCT90000003, NCT90000004 and 295 more: no answer"
    ]


def test_trials_are_counted_by_status():
    """The most frequent status first; a status with a comma is quoted."""
    listed = [*rows(3), *rows(1, status="RECRUITING"), *rows(1, status=None), *rows(1, gone_at="2026-09-08")]
    assert counted(listed) == "6 trials: 3 “Active, not recruiting”, 1 recruiting, 1 not fetched yet, 1 gone."


def test_a_limit_leaves_the_count_of_all(tmp_path):
    """Of three trials the first is listed, and all are counted; JSON has what was asked for."""
    path = tmp_path / "nctwatch.toml"
    path.write_text(
        f'[store]\npath = "{tmp_path}/store.db"\n[[watch]]\ntrials = ["NCT00000001", "NCT00000002", "NCT00000003"]\n'
    )
    with open_for_writing(tmp_path / "store.db"):
        ran = [
            CliRunner().invoke(nctwatch, ["--config", str(path), "status", "--limit", "1", *words]).output
            for words in ((), ("--json",))
        ]
    assert "3 trials: 3 not fetched yet." in ran[0]
    assert "NCT00000002" not in ran[0]
    assert "The first 1 of 3 trials; without --limit all are shown." in ran[0]
    assert [row["trial"] for row in json.loads(ran[1])["trials"]] == ["NCT00000001"]
