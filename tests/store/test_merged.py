"""Two numbers that were held as trials of their own and are one trial now: nothing shows two, and nothing is lost."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from werkzeug.test import Client

from monitor.cli import nctwatch
from monitor.config.load import load
from monitor.metrics.exposition import exposition
from monitor.store import full_text, searches, verify
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.search_index import index_versions
from monitor.store.stats import stats
from monitor.store.trials import (
    current_numbers,
    ensure_trial,
    list_trials,
    load_trial,
    record_failure,
    rename_trial,
    update_trial,
)
from monitor.store.versions import version_history
from monitor.web.app import App

STORES = Path(__file__).with_name("stores")
OLD, NEW, OLDER = "NCT90000003", "NCT90000004", "NCT90000005"
VIEWS = ("watched_trials", "change_log", "version_log", "delivery_log", "related_trials", "search_log")


@pytest.fixture
def upgraded(tmp_path, monkeypatch):
    """A folder with a store of an earlier release in which one trial was merged into another."""
    with closing(sqlite3.connect(tmp_path / "store.db")) as old:
        old.executescript((STORES / "m006.sql").read_text(encoding="utf-8"))
        assert old.execute("SELECT nct FROM trials WHERE id = 3").fetchone() == (f"{OLD} (former)",)
    (tmp_path / "nctwatch.toml").write_text(
        f'[store]\npath = "store.db"\n[[watch]]\ntrial = "{OLD}"\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(upgraded):
    """Return a function that runs a command and returns its standard output."""

    def command(*words: str) -> str:
        done = CliRunner().invoke(nctwatch, ["--config", "nctwatch.toml", *words], catch_exceptions=False)
        assert done.exit_code == 0, done.stderr
        assert "former)" not in done.stdout
        return done.stdout

    return command


def test_status_lists_one_trial(run):
    """Under its number of today, with its own versions; so does the table."""
    rows = {row["trial"]: row for row in json.loads(run("status", "--json"))["trials"]}
    assert set(rows) == {"NCT90000001", "NCT90000002", NEW}
    assert (rows[NEW]["versions"], rows[NEW]["why"]) == (1, "watched")
    table = run("status")
    assert NEW in table
    assert OLD not in table.replace(f"About {OLD}", "")


@pytest.mark.parametrize("number", [OLD, NEW, OLDER])
def test_each_number_finds_the_trial_of_today(run, number):
    """In the history and in the record."""
    assert [row["registry_date"] for row in json.loads(run("history", number, "--json"))] == ["2026-09-10"]
    record = json.loads(run("show", number, "--json"))
    assert record["protocolSection"]["identificationModule"]["nctId"] == NEW


def test_what_the_old_number_brought_is_exported_under_it(run):
    """Its versions and changes are there, with the number that they came under."""
    versions = [json.loads(line) for line in run("export", "--what", "versions").splitlines()]
    assert [(row["trial"], row["version"]) for row in versions if row["trial"] in {OLD, NEW}] == [
        (OLD, 1),
        (OLD, 2),
        (NEW, 1),
    ]
    changes = [json.loads(line) for line in run("export").splitlines()]
    assert {row["trial"] for row in changes} >= {OLD}
    assert f"{OLD},2," in run("export", "--what", "versions", "--format", "csv")
    assert {row["trial"] for row in json.loads(run("changes", "--json", "--limit", "0"))} >= {OLD}


def test_the_report_shows_one_trial(run, upgraded):
    """The page has a section of the trial of today alone; the feed names the old number plainly."""
    run("report", "-o", "page.html", "--feed", "feed.atom")
    page, feed = ((upgraded / name).read_text(encoding="utf-8") for name in ("page.html", "feed.atom"))
    assert NEW in page
    assert OLD not in page.replace(f"About {OLD}", "")
    assert "former)" not in page + feed


def test_the_pages_and_the_metrics_show_one_trial(run, upgraded):
    """Under either number, also a change that the old one brought."""
    number = next(row["id"] for row in json.loads(run("changes", "--json")) if row["trial"] == OLD)
    client = Client(App(load(upgraded / "nctwatch.toml")))
    for path in ("/", f"/trial/{OLD}", f"/trial/{NEW}", f"/change/{number}", "/feed.atom"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "former)" not in answer.text
    assert OLD in client.get(f"/change/{number}").text
    metrics, _ = exposition(load(upgraded / "nctwatch.toml"))
    assert b"nctwatch_trials_watched 1.0" in metrics
    assert b"former)" not in metrics


def test_the_views_show_plain_numbers(upgraded):
    """One row of the trial among those watched; each version and change with the number that it came under."""
    with open_for_reading(upgraded / "store.db") as store:
        for view in VIEWS:
            assert "former)" not in repr(store.rows(f"SELECT * FROM {view}"))
        watched = {row["trial"]: row["page"] for row in store.rows("SELECT * FROM watched_trials")}
        assert watched[NEW] == f"https://clinicaltrials.gov/study/{NEW}"
        assert OLD not in watched
        logged = store.rows("SELECT trial, version FROM version_log WHERE trial IN (?, ?)", [OLD, NEW])
        assert len(logged) == 3


def test_an_upgrade_keeps_what_refers_to_a_trial(upgraded):
    """Searches' findings, numbers and messages are as they were, and all references hold."""
    path = upgraded / "store.db"
    with closing(sqlite3.connect(path)) as old:
        tables = ("hits", "aliases", "versions", "changes", "deliveries", "related", "looks")
        before = {table: old.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    with open_for_writing(path) as store:
        after = {table: store.tuples(f"SELECT * FROM {table}") for table in tables}
        assert {row[-1] for row in after["changes"]} == {None}  # the parts, which a later release has
        after["changes"] = [row[:-1] for row in after["changes"]]
        # texts in two formats, empty in this store, became one column; what a program gets, and checksums, came later
        assert {row[-5:] for row in after["deliveries"]} == {("{}", "info", None, None, None)}
        after["deliveries"] = [(*row[:-5], "", "") for row in after["deliveries"]]
        assert after == before
        assert store.tuples("SELECT nct, merged_into FROM trials WHERE id = 3") == [(OLD, 4)]
        assert verify.integrity(store) == []
        assert current_numbers(store) == {OLD: NEW, OLDER: NEW}
        assert [hit.nct for hit in searches.hits(store, ["a search"])] == [NEW]


def test_search_finds_one_trial(upgraded):
    """The versions of the old number are none of today's, nor of its past."""
    with open_for_writing(upgraded / "store.db") as store:
        while index_versions(store):
            pass
        for history in (False, True):
            hits = full_text.find(store, "invented", history=history, limit=20)
            assert [hit["trial"] for hit in hits if hit["trial"] in {OLD, NEW}] == [NEW]


@pytest.fixture
def merged(store, keeper):
    """A trial of two versions that became another one, of one version."""
    keeper.nct = OLD
    keeper.keep("2026-09-01")
    keeper.keep("2026-09-02")
    keeper.nct = NEW
    keeper.keep("2026-09-03")
    with store.transaction():
        rename_trial(store, ensure_trial(store, OLD), NEW)
    return store


def test_a_merged_trial_is_in_no_list(merged):
    """It is neither counted, nor failing, nor gone, nor owing anything."""
    old = merged.value("SELECT id FROM trials WHERE nct = ?", [OLD])
    merged.execute("UPDATE trials SET gone_at = '2026', last_error = 'x', failures = 9 WHERE id = ?", [old])
    assert [row.trial.nct for row in list_trials(merged)] == [NEW]
    assert [row.trial.nct for row in list_trials(merged, [OLD, NEW])] == [NEW]
    assert (stats(merged).gone, stats(merged).failing) == (0, 0)


def test_a_trial_that_is_renamed_to_the_merged_number(merged):
    """The registry may give it back: the living trial has it, and the merged one's versions stay where they are."""
    back = rename_trial(merged, ensure_trial(merged, NEW), OLD)
    assert load_trial(merged, OLD) == load_trial(merged, NEW) == back
    assert [row["registry_date"] for row in version_history(merged, OLD)] == ["2026-09-03"]
    assert merged.tuples("SELECT nct, merged_into FROM trials ORDER BY id") == [(OLD, back.id), (OLD, None)]
    assert current_numbers(merged) == {NEW: OLD}


def test_a_chain_of_mergers(merged, keeper):
    """Who was merged into a trial that is merged itself becomes what that one is."""
    keeper.nct = OLDER
    keeper.keep("2026-09-04")
    rename_trial(merged, ensure_trial(merged, NEW), OLDER)
    last = ensure_trial(merged, OLDER)
    assert {ensure_trial(merged, number) for number in (OLD, NEW, OLDER)} == {last}
    assert merged.tuples("SELECT DISTINCT merged_into FROM trials WHERE id <> ?", [last.id]) == [(last.id,)]
    assert verify.integrity(merged) == []


def test_the_same_number_merges_twice(merged, keeper):
    """A number that is a trial of its own again, and is merged again, leaves two rows with it and one that lives."""
    rename_trial(merged, ensure_trial(merged, NEW), OLD)
    keeper.nct = other = "NCT90000006"
    keeper.keep("2026-09-05")
    rename_trial(merged, ensure_trial(merged, OLD), other)
    assert [row.trial.nct for row in list_trials(merged)] == [other]
    assert merged.value("SELECT count(*) FROM trials WHERE nct = ?", [OLD]) == 2
    record_failure(merged, ensure_trial(merged, OLD), "x", own=True)
    update_trial(merged, ensure_trial(merged, OLD), title="y")
    assert load_trial(merged, other).title == "y"
