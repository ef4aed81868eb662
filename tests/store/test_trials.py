"""Tests of trials and their numbers, present and former."""

from __future__ import annotations

import pytest

from monitor.errors import NothingStored
from monitor.store import check
from monitor.store.read import Reader

OLD, NEW, OTHER = "NCT90000001", "NCT90000002", "NCT90000003"


def numbers(store):
    """Return the numbers of all trials."""
    return [row[0] for row in store.db.execute("SELECT nct FROM trials ORDER BY nct").fetchall()]


def test_a_trial_is_made_when_first_asked_for(store):
    """A number that was never seen is a trial that the registry was not found to have yet."""
    trial = store.trial(OLD)
    assert (trial.nct, trial.found, trial.misses) == (OLD, False, 0)
    assert store.trial(OLD) == trial
    assert numbers(store) == [OLD]


def test_what_is_set_is_kept(store):
    """Columns of a trial can be set one by one."""
    store.update(store.trial(OLD), title="A title", misses=1)
    store.update(store.trial(OLD), fingerprint="x")
    trial = store.trial(OLD)
    assert (trial.title, trial.misses, trial.found) == ("A title", 1, True)


def test_both_numbers_find_a_trial(store, keeper, path):
    """A former number finds the trial like the present one, for who writes and for who reads."""
    keeper.keep("2026-09-01")
    store.alias(keeper.trial, NEW)
    assert store.trial(NEW).id == store.trial(OLD).id
    with Reader(path) as reader:
        assert reader.history(NEW) == reader.history(OLD)
        assert reader.aliases() == {NEW: OLD}
    assert numbers(store) == [OLD]


def test_a_trial_of_that_number_comes_before_an_alias(store):
    """Where a number is both a trial and a former number of another, the trial is meant."""
    store.trial(NEW)
    store.alias(store.trial(OLD), NEW)
    assert store.trial(NEW).nct == NEW


def test_a_renamed_trial_keeps_its_versions(store, keeper, path):
    """Under its new number a trial has its past, and the old number finds it."""
    keeper.keep("2026-09-01")
    before = keeper.trial
    after = store.renamed(before, NEW)
    assert (after.id, after.nct) == (before.id, NEW)
    keeper.nct = NEW
    assert keeper.keep("2026-09-02").version == 2
    with Reader(path) as reader:
        assert [row["version"] for row in reader.history(OLD)] == [2, 1]
        assert reader.trial(OLD)["nct"] == NEW
    assert numbers(store) == [NEW]


def test_renamed_there_and_back(store, keeper, path):
    """A trial that gets its old number again is one trial still, found under both."""
    keeper.keep("2026-09-01")
    there = store.renamed(keeper.trial, NEW)
    back = store.renamed(there, OLD)
    assert (back.id, back.nct) == (there.id, OLD)
    assert store.trial(NEW).id == back.id
    assert numbers(store) == [OLD]
    with Reader(path) as reader:
        assert reader.aliases() == {NEW: OLD}


def test_renamed_to_a_trial_that_is_held(store, keeper, path):
    """Where both numbers are held, the new one's trial goes on; the old versions stay and pass the check."""
    keeper.keep("2026-09-01")
    store.alias(keeper.trial, OTHER)
    keeper.nct = NEW
    keeper.keep("2026-08-01")
    with store.transaction():
        current = store.renamed(store.trial(OLD), NEW)
    assert current.nct == NEW
    with Reader(path) as reader:
        for number in (OLD, OTHER, NEW):
            assert [row["registry_date"] for row in reader.history(number)] == ["2026-08-01"]
        assert [(trial, version, fault) for trial, version, fault in check.versions(reader)] == [
            (f"{OLD} (former)", 1, None),
            (NEW, 1, None),
        ]
        assert check.integrity(reader) == []


def test_a_number_that_was_never_found_gives_way(store, keeper):
    """An old number that brought nothing leaves no trial behind, only the way to the new one."""
    store.trial(OLD)
    keeper.nct = NEW
    keeper.keep("2026-09-01")
    with store.transaction():
        store.renamed(store.trial(OLD), NEW)
    assert numbers(store) == [NEW]
    assert store.trial(OLD).nct == NEW


def test_a_trial_that_was_never_found_has_nothing_to_read(store, path):
    """A trial that was only asked for says so."""
    store.trial(OLD)
    with Reader(path) as reader, pytest.raises(NothingStored, match="it was not asked for yet"):
        reader.trial(OLD)
