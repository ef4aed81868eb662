from __future__ import annotations

import json
from dataclasses import replace

import pytest
from asking import in_json

from monitor.errors import Damaged, NothingStored
from monitor.export.columns import CHANGES, TRIALS, VERSIONS
from monitor.model import Change, Kind
from monitor.store import export
from monitor.store.changes import add_changes, list_changes
from monitor.store.export import Selection
from monitor.store.opening import open_for_reading
from monitor.store.trials import add_alias, ensure_trial, update_trial
from monitor.store.versions import version_history

ALL = Selection()
OF_TRIAL = ["A Trial", "A Sponsor", "EARLY_PHASE1|PHASE2", "TERMINATED"]
EVENT = Change(Kind.STATUS, "stopped", "a.b", "RECRUITING", {"to": ["≥", 1]})


@pytest.fixture
def reader(store, keeper, path):
    """A trial with three versions, seen on three days, and changes between the first two."""
    first = keeper.keep("2026-09-01", seen="2026-09-10")
    second = keeper.keep("2026-09-11", seen="2026-09-12", statusModule__overallStatus="TERMINATED")
    with store.transaction():
        add_alias(store, keeper.trial, "NCT00000007")
        title, sponsor, _, status = OF_TRIAL
        update_trial(store, keeper.trial, title=title, sponsor=sponsor, phases="early 1/2", status=status)
        for event in (
            EVENT,
            Change(Kind.DATES, "slipped", "c", 1, 2, details={"field": "completionDateStruct"}),
            EVENT,
        ):
            path_of = f"{event.path}.{store.value('SELECT count(*) FROM changes')}"
            change = replace(event, path=path_of)
            add_changes(store, keeper.trial, [change], first, second, observed_at="2026-09-12T10:00:00Z")
    keeper.keep("2026-09-20", seen="2026-09-20", statusModule__whyStopped="Money")
    with open_for_reading(path) as opened:
        yield opened


def test_changes_are_those_of_the_change_log(reader):
    """The same keys and values, with what the trial is now beside them; oldest first."""
    rows = list(export.changes(reader, ALL))
    assert [row["id"] for row in rows] == [1, 2, 3]
    assert list(rows[0]) == [column.name for column in CHANGES]
    for row in rows:
        assert row["happened_on"] == "2026-09-12"
        assert [row.pop(name) for name in ("title", "sponsor", "phase", "status")] == OF_TRIAL
        for side in ("before", "after"):
            row[side] = json.loads(row[side])
    assert rows[::-1] == in_json(list_changes, reader)
    assert export.count_changes(reader, ALL) == 3


def test_versions_are_those_of_the_history(reader, keeper):
    """The same keys and values, with the trial and the exact record."""
    rows = list(export.versions(reader, ALL, records=True))
    assert list(rows[0]) == [column.name for column in VERSIONS]
    assert rows[1]["events"] == ["status.stopped", "dates.slipped"]
    for row in rows:
        assert row.pop("trial") == keeper.nct
        assert json.loads(row.pop("record"))["protocolSection"]
    assert rows[::-1] == version_history(reader, keeper.nct)
    assert all("record" not in row for row in export.versions(reader, ALL, records=False))


def test_by_trial_former_number_and_day(reader, keeper):
    """Trials are found by either number; the day counts itself."""
    assert export.count_versions(reader, Selection(["NCT00000007"])) == 3
    assert len(list(export.changes(reader, Selection([keeper.nct], since="2026-09-12")))) == 3
    assert export.count_changes(reader, Selection(since="2026-09-13")) == 0
    rows = export.versions(reader, Selection(since="2026-09-11"), records=False)
    assert [row["version"] for row in rows] == [2, 3]
    with pytest.raises(NothingStored, match="NCT00000008"):
        list(export.changes(reader, Selection(["NCT00000008"])))


def test_a_damaged_version_is_named(reader, store):
    """It is not handed on."""
    store.execute("UPDATE versions SET sha256 = 'x' WHERE version = 3")
    with pytest.raises(Damaged, match=r"NCT90000001 version 3: .*nctwatch verify"):
        list(export.versions(reader, ALL, records=True))


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Selection(kind="dates"), [2]),
        (Selection(kind="outcomes"), []),
        (Selection(severities=["low"]), [1, 2, 3]),
        (Selection(severities=["high"]), []),
        (Selection(until="2026-09-11"), []),
        (Selection(until="2026-09-12"), [1, 2, 3]),
        (Selection(group=["NCT90000001"], kind="status"), [1, 3]),
        (Selection(group=[]), []),
    ],
    ids=str,
)
def test_changes_are_narrowed_as_in_the_change_log(reader, wanted, ids):
    """By kind, severity, last day and group; their number is that of what is given."""
    assert [row["id"] for row in export.changes(reader, wanted)] == ids
    assert export.count_changes(reader, wanted) == len(ids)


