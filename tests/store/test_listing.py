"""Lists of trials and of changes: what is let through, in which order, and what a list says of each."""

from __future__ import annotations

import lives
import pytest
from records import a_record

from monitor.store import listing
from monitor.store.change_list import ChangeFilter, list_changes_page
from monitor.store.listed import fill_in
from monitor.store.opening import open_for_writing
from monitor.store.search_index import index_versions
from monitor.store.trial_filter import GONE, TrialFilter
from monitor.store.trials import add_alias, ensure_trial, update_trial

SINCE = "2026-09-01"
PAUSED, CALM, LOST, PLANNED = "NCT90000011", "NCT90000012", "NCT90000013", "NCT90000014"


def made(nct, title, day="2026-08-01", **changes):
    return a_record(
        nct,
        identificationModule__briefTitle=title,
        statusModule__lastUpdatePostDateStruct={"date": day, "type": "ACTUAL"},
        **changes,
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Four trials: one paused lately, one whose contact changed long ago, one lost and one that is planned."""
    with open_for_writing(tmp_path_factory.mktemp("list") / "store.db") as opened:
        lives.keep(opened, PAUSED, made(PAUSED, "b cells"), "2026-08-02")
        lives.keep(
            opened,
            PAUSED,
            made(PAUSED, "b cells", "2026-09-03", statusModule__overallStatus="SUSPENDED"),
            "2026-09-04",
        )
        lives.keep(opened, CALM, made(CALM, "A drug", designModule__phases=["EARLY_PHASE1"]), "2026-07-01")
        contact = [{"name": "A Person", "role": "CONTACT", "phone": "555"}]
        lives.keep(
            opened,
            CALM,
            made(
                CALM,
                "A drug",
                "2026-07-08",
                designModule__phases=["EARLY_PHASE1"],
                contactsLocationsModule__centralContacts=contact,
            ),
            "2026-07-09",
        )
        lives.keep(
            opened,
            LOST,
            made(
                LOST,
                "C device",
                "2026-08-20",
                sponsorCollaboratorsModule__leadSponsor={"name": "Élan 50% Ltd"},
            ),
            "2026-08-21",
        )
        lives.keep(
            opened,
            PLANNED,
            made(PLANNED, "d", "2026-08-25", statusModule__overallStatus="NOT_YET_RECRUITING"),
            "2026-08-26",
        )
        with opened.transaction():
            update_trial(opened, ensure_trial(opened, LOST), gone_at="2026-09-05T10:00:00Z")
            add_alias(opened, ensure_trial(opened, CALM), "NCT00000777")
            ensure_trial(opened, "NCT90000019")  # never found, and not watched any more
        yield opened  # fmt: skip


def listed(store, sort="changed", shown=(), limit=-1, offset=0, **wanted):
    rows, total = listing.list_page(
        store, TrialFilter(**wanted), sort=sort, since=SINCE, shown=shown, limit=limit, offset=offset
    )
    return [row["nct"] for row in rows], total


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("changed", [PAUSED, PLANNED, LOST, CALM]),
        ("gravity", [PAUSED, PLANNED, LOST, CALM]),
        ("status", [CALM, PLANNED, PAUSED, LOST]),
        ("title", [CALM, PAUSED, LOST, PLANNED]),
    ],
)
def test_lists_have_the_order_asked_for(store, sort, order):
    """By last change, by the gravest of the last days, open ones first, by title in either case."""
    assert listed(store, sort) == (order, 4)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"status": "SUSPENDED"}, [PAUSED]),
        ({"status": "RECRUITING"}, [CALM]),
        ({"status": GONE}, [LOST]),
        ({"sponsor": "50%"}, [LOST]),
        ({"sponsor": "invented inst"}, [PAUSED, PLANNED, CALM]),
        ({"sponsor": "%"}, [LOST]),
        ({"phase": "early 1"}, [CALM]),
        ({"phase": "1"}, [PAUSED, PLANNED, LOST]),
        ({"phase": "4"}, []),
        ({"kind": "status"}, [PAUSED]),
        ({"kind": "contacts"}, []),
        ({"words": "drug"}, [CALM]),
        ({"words": "nct90000011"}, [PAUSED]),
        ({"words": "NCT00000777"}, [CALM]),
        ({"numbers": frozenset({"NCT00000777", LOST})}, [LOST, CALM]),
        ({"numbers": frozenset()}, []),
        ({"phase": "2", "status": "SUSPENDED"}, [PAUSED]),
    ],
)
def test_lists_are_narrowed(store, wanted, found):
    """By status, sponsor, phase, kind of recent change, words, numbers, and several at once."""
    assert listed(store, **wanted) == (found, len(found))


def test_a_list_comes_in_pages(store):
    """Each has its rows, and all say how many there are."""
    assert listed(store, limit=3) == ([PAUSED, PLANNED, LOST], 4)
    assert listed(store, limit=3, offset=3) == ([CALM], 4)


def test_what_is_watched_is_listed_before_it_was_fetched(store):
    """Whether or not the store has a row of it; a former number of a trial is no other one."""
    numbers, total = listed(store, shown=[PAUSED, "NCT90000019", "NCT90000020", "NCT00000777"])
    assert set(numbers) == {PAUSED, CALM, LOST, PLANNED, "NCT90000019", "NCT90000020"}
    assert total == 6


def test_a_list_says_what_changed_last_and_how_much_lately(store):
    """The gravest change of the last day; noise is not counted."""
    (number,) = store.tuples("SELECT id FROM trials WHERE nct = ?", [PAUSED])[0]
    assert listing.last_changes(store, [number])[number]["change"].event == "paused"
    assert listing.recent_counts(store, [number], SINCE) == {number: {"high": 1}}
    assert listing.recent_counts(store, [number], "2026-09-05") == {}


def test_words_are_looked_for_in_records_once_they_are_indexed(tmp_path):
    """Words that are none are an error of whoever asks."""
    with open_for_writing(tmp_path / "store.db") as store:
        lives.keep(store, CALM, made(CALM, "A drug"), "2026-07-01")
        assert listed(store, words="nurse 2") == ([], 0)
        while index_versions(store):
            pass
        assert listed(store, words="walking drug") == ([CALM], 1)
        with pytest.raises(ValueError, match="no word"):
            listed(store, words="%%%")


def test_stores_of_an_earlier_release_are_filled_in(tmp_path):
    """Once; a trial whose bytes are damaged or pruned has nothing there."""
    with open_for_writing(tmp_path / "store.db") as store:
        for nct in (PAUSED, CALM):
            lives.keep(store, nct, made(nct, "x"), "2026-07-01")
        store.execute("UPDATE trials SET phases = NULL, registered_on = NULL, updated_on = NULL")
        store.execute(
            "UPDATE versions SET pruned_at = '2026-08-01' WHERE trial_id = (SELECT id FROM trials WHERE nct = ?)",
            [CALM],
        )
        assert [fill_in(store, most=1), fill_in(store), fill_in(store)] == [1, 1, 0]
        assert store.tuples("SELECT phases, registered_on, updated_on FROM trials ORDER BY nct") == [
            ("1/2", "2024-11-01", "2026-08-01"),
            ("", "", ""),
        ]


@pytest.mark.parametrize(
    ("wanted", "events"),
    [
        (ChangeFilter(), ["paused", "edited"]),
        (ChangeFilter(kind="contacts"), ["edited"]),
        (ChangeFilter(severity=["high"]), ["paused"]),
        (ChangeFilter(since="2026-09-04"), ["paused"]),
        (ChangeFilter(until="2026-09-03"), ["edited"]),
        (ChangeFilter(TrialFilter(phase="early 1")), ["edited"]),
        (ChangeFilter(TrialFilter(words=PAUSED)), ["paused"]),
        (ChangeFilter(TrialFilter(status="COMPLETED")), []),
    ],
)
def test_changes_are_narrowed(store, wanted, events):
    """Newest first; noise only where it is asked for."""
    rows = list_changes_page(store, wanted, limit=50, offset=0)
    assert [row["change"].event for row in rows] == events


def test_a_page_that_ends_within_a_trial_has_its_gravest(tmp_path):
    """Of a day, trials stand by their gravest change and a trial's changes together; the pages have each once."""
    first, second = (a_record(nct, statusModule__overallStatus="RECRUITING") for nct in (PAUSED, CALM))
    grave = {"statusModule__overallStatus": "SUSPENDED", "conditionsModule__keywords": ["one"]}
    minor = {"conditionsModule__keywords": ["two"], "descriptionModule__briefSummary": "Other words."}
    with open_for_writing(tmp_path / "store.db") as store:
        for record, nct, edits in ((first, PAUSED, grave), (second, CALM, minor)):
            lives.keep(store, nct, record, "2026-09-01")
            lives.keep(store, nct, a_record(nct, **edits), "2026-09-02")
        whole = list_changes_page(store, ChangeFilter(), limit=99, offset=0)
        single = [
            row
            for place in range(len(whole) + 1)
            for row in list_changes_page(store, ChangeFilter(), limit=1, offset=place)
        ]
        narrowed = list_changes_page(store, ChangeFilter(TrialFilter(words=CALM)), limit=1, offset=1)
    assert (whole[0]["nct"], str(whole[0]["change"].severity)) == (PAUSED, "high")
    assert [row["nct"] for row in whole] == sorted(row["nct"] for row in whole)
    assert len(whole) > 3
    assert [row["id"] for row in single] == [row["id"] for row in whole]
    assert narrowed[0]["nct"] == CALM


def test_noise_is_listed_where_it_is_asked_for(store):
    """With the others."""
    whole = list_changes_page(
        store, ChangeFilter(severity=["noise", "low", "medium", "high"]), limit=50, offset=0
    )
    assert {"housekeeping"} < {row["change"].event for row in whole}
    assert list_changes_page(store, ChangeFilter(), limit=1, offset=1)[0]["change"].event == "edited"
