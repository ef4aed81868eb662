"""Tests of ``nctwatch report`` and ``nctwatch export``: what they write of a group and of a span."""

from __future__ import annotations

import json
import sys

import lives
import pytest
from click.testing import CliRunner

from monitor.cli import nctwatch


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a store and a configuration in which one of its trials is the group ``ms``."""
    store = lives.filled(tmp_path_factory, (lives.seven_years, lives.two_versions))
    (store.parent / "nctwatch.toml").write_text(
        f'[store]\npath = "{store}"\n[[watch]]\ntrials = ["{lives.SEED}", "{lives.NONE}"]\n'
        f'[[watch]]\ngroup = "ms"\ntrials = ["{lives.SHORT}"]\n'
    )

    return store.parent


@pytest.fixture
def reported(folder):
    """Return a function that runs ``report``."""

    def run(*words):
        return CliRunner().invoke(nctwatch, ["--config", str(folder / "nctwatch.toml"), "report", *words])

    return run


def test_a_group_is_what_is_written(reported):
    """The page, the feed and the calendar have its trials alone."""
    page, feed, calendar = (
        reported("--group", "ms", *to).stdout for to in (["-o", "-"], ["--feed", "-"], ["--calendar", "-"])
    )
    assert page.count('<section id="NCT') == 1
    assert feed.count("<entry>") == 1
    assert calendar.count("BEGIN:VEVENT") > 0
    assert lives.SEED not in page + feed + calendar
    assert reported("--calendar", "-").stdout.count(lives.ONE) > calendar.count(lives.ONE)


def test_a_trial_outside_of_the_group_is_an_error(reported):
    """Rather than a page of everything."""
    result = reported(lives.SEED, "--group", "ms", "-o", "-")
    assert "is not in the group ms" in str(result.exception)
    assert "no group of" in str(reported("--group", "x", "-o", "-").exception)


def test_a_span_is_what_the_page_begins_with(reported):
    """A day or how long ago; the feed has what polls told in it."""
    page = reported("--since", "2026-09-01", "--until", "2026-09-30", "-o", "-").stdout
    assert "What changed from 2026-09-01 to 2026-09-30" in page
    assert reported("--since", "2026-09-04", "--feed", "-").stdout.count("<entry>") == 0
    assert reported("--since", "soon", "-o", "-").exit_code == 2


def test_a_trial_that_was_never_fetched_has_a_page(reported):
    """It is watched; one that is not is an error."""
    assert "No version of this trial" in reported(lives.NONE, "-o", "-").stdout
    assert "is not in the store" in str(reported("NCT99999999", "--feed", "-").exception)


def test_an_export_is_narrowed_as_the_change_log_is(folder):
    """By group, kind, severity and days; versions have neither kind nor severity."""

    def run(*words):
        return CliRunner().invoke(nctwatch, ["--config", str(folder / "nctwatch.toml"), "export", *words])

    rows = [json.loads(line) for line in run("--group", "ms", "--severity", "high").stdout.splitlines()]
    assert {row["trial"] for row in rows} == {lives.SHORT}
    assert {row["severity"] for row in rows} == {"high"}
    kinds = [
        json.loads(line)["kind"]
        for line in run("--kind", "dates", "--until", "2026-09-03").stdout.splitlines()
    ]
    assert set(kinds) == {"dates"}
    assert run("--until", "1990-01-01").stdout == ""
    assert "are for changes, not for versions" in str(run("--what", "versions", "--kind", "dates").exception)
    assert len(run("--what", "versions", "--group", "ms", "--format", "json").stdout.splitlines()) == 2


def test_an_export_of_trials_has_their_groups(folder):
    """A line a trial, as now or as of a day; what is for changes is refused, and a day for all else."""

    def run(*words):
        return CliRunner().invoke(nctwatch, ["--config", str(folder / "nctwatch.toml"), "export", *words])

    rows = [json.loads(line) for line in run("--what", "trials").stdout.splitlines()]
    assert {row["trial"]: row["groups"] for row in rows}[lives.SHORT] == ["ms"]
    assert [row["trial"] for row in rows] == sorted(row["trial"] for row in rows)
    of_group = [json.loads(line) for line in run("--what", "trials", "--group", "ms").stdout.splitlines()]
    assert of_group == [row for row in rows if row["groups"] == ["ms"]]
    table = run("--what", "trials", "--format", "csv", lives.SHORT).stdout.splitlines()
    assert table[0].startswith("trial,title,status,sponsor,type,phase,enrollment,start,primary_completion,")
    assert ",ms," in table[1]
    assert run("--what", "trials", "--at", "1990-01-01").stdout == ""
    assert "--at is for trials" in str(run("--at", "2026-09-01").exception)
    assert "are for changes" in str(run("--what", "trials", "--kind", "status").exception)


def test_a_workbook_is_a_file(folder, monkeypatch):
    """Not text on standard output; without openpyxl it says what to install, and leaves nothing."""
    import openpyxl

    place = folder / "trials.xlsx"

    def run(*words):
        command = ["--config", str(folder / "nctwatch.toml"), "export", "--format", "xlsx", *words]
        return CliRunner().invoke(nctwatch, command)

    assert "-o FILE.xlsx" in str(run().exception)
    assert run("--what", "trials", "-o", str(place)).exit_code == 0
    names, *rows = openpyxl.load_workbook(place)["trials"].iter_rows(values_only=True)
    assert names[:3] == ("trial", "title", "status")
    assert lives.SHORT in [row[0] for row in rows]
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert "pip install openpyxl" in str(run("-o", str(folder / "none.xlsx")).exception)
    assert not (folder / "none.xlsx").exists()