def test_versions_are_narrowed_by_group_and_days(reader):
    """Both days count."""
    wanted = Selection(group=["NCT90000001"], since="2026-09-11", until="2026-09-11")
    assert [row["version"] for row in export.versions(reader, wanted, records=False)] == [2]
    assert export.count_versions(reader, Selection(group=[])) == 0


def trials(reader, **wanted):
    """Return the rows of trials, and check that they are as many as are counted."""
    rows = list(export.trials(reader, Selection(**wanted), {"NCT90000001": ["ms"]}))
    assert len(rows) == export.count_trials(reader, Selection(**wanted))
    return rows


def test_a_line_a_trial(reader, keeper_of, store):
    """What the newest record says, the groups and the last change; a trial without a version has no line."""
    keeper_of(store, "NCT90000002").keep("2026-09-30", seen="2026-09-30")
    ensure_trial(store, "NCT90000003")
    first, second = trials(reader)
    assert list(first) == [column.name for column in TRIALS]
    assert (first["trial"], first["status"], first["version"]) == ("NCT90000001", "RECRUITING", 3)
    assert (first["groups"], first["last_changed"]) == (["ms"], "2026-09-12")
    assert (second["trial"], second["groups"], second["last_changed"]) == ("NCT90000002", [], None)


@pytest.mark.parametrize(
    ("day", "version", "status", "changed"),
    [
        ("2026-09-01", 1, "RECRUITING", None),
        ("2026-09-11", 2, "TERMINATED", None),
        ("2026-09-12", 2, "TERMINATED", "2026-09-12"),
        ("2026-12-31", 3, "RECRUITING", "2026-09-12"),
    ],
)
def test_trials_as_of_a_day(reader, day, version, status, changed):
    """The version valid on it, and the last change up to it."""
    (row,) = trials(reader, at=day)
    assert [row[name] for name in ("version", "status", "last_changed")] == [version, status, changed]


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ({"at": "2026-08-31"}, 0),
        ({"trials": ["NCT00000007"]}, 1),
        ({"group": []}, 0),
        ({"since": "2026-09-12"}, 1),
        ({"since": "2026-09-13"}, 0),
        ({"until": "2026-09-11"}, 0),
        ({"since": "2026-09-12", "at": "2026-09-11"}, 0),
    ],
    ids=str,
)
def test_trials_are_narrowed(reader, wanted, number):
    """By number, group, the day of the last change; before its first version a trial has no line."""
    assert len(trials(reader, **wanted)) == number


def test_a_gone_trial_says_since_when(reader, store, keeper):
    """As of a day before, it was not gone."""
    with store.transaction():
        update_trial(store, keeper.trial, gone_at="2026-10-02T10:00:00Z")
    assert trials(reader)[0]["gone_at"] == "2026-10-02T10:00:00Z"
    assert trials(reader, at="2026-10-01")[0]["gone_at"] is None


def test_a_pruned_version_has_its_status_alone(reader, store):
    """What its record said is not known any more; a damaged one is an error that names it."""
    store.execute("UPDATE versions SET pruned_at = '2026-10-01T00:00:00Z' WHERE version = 2")
    (row,) = trials(reader, at="2026-09-12")
    assert [row[name] for name in ("status", "title", "sites", "countries")] == [
        "TERMINATED",
        None,
        None,
        None,
    ]
    store.execute("UPDATE versions SET sha256 = 'x' WHERE version = 3")
    with pytest.raises(Damaged, match=r"NCT90000001 version 3: .*nctwatch verify"):
        trials(reader)


def test_it_is_one_moment_of_a_store_that_is_written_to(reader, keeper):
    """A version that comes while an export runs is not in it."""
    rows = export.versions(reader, ALL, records=True)
    next(rows)
    keeper.keep("2026-10-01", seen="2026-10-01", statusModule__overallStatus="WITHDRAWN")
    assert len(list(rows)) == 2
    assert export.count_versions(reader, ALL) == 4
