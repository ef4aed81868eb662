"""Tests of the change log."""

from __future__ import annotations

import pytest
from asking import in_json
from records import a_record, sites

from monitor.core.changes import classify, record_events
from monitor.core.presentation.change_json import change_json
from monitor.core.presentation.sentences import summary
from monitor.errors import StoreError
from monitor.model import Change, Direction, Kind, Origin, Severity
from monitor.store.changes import add_changes, changes_between, changes_by_id, list_changes, past_dates
from monitor.store.opening import open_for_reading
from monitor.store.trials import ensure_trial, list_trials
from monitor.store.versions import load_version, version_history

NCT = "NCT90000001"


def a_change(kind="status", event="opened", path="protocolSection.statusModule.overallStatus", **values):
    """Return a change."""
    return Change(
        **{
            "kind": Kind(kind),
            "event": event,
            "path": path,
            "before": "RECRUITING",
            "after": "SUSPENDED",
            "recorded_summary": "It changed.",
            "severity": Severity.HIGH,
        }
        | values
    )


@pytest.fixture
def tell(keeper):
    """Return a function that keeps changes of a step between two new versions, and returns their ids."""

    def keep(*changes: Change, seen: str = "2026-09-10"):
        before = keeper.keep("2026-09-01", seen=seen)
        after = keeper.keep("2026-09-02", seen=seen, statusModule__overallStatus="SUSPENDED")
        return add_changes(
            keeper.store, keeper.trial, changes, before, after, observed_at=f"{seen}T10:00:00Z"
        )

    return keep


def test_a_change_in_json(tell, path):
    """A change is read as the interface page has it, any JSON value on either side."""
    registry = {"origin": Origin.REGISTRY, "direction": Direction.LOOSENED}
    (number,) = tell(a_change("eligibility", "criterion_added", "x[y]", before=None, **registry))
    with open_for_reading(path) as reader:
        assert in_json(list_changes, reader) == [
            {
                "id": number,
                "trial": NCT,
                "kind": "eligibility",
                "event": "criterion_added",
                "severity": "high",
                "origin": "registry",
                "direction": "loosened",
                "path": "x[y]",
                "before": None,
                "after": "SUSPENDED",
                "headline": "new eligibility criterion",
                "summary": "It changed.",
                "context": [],
                "from_version": 1,
                "to_version": 2,
                "registry_date": "2026-09-02",
                "observed_at": "2026-09-10T10:00:00Z",
                "happened_on": "2026-09-10",
            }
        ]


PARENTS = "Inclusion Criteria:\n\n* All of the following:\n    * Walks 5 m\n    * {}\n\nExclusion Criteria:\n\n* Fever"


def test_parts_come_back_as_they_were(tell, path):
    """Subject, context and details are read as they were written, and make the same sentence."""
    criteria = [
        a_record(eligibilityModule__eligibilityCriteria=PARENTS.format(last)) for last in ("EDSS 5", "EDSS 6")
    ]
    shorter = a_record(outcomesModule__secondaryOutcomes=[], contactsLocationsModule__locations=sites(4))
    changes = [
        *classify(*criteria),
        *classify(a_record(), shorter),
        record_events.left_search(NCT, "≥ 1 cells"),
    ]
    tell(*changes)
    with open_for_reading(path) as reader:
        logged = list_changes(reader)
        rows = reader.rows("SELECT summary FROM changes ORDER BY id DESC")
    assert [row.change for row in logged] == changes[::-1]
    assert [summary(row.change) for row in logged] == [row["summary"] for row in rows]
    assert [change_json(row)["context"] for row in logged if row.change.event == "criterion_reworded"] == [
        ["All of the following:"]
    ]


def test_parts_of_another_edition_leave_the_recorded_sentence(tell, path, keeper):
    """Details that this release does not know are not made a sentence from."""
    tell(*classify(a_record(), a_record(statusModule__overallStatus="SUSPENDED")))
    keeper.store.execute(
        "UPDATE changes SET parts = json_set(parts, '$.edition', 99), summary = 'It was so.'"
    )
    with open_for_reading(path) as reader:
        assert [summary(row.change) for row in list_changes(reader)] == ["It was so."]


@pytest.mark.parametrize("value", [None, "ü ≥", 1, 1.5, True, [], {}, {"a": [None, {"b": 'q"'}]}, "null", ""])
def test_values_come_back_as_they_were(tell, path, keeper, value):
    """Before and after keep their JSON type, for who reads and for who goes on counting dates."""
    tell(a_change("dates", "slipped", before=value, after=value))
    with open_for_reading(path) as reader:
        (row,) = in_json(list_changes, reader)
    assert (row["before"], row["after"]) == (value, value)
    assert type(row["before"]) is type(value)
    assert past_dates(keeper.store, keeper.trial)[0].after == value


