"""What looks found, and what searches found, in the store."""

from __future__ import annotations

import pytest

from monitor.core.similarity import Related, Traits
from monitor.core.watchlist import DiscoveredTrial, Hit
from monitor.store import related, searches
from monitor.store.opening import open_for_reading
from monitor.store.trials import add_alias, ensure_trial, rename_trial, update_trial

SEED = "NCT90000001"
NOW = "2026-09-10T10:00:00Z"
LATER = "2026-09-11T10:00:00Z"


def found(nct, score=0.8, title="Cells"):
    return Related(Traits(nct, frozenset([nct]), title, "RECRUITING"), score, ["same sponsor", "“x”"])


@pytest.fixture
def trial(store):
    return ensure_trial(store, SEED)


def test_a_question_is_remembered_by_its_release(store, trial):
    """Once it was understood, it stays so, whatever becomes of it later."""
    with store.transaction():
        related.record_answer(store, trial, "alike", "r1", usable=False, now=NOW)
    assert related.questions(store, trial) == {"alike": ("r1", False)}
    with store.transaction():
        related.record_answer(store, trial, "alike", "r2", usable=True, now=NOW)
        related.record_answer(store, trial, "alike", "r3", usable=False, now=LATER)
    assert related.questions(store, trial) == {"alike": ("r3", True)}


def test_a_later_look_brings_the_record_up_to_date(store, trial, path):
    """Title and score are the latest; that it was told is not forgotten."""
    with store.transaction():
        related.record(store, trial, found("NCT90000002"), now=NOW, announced=True)
        related.record(store, trial, found("NCT90000002", 0.9, "Newer cells"), now=LATER, announced=False)
        related.record(store, trial, found("NCT90000003"), now=NOW, announced=False)
    assert related.numbers_found(store, trial) == {"NCT90000002", "NCT90000003"}
    with open_for_reading(path) as reader:
        first, second = related.listed(reader, trial.id)
        assert (first["title"], first["score"], first["why"]) == ("Newer cells", 0.9, ["same sponsor", "“x”"])
        assert second["nct"] == "NCT90000003"
        assert related.discovered(reader, [SEED]) == [
            DiscoveredTrial("NCT90000002", SEED, ["same sponsor", "“x”"])
        ]
        assert related.discovered(reader, ["NCT90000009"]) == []


def test_likes_are_found_by_a_former_number(store, trial, path):
    """A watched trial may stand in the configuration under an alias."""
    with store.transaction():
        add_alias(store, trial, "NCT90000007")
        related.record(store, trial, found("NCT90000002"), now=NOW, announced=True)
    with open_for_reading(path) as reader:
        assert [like.nct for like in related.discovered(reader, ["NCT90000007"])] == ["NCT90000002"]


def test_a_search_keeps_who_came_and_who_left(store, trial, path):
    """A trial that comes back is a present one again, and still not told anew."""
    with store.transaction():
        searches.record_answer(store, "s", "q", "r1", NOW)
        searches.record_hit(store, "s", trial, now=NOW, not_announced=False)
        searches.record_left(store, "s", trial.id, "2026-09-11")
    with open_for_reading(path) as reader:
        assert searches.hits(reader, ["s"]) == [Hit(SEED, "s", "2026-09-11")]
        assert searches.hits(reader, ["other"]) == []
    with store.transaction():
        searches.record_hit(store, "s", trial, now=LATER, not_announced=True)
    assert searches.hit_days(store, "s") == {trial.id: None}
    update_trial(store, trial, fingerprint="x")
    assert searches.not_announced(store, ["s"]) == []


def test_a_failure_is_forgotten_with_the_next_answer(store):
    """Three in a row are worth telling; what was last answered stays what it was."""
    searches.record_answer(store, "s", "q", "r1", NOW)
    for _ in range(3):
        searches.record_failure(store, "s", "too many")
    assert searches.failing(store, ["s"]) == {"s": "too many"}
    assert searches.failing(store, []) == {}
    assert searches.last_answer(store, "s") == searches.LastAnswer("q", "r1")
    searches.record_answer(store, "s", "q", "r2", LATER)
    assert searches.failing(store, ["s"]) == {}


def test_a_trial_that_is_removed_takes_its_rows_along(store, trial):
    """A number that turned out to be another trial's leaves nothing behind; what was found of it holds for that one."""
    with store.transaction():
        searches.record_answer(store, "s", "q", "r1", NOW)
        searches.record_hit(store, "s", trial, now=NOW, not_announced=False)
        related.record(store, trial, found("NCT90000002"), now=NOW, announced=False)
        other = ensure_trial(store, "NCT90000005")
        rename_trial(store, trial, "NCT90000005")
    assert searches.hit_days(store, "s") == {other.id: None}
