"""The feed: valid Atom that tells news, the same ids each time, and nothing in it that could do harm."""

from __future__ import annotations

import copy
import re
import shutil
from xml.etree import ElementTree as ET

import feedparser
import lives
import pytest
from records import a_record, put, sites

from monitor.report import write
from monitor.store.changes import add_changes
from monitor.store.news import Filter
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.polls import add_poll
from monitor.store.state import STORE, get_state
from monitor.store.trials import ensure_trial

PLACES = ("protocolSection", "contactsLocationsModule", "locations")
WHY = ("protocolSection", "statusModule", "whyStopped")


@pytest.fixture(scope="session")
def feed():
    """Return a function that writes the feed of a store and reads it as a feed reader does."""

    def read(path, *numbers, public_url="", query="", **wanted):
        with open_for_reading(path) as reader:
            raw = write.feed(reader, numbers or None, Filter(**wanted), public_url, query)
        parsed = feedparser.parse(raw)
        assert not parsed.bozo, parsed.get("bozo_exception")
        assert parsed.version == "atom10"
        root = ET.fromstring(raw)
        for element in (root, *root.iter("{http://www.w3.org/2005/Atom}entry")):
            names = [child.tag.partition("}")[2] for child in element]
            assert {name: names.count(name) for name in ("id", "title", "updated")} == dict.fromkeys(
                ("id", "title", "updated"), 1
            )
        return parsed

    return read


@pytest.fixture
def polled(tmp_path):
    """A store in which a poll of a day saw a grave change and many small ones, and the next day another."""
    path = tmp_path / "store.db"
    with open_for_writing(path) as store:
        first = a_record(lives.ONE)
        lives.keep(store, lives.ONE, first, "2026-09-01")
        lives.keep(store, lives.SHORT, a_record(lives.SHORT), "2026-09-01")
        second = copy.deepcopy(first)
        put(second, "TERMINATED", *lives.STATUS, "overallStatus")
        put(second, sites(40), *PLACES)
        lives.keep(store, lives.ONE, second, "2026-09-03")
        other = a_record(lives.SHORT)
        put(other, sites(30), *PLACES)
        lives.keep(store, lives.SHORT, other, "2026-09-03")
        third = copy.deepcopy(second)
        put(third, "Money", *WHY)
        lives.keep(store, lives.ONE, third, "2026-09-04")
    return path


def size(entry):
    """Return how many changes an entry tells of, by its title."""
    found = re.search(r"\(\+(\d+) more\)", entry.title)
    return 1 + int(found[1]) if found else 1


def test_an_entry_is_a_trial_in_a_release(polled, feed):
    """The newest day first, of one day the gravest first, with the gravest change in the title and the others counted."""
    read = feed(polled)
    assert [(entry.title.partition(":")[0], entry.published[:10]) for entry in read.entries] == [
        (lives.ONE, "2026-09-04"),
        (lives.ONE, "2026-09-03"),
        (lives.SHORT, "2026-09-03"),
    ]
    grave, small = read.entries[1:]
    assert grave.title.startswith(f"{lives.ONE}: stopped early (Recruiting → Terminated) (+37 more) – ")
    assert {"status.stopped", "high", "locations.site_added"} == {tag.term for tag in grave.tags}
    assert grave.content[0].value.count("<p>") > 20
    assert "And 18 more changes." in grave.content[0].value
    assert size(small) == 27
    assert read.feed.title == "Changes of watched clinical trials"
    assert read.feed.author == "nctwatch"


def test_dates_are_in_the_text(polled, feed):
    """When it was seen and when the record was updated, for readers that show no dates."""
    entry = feed(polled).entries[0]
    for text in (entry.summary, entry.content[0].value):
        assert "Seen on 2026-09-04; the record was updated on 2026-" in text
    assert (entry.published, entry.updated) == ("2026-09-04T10:00:00Z", "2026-09-04T10:00:00Z")


def test_what_two_polls_saw_in_one_release_is_one_entry(polled, feed):
    """It is published when the first of them saw it, and updated by the second."""
    before = [size(entry) for entry in feed(polled).entries if lives.ONE in entry.title]
    assert len(before) == 2
    with open_for_writing(polled) as store:
        numbers = {"requests": 1, "bytes": 1, "checked": 1, "changed": 1, "failed": 0}
        for day in ("2026-09-01", "2026-09-03", "2026-09-04"):
            add_poll(
                store, started_at=f"{day}T10:00:00Z", finished_at=f"{day}T10:00:01Z",
                release="2026-08-31" if day == "2026-09-01" else "2026-09-02T09:00:04", outcome="done", **numbers,
            )  # fmt: skip
    entries = feed(polled).entries
    assert [entry.title.partition(":")[0] for entry in entries] == [lives.ONE, lives.SHORT]
    assert size(entries[0]) == sum(before)
    assert (entries[0].published[:10], entries[0].updated[:10]) == ("2026-09-03", "2026-09-04")