def test_the_same_change_is_told_the_second_time_too(tell, path):
    """Recruiting to suspended, in two later versions again, is another change."""
    (first,), (second,) = tell(a_change()), tell(a_change())
    assert first != second
    with open_for_reading(path) as reader:
        assert [row["id"] for row in in_json(list_changes, reader)] == [second, first]
        assert [row["id"] for row in in_json(changes_by_id, reader, [second, first, 999])] == [first, second]


def test_one_change_is_not_kept_twice(keeper):
    """Trial, both versions, path and event say which change it is; a second one of these is refused."""
    before, after = keeper.keep("2026-09-01"), keeper.keep("2026-09-02")
    add_changes(keeper.store, keeper.trial, [a_change()], before, after, observed_at="2026-09-10T10:00:00Z")
    other = [a_change(event="closed"), a_change(path="elsewhere")]
    add_changes(keeper.store, keeper.trial, other, before, after, observed_at="2026-09-10T10:00:00Z")
    with pytest.raises(StoreError, match="UNIQUE"), keeper.store.transaction():
        add_changes(
            keeper.store, keeper.trial, [a_change()], before, after, observed_at="2026-09-10T10:00:00Z"
        )


def test_a_trial_may_be_gone_twice(keeper):
    """Without a new version, another time of observation makes another change."""
    version = keeper.keep("2026-09-01")
    gone = [a_change("record", "gone", "")]
    for day in (10, 20):
        add_changes(
            keeper.store, keeper.trial, gone, version, version, observed_at=f"2026-09-{day}T10:00:00Z"
        )


def test_changes_are_chosen(tell, path, keeper):
    """Trial, kind, severity and days narrow the log down; it is newest first, up to a limit."""
    tell(a_change(), a_change("dates", "slipped", "d", severity=Severity.LOW), seen="2026-09-10")
    keeper.nct = "NCT90000002"
    tell(a_change("dates", "slipped", "d", severity=Severity.NOISE), seen="2026-09-12")
    with open_for_reading(path) as reader:

        def chosen(**rules):
            return [row["id"] for row in in_json(list_changes, reader, **rules)]

        assert chosen() == [3, 2, 1]
        assert chosen(limit=2) == [3, 2]
        assert chosen(trial=NCT) == [2, 1]
        assert chosen(kind="dates") == [3, 2]
        assert chosen(severity=["high", "low"]) == [2, 1]
        assert chosen(since="2026-09-12") == [3]
        assert chosen(until="2026-09-10") == [2, 1]
        assert chosen(since="2026-09-10", until="2026-09-12", kind="status") == [1]
        assert chosen(since="2026-09-13") == []


def test_changes_of_one_step(tell, path):
    """Between two versions are the changes of that step alone."""
    tell(a_change())
    tell(a_change("dates", "slipped", "d"))
    with open_for_reading(path) as reader:
        held = {number: load_version(reader, NCT, number) for number in (1, 2, 3, 4)}
        assert [row["id"] for row in in_json(changes_between, reader, held[1], held[2])] == [1]
        assert [row["id"] for row in in_json(changes_between, reader, held[3], held[4])] == [2]
        assert in_json(changes_between, reader, held[1], held[4]) == []


def test_history_names_the_events(tell, path):
    """Each version of the history names what happened in it, each event once, in order."""
    tell(a_change(), a_change("locations", "site_added", "a"), a_change("locations", "site_added", "b"))
    with open_for_reading(path) as reader:
        assert [row["events"] for row in version_history(reader, NCT)] == [
            ["status.opened", "locations.site_added"],
            [],
        ]


def test_a_trials_row_counts_what_matters(tell, path):
    """A trial's last change is the last one above noise."""
    tell(a_change(), seen="2026-09-10")
    tell(a_change("record", "housekeeping", severity=Severity.NOISE), seen="2026-09-12")
    with open_for_reading(path) as reader:
        (row,) = list_trials(reader)
    assert (row.versions, row.last_changed) == (4, "2026-09-10T10:00:00Z")


def test_past_dates_are_changes_of_dates_oldest_first(tell, keeper):
    """What goes on being counted are the changes of dates of this trial alone."""
    tell(a_change(), a_change("dates", "slipped", "first"))
    tell(a_change("dates", "advanced", "second"))
    past = past_dates(keeper.store, keeper.trial)
    assert [(change.kind, change.event, change.path) for change in past] == [
        (Kind.DATES, "slipped", "first"),
        (Kind.DATES, "advanced", "second"),
    ]
    assert past_dates(keeper.store, ensure_trial(keeper.store, "NCT90000009")) == []
