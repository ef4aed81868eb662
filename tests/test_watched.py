"""What is watched, as a whole and number by number."""

from __future__ import annotations

import pytest
from records import a_record

from monitor.config.load import load
from monitor.core.records.accessors import title_of
from monitor.core.similarity import Related, traits
from monitor.core.watchlist import NAMED as NAMED_ALONE
from monitor.core.watchlist import in_words, related_to
from monitor.store import related, searches
from monitor.store.opening import open_for_writing
from monitor.store.trials import ensure_trial
from monitor.watched import Watched, watched

NAMED, NEAR, FOUND, ALIKE = "NCT90000001", "NCT90000002", "NCT90000003", "NCT90000004"


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A configuration with a trial, a related one and a search; a store in which the search and a look found one each."""
    monkeypatch.setenv("NCTWATCH_DB", str(tmp_path / "store.db"))
    path = tmp_path / "nctwatch.toml"
    path.write_text(
        f'[[watch]]\ntrial = "{NAMED}"\nrelated = ["{NEAR}"]\ndiscover = "watch"\n'
        '[[watch]]\nname = "cells"\nquery = { cond = "x" }\n'
    )
    with open_for_writing(tmp_path / "store.db") as store, store.transaction():
        for number in (NAMED, NEAR, FOUND):
            ensure_trial(store, number)
        store.execute("INSERT INTO searches (name, query) VALUES ('cells', '{}')")
        store.execute(
            "INSERT INTO hits (search, trial_id, found_at) SELECT 'cells', id, '2026-09-01' FROM trials "
            "WHERE nct IN (?, ?)",
            [NEAR, FOUND],
        )
        record = a_record(ALIKE)
        found = Related(traits(record), 0.9, [f"same title: {title_of(record)}"])
        related.record(store, ensure_trial(store, NAMED), found, now="2026-09-02T10:00:00Z", announced=True)
        yield load(path), store


def test_numbers_looked_up_one_by_one_are_those_of_the_whole(world):
    """Each with the same reasons, whether named, found by a search or found by a look."""
    whole, single = watched(*world), Watched(*world)
    assert set(whole) == {NAMED, NEAR, FOUND, ALIKE}
    assert in_words(whole[NEAR]) == f'related to {NAMED}; found by "cells"'
    assert {number: single[number] for number in whole} == whole
    assert dict(single) == whole
    assert len(single) == 4
    assert single.named == {NAMED: NAMED_ALONE, NEAR: (related_to(NAMED),)}


def test_what_is_not_watched_is_no_number_of_it(world):
    """Neither by lookup nor by membership."""
    single = Watched(*world)
    assert "NCT90000009" not in single
    assert single.get("NCT90000009") is None
    assert searches.hits_of(world[1], ["other"], FOUND) == []