def test_the_past_that_a_record_history_brings_is_no_news(short, feed, tmp_path):
    """Neither its steps nor the one from its last version to the first that a poll brought."""
    assert {entry.title.partition(":")[0] for entry in feed(short).entries} == {lives.SHORT}
    path = tmp_path / "store.db"
    shutil.copy(short, path)
    with open_for_writing(path) as store, store.transaction():
        number = ensure_trial(store, lives.SEED).id
        store.execute("UPDATE versions SET source = 'poll' WHERE trial_id = ? AND version = 11", [number])
        store.execute(
            "UPDATE changes SET happened_on = substr(observed_at, 1, 10) WHERE trial_id = ?", [number]
        )
    assert {entry.title.partition(":")[0] for entry in feed(path).entries} == {lives.SHORT}


def test_a_filter_leaves_what_was_asked_for(polled, feed):
    """By trial, kind, severity and day; a limit counts entries, and noise comes only where it is asked for."""
    assert len(feed(polled, lives.SHORT).entries) == 1
    (only,) = feed(polled, kind="status", until="2026-09-03").entries
    assert only.title.startswith(f"{lives.ONE}: stopped early (Recruiting → Terminated) – ")
    assert len(feed(polled, severities=["high"]).entries) == 1
    assert [entry.published[:10] for entry in feed(polled, limit=1).entries] == ["2026-09-04"]
    assert [entry.published[:10] for entry in feed(polled, since="2026-09-04").entries] == ["2026-09-04"]
    assert feed(polled, since="2027-01-01").entries == []
    filtered = feed(
        polled, query="severity=high", severities=["high"], public_url="https://watch.example.org"
    )
    assert filtered.feed.links[0].href == "https://watch.example.org/feed.atom?severity=high"
    assert filtered.feed.id != feed(polled).feed.id


def test_ids_stay_and_are_those_of_one_store(polled, feed, tmp_path):
    """Wherever the pages are; another store that saw the same has others."""
    ids = [entry.id for entry in feed(polled).entries]
    again = feed(polled, public_url="https://watch.example.org")
    assert [entry.id for entry in again.entries] == ids
    with open_for_reading(polled) as reader:
        name = get_state(reader, STORE)
    assert len(name) == 32
    assert all(entry_id.startswith(f"tag:nctwatch.invalid,2026:{name}/") for entry_id in ids)
    other = lives.fill(tmp_path / "other.db", ())
    with open_for_reading(other) as reader:
        assert get_state(reader, STORE) != name
    assert feed(other).feed.id != feed(polled).feed.id


def test_the_gravest_is_not_pushed_out_by_many_small_ones(polled, feed):
    """Of a day with more trials than the feed has room for, the gravest are told."""
    with open_for_writing(polled) as store, store.transaction():
        trial = ensure_trial(store, lives.ONE)
        versions = store.tuples("SELECT max(version) FROM versions WHERE trial_id = ?", [trial.id])
        assert versions
        changes = [row["change"] for row in _changes(store) if row["change"].kind == "locations"]
        for number in range(20):
            extra = ensure_trial(store, f"NCT8000{number:04}")
            add_changes(store, extra, changes[:1], None, None, observed_at="2026-09-03T11:00:00Z")
    titles = [entry.title for entry in feed(polled, limit=2, until="2026-09-03").entries]
    assert titles[0].startswith(f"{lives.ONE}: stopped early")


def _changes(store):
    from monitor.store.steps import changes_by_id

    return changes_by_id(store, [row[0] for row in store.tuples("SELECT id FROM changes")]).values()


def test_entries_link_to_the_service_where_it_can_be_reached_and_to_the_registry_else(polled, feed):
    """A feed of a service also says where it is itself."""
    assert feed(polled).entries[0].link == f"https://clinicaltrials.gov/study/{lives.ONE}"
    read = feed(polled, public_url="https://watch.example.org/n")
    assert read.entries[0].link.startswith("https://watch.example.org/n/change/")
    assert read.feed.links[0].href == "https://watch.example.org/n/feed.atom"


def test_a_feed_without_changes_is_a_feed(tmp_path, feed):
    """It is as old as the watch, so that readers that ask whether it changed are told that it did not."""
    path = lives.fill(tmp_path / "store.db", ())
    assert (feed(path).entries, feed(path).feed.updated) == ([], "1970-01-01T00:00:00Z")
    with open_for_writing(path) as store:
        for day in ("2026-09-01", "2026-09-02"):
            times = {"started_at": f"{day}T10:00:00Z", "finished_at": f"{day}T10:00:01Z"}
            add_poll(store, **times, outcome="done", requests=1, bytes=1, checked=1, changed=0, failed=0)
    assert feed(path).feed.updated == "2026-09-01T10:00:00Z"


def test_signs_that_xml_cannot_hold_and_markup_do_no_harm(tmp_path, feed):
    """A title of control characters and tags is read as text."""
    path = tmp_path / "store.db"
    title = "A \x00\x0b\ufffe <script>alert(1)</script> ]]> &bogus; trial"
    with open_for_writing(path) as store:
        lives.keep(store, lives.ONE, a_record(lives.ONE), "2026-09-02")
        lives.keep(
            store, lives.ONE, a_record(lives.ONE, identificationModule__briefTitle=title), "2026-09-06"
        )
    (entry,) = feed(path).entries
    assert "script" in entry.title
    assert "<script" not in entry.content[0].value
    assert (
        "<script" not in entry.title_detail.value.replace("&lt;script", "")
        or entry.title_detail.type == "text/plain"
    )
