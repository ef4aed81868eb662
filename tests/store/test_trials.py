"""Tests of trials and their numbers, present and former."""

from __future__ import annotations

import pytest

from monitor.errors import NothingStored
from monitor.store import verify
from monitor.store.opening import open_for_reading
from monitor.store.trials import (
    add_alias,
    current_numbers,
    ensure_trial,
    ensure_trials,
    load_trial,
    rename_trial,
    update_trial,
)
from monitor.store.versions import version_history

OLD, NEW, OTHER = "NCT90000001", "NCT90000002", "NCT90000003"


def numbers(store):
    """Return the numbers of all trials."""
    return [row[0] for row in store.tuples("SELECT nct FROM trials ORDER BY nct")]


def test_a_trial_is_made_when_first_asked_for(store):
    """A number that was never seen is a trial that the registry was not found to have yet."""
    trial = ensure_trial(store, OLD)
    assert (trial.nct, trial.found, trial.misses) == (OLD, False, 0)
    assert ensure_trial(store, OLD) == trial
    assert numbers(store) == [OLD]


def test_trials_of_many_numbers_come_in_the_order_asked_for(store):
    """New numbers become trials, and a trial of which two numbers are given is listed once, at its first place."""
    held = ensure_trial(store, OLD)
    add_alias(store, held, OTHER)
    assert [trial.nct for trial in ensure_trials(store, [NEW, OTHER, OLD, NEW])] == [NEW, OLD]
    assert ensure_trials(store, [OLD]) == [held]
    assert numbers(store) == [OLD, NEW]


def test_what_is_set_is_kept(store):
    """Columns of a trial can be set one by one."""
    update_trial(store, ensure_trial(store, OLD), title="A title", misses=1)
    update_trial(store, ensure_trial(store, OLD), fingerprint="x")
    trial = ensure_trial(store, OLD)
    assert (trial.title, trial.misses, trial.found) == ("A title", 1, True)


def test_both_numbers_find_a_trial(store, keeper, path):
    """A former number finds the trial like the present one, for who writes and for who reads."""
    keeper.keep("2026-09-01")
    add_alias(store, keeper.trial, NEW)
    assert ensure_trial(store, NEW).id == ensure_trial(store, OLD).id
    with open_for_reading(path) as reader:
        assert version_history(reader, NEW) == version_history(reader, OLD)
        assert current_numbers(reader) == {NEW: OLD}
    assert numbers(store) == [OLD]


def test_a_trial_of_that_number_comes_before_an_alias(store):
    """Where a number is both a trial and a former number of another, the trial is meant."""
    ensure_trial(store, NEW)
    add_alias(store, ensure_trial(store, OLD), NEW)
    assert ensure_trial(store, NEW).nct == NEW


def test_a_renamed_trial_keeps_its_versions(store, keeper, path):
    """Under its new number a trial has its past, and the old number finds it."""
    keeper.keep("2026-09-01")
    before = keeper.trial
    after = rename_trial(store, before, NEW)
    assert (after.id, after.nct) == (before.id, NEW)
    keeper.nct = NEW
    assert keeper.keep("2026-09-02").version == 2
    with open_for_reading(path) as reader:
        assert [row["version"] for row in version_history(reader, OLD)] == [2, 1]
        assert load_trial(reader, OLD).nct == NEW
    assert numbers(store) == [NEW]


def test_renamed_there_and_back(store, keeper, path):
    """A trial that gets its old number again is one trial still, found under both."""
    keeper.keep("2026-09-01")
    there = rename_trial(store, keeper.trial, NEW)
    back = rename_trial(store, there, OLD)
    assert (back.id, back.nct) == (there.id, OLD)
    assert ensure_trial(store, NEW).id == back.id
    assert numbers(store) == [OLD]
    with open_for_reading(path) as reader:
        assert current_numbers(reader) == {NEW: OLD}


def test_renamed_to_a_trial_that_is_held(store, keeper, path):
    """Where both numbers are held, the new one's trial goes on; the old versions stay and pass the check."""
    keeper.keep("2026-09-01")
    add_alias(store, keeper.trial, OTHER)
    keeper.nct = NEW
    keeper.keep("2026-08-01")
    with store.transaction():
        current = rename_trial(store, ensure_trial(store, OLD), NEW)
    assert current.nct == NEW
    with open_for_reading(path) as reader:
        for number in (OLD, OTHER, NEW):
            assert [row["registry_date"] for row in version_history(reader, number)] == ["2026-08-01"]
        assert [(trial, version, fault) for trial, version, fault in verify.versions(reader)] == [
            (OLD, 1, None),
            (NEW, 1, None),
        ]
        assert verify.integrity(reader) == []


def test_a_number_that_was_never_found_gives_way(store, keeper):
    """An old number that brought nothing leaves no trial behind, only the way to the new one."""
    ensure_trial(store, OLD)
    keeper.nct = NEW
    keeper.keep("2026-09-01")
    with store.transaction():
        rename_trial(store, ensure_trial(store, OLD), NEW)
    assert numbers(store) == [NEW]
    assert ensure_trial(store, OLD).nct == NEW


def test_a_trial_that_was_never_found_has_nothing_to_read(store, path):
    """A trial that was only asked for says so."""
    ensure_trial(store, OLD)
    with open_for_reading(path) as reader, pytest.raises(NothingStored, match="it was not asked for yet"):
        load_trial(reader, OLD)
