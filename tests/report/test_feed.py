"""The feed: valid Atom, the same ids each time, and nothing in it that could do harm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import feedparser
import lives
import pytest
from records import a_record

from monitor.report import write
from monitor.report.queries import Source
from monitor.store.opening import open_for_reading, open_for_writing

NOW = datetime(2026, 9, 10, 12, tzinfo=UTC)


@pytest.fixture
def feed():
    """Return a function that writes the feed of a store and reads it as a feed reader does."""

    def read(path, *numbers, public_url="", now=NOW):
        with open_for_reading(path) as reader:
            source = Source(reader, lives.WATCHED, now.date())
            raw = write.feed(source, numbers, now, public_url)
        parsed = feedparser.parse(raw)
        assert not parsed.bozo, parsed.get("bozo_exception")
        assert parsed.version == "atom10"
        ET.fromstring(raw)
        return parsed

    return read


def test_the_feed_tells_the_changes_that_have_weight(short, feed):
    """The newest first, each with a title, a sentence and a redline."""
    read = feed(short)
    assert read.feed.title == "Changes of watched clinical trials"
    assert read.feed.author == "nctwatch"
    assert [entry.updated for entry in read.entries] == sorted(
        (entry.updated for entry in read.entries), reverse=True
    )
    first = next(entry for entry in read.entries if "new eligibility criterion" in entry.title)
    assert first.title == f"{lives.SHORT}: new eligibility criterion – Invented Cells in an Invented Disease"
    assert "<ins>Any earlier treatment with cells</ins>" in first.content[0].value
    assert {tag.term for tag in first.tags} == {"eligibility.criterion_added", "high"}
    assert "noise" not in {tag.term for entry in read.entries for tag in entry.tags}


def test_ids_are_tags_of_trial_and_change_and_stay(short, feed):
    """Whenever the feed is made, of whichever trials, and wherever the pages are."""
    ids = [entry.id for entry in feed(short).entries]
    assert len(set(ids)) == len(ids) > 20
    assert all(one.startswith("tag:nctwatch.invalid,2026:NCT") for one in ids)
    again = feed(short, public_url="https://watch.example.org", now=NOW + timedelta(days=9))
    assert [entry.id for entry in again.entries] == ids
    alone = feed(short, lives.SHORT)
    assert {entry.id for entry in alone.entries} == {one for one in ids if f":{lives.SHORT}/" in one}


def test_entries_link_to_the_service_where_it_can_be_reached_and_to_the_registry_else(short, feed):
    """A feed of a service also says where it is itself."""
    assert {entry.link for entry in feed(short, lives.SEED).entries} == {
        f"https://clinicaltrials.gov/study/{lives.SEED}"
    }
    read = feed(short, public_url="https://watch.example.org/n")
    number = read.entries[0].id.rsplit("/", 1)[1]
    assert read.entries[0].link == f"https://watch.example.org/n/change/{number}"
    assert read.feed.links[0].href == "https://watch.example.org/n/feed.atom"


def test_a_feed_without_changes_is_a_feed(tmp_path, feed):
    """It says when it was made."""
    read = feed(lives.fill(tmp_path / "store.db", ()))
    assert read.entries == []
    assert read.feed.updated == "2026-09-10T12:00:00Z"


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
