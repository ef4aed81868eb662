"""The full-text index: newest versions, past ones on request, and no copy of the text."""

import pytest
from records import a_record, letters

from monitor.core.search_query import expression
from monitor.errors import NothingStored
from monitor.store import full_text, search_index
from monitor.store.opening import open_for_reading
from monitor.store.prune import prunable, prune
from monitor.store.versions import add_version


def found(store, words, *, history=False, limit=20):
    with open_for_reading(store.path) as reader:
        return full_text.find(reader, expression(words), history=history, limit=limit)


def fill(store):
    while search_index.index_versions(store):
        pass


@pytest.fixture
def two(store, keeper):
    """A trial of two versions: the criteria spoke of zebras first, and speak of lions now."""
    keeper.keep("2026-09-01", eligibilityModule__eligibilityCriteria="* Owns a zebra")
    keeper.keep("2026-09-08", eligibilityModule__eligibilityCriteria="* Owns a lion")
    fill(store)
    return store


def test_the_newest_version_is_found(two):
    """With the words around what was found; the past is not looked into."""
    (hit,) = found(two, "lions")
    assert (hit["trial"], hit["version"], hit["current"]) == ("NCT90000001", 2, True)
    assert "⟦lion⟧" in hit["snippet"]
    assert found(two, "zebra") == []


def test_past_versions_are_found_on_request(two):
    """The newest version in which the words occur is shown, also where some of them are still in the title."""
    for words in ("zebra", "invented zebra"):
        (hit,) = found(two, words, history=True)
        assert (hit["version"], hit["current"]) == (1, False)
        assert "⟦" in hit["snippet"]
    (hit,) = found(two, "owns", history=True)
    assert (hit["version"], hit["current"]) == (2, True)


def test_a_version_that_comes_late_is_past_at_once(two, keeper):
    """It is found by what only it says, and the newest stays the newest."""
    with two.transaction():
        record = a_record(eligibilityModule__eligibilityCriteria="* Owns a quagga")
        add_version(
            two,
            keeper.trial,
            letters(record),
            valid_from="2020-01-01",
            observed_at="2026-10-01T00:00:00Z",
            source="history",
        )
    fill(two)
    (hit,) = found(two, "quagga", history=True)
    assert (hit["version"], hit["valid_from"], hit["current"]) == (3, "2020-01-01", False)
    assert found(two, "quagga") == []
    assert found(two, "lion")[0]["version"] == 2


def test_a_version_with_the_same_words_costs_nothing(two, keeper):
    """A date that moved makes no row of the past."""
    keeper.keep("2026-09-15", eligibilityModule__eligibilityCriteria="* Owns a lion")
    fill(two)
    assert two.value("SELECT count(*) FROM search_past") == 1
    assert found(two, "lion")[0]["version"] == 3


def test_words_in_the_title_come_first(store, keeper_of):
    """A word weighs more where it says what the trial is about."""
    keeper_of(store, "NCT90000001").keep(
        "2026-09-01", descriptionModule__briefSummary="Of lions, and of much else"
    )
    keeper_of(store, "NCT90000002").keep("2026-09-01", identificationModule__briefTitle="Lions and health")
    fill(store)
    assert [hit["trial"] for hit in found(store, "lion")] == ["NCT90000002", "NCT90000001"]
    assert len(found(store, "lion", limit=1)) == 1


def test_the_index_has_no_copy_of_the_text(two):
    """What is stored of a text is where its words stand, not the text."""
    columns = [row[0] for row in two.tuples("SELECT eligibility FROM search")]
    assert columns == [None]


def test_another_edition_of_the_texts_makes_the_index_anew(two, monkeypatch):
    """After an upgrade that takes other texts, nothing old is left in it."""
    monkeypatch.setattr(search_index, "EDITION", 2)
    monkeypatch.setattr(search_index, "texts", lambda _record: tuple(("okapi",) for _ in full_text.COLUMNS))
    fill(two)
    assert found(two, "lion") == []
    assert len(found(two, "okapi")) == 1


def test_what_is_not_indexed_yet_is_counted(two, keeper):
    """A person is told that the next poll does it."""
    keeper.keep("2026-09-15", eligibilityModule__eligibilityCriteria="* Owns an emu")
    with open_for_reading(two.path) as reader:
        assert full_text.unindexed(reader) == 1
    fill(two)
    with open_for_reading(two.path) as reader:
        assert full_text.unindexed(reader) == 0


def test_without_an_index_it_is_said_why(store, keeper):
    """The error names the setting."""
    keeper.keep("2026-09-01")
    with pytest.raises(NothingStored, match=r"\[store\] search"):
        found(store, "anything")


def test_a_version_that_was_pruned_before_it_was_indexed(two, keeper):
    """The index goes on, and is made anew where it has a text that nobody knows any more."""
    keeper.keep("2026-09-15", eligibilityModule__eligibilityCriteria="* Owns an emu")
    keeper.keep("2026-09-22", eligibilityModule__eligibilityCriteria="* Owns a tapir")
    with two.transaction():
        prune(two, prunable(two), "2026-10-01T00:00:00Z")
    fill(two)
    fill(two)
    assert found(two, "tapir")[0]["version"] == 4
    assert found(two, "lion") == []
    assert found(two, "emu", history=True) == []
    two.execute("INSERT INTO search (search) VALUES ('integrity-check')")


def test_a_damaged_version_is_left_out(two, keeper):
    """The others are found."""
    version = keeper.keep("2026-09-15", eligibilityModule__eligibilityCriteria="* Owns an emu")
    keeper.keep("2026-09-22", eligibilityModule__eligibilityCriteria="* Owns a tapir")
    two.execute("UPDATE versions SET blob = x'00' WHERE id = ?", [version.id])
    fill(two)
    assert found(two, "tapir")[0]["version"] == 4


def test_a_hit_is_shown_without_escapes_of_markdown(store, keeper):
    """Also right beside what was found."""
    keeper.keep("2026-09-01", eligibilityModule__eligibilityCriteria="* Weight \\>= 40 kg of lions")
    fill(store)
    (hit,) = found(store, "weight")
    assert "⟦Weight⟧ >= 40 kg" in hit["snippet"]
