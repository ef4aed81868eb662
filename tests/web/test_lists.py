"""The lists of trials and changes as pages: filters without a script, orders, pages, and how the watch stands."""

from __future__ import annotations

import re

import lives
import pytest
from werkzeug.test import Client

from monitor.clock import now, stamp
from monitor.config.load import load
from monitor.report import listing
from monitor.store.state import ALARMS, ALIVE_AT, LAST_POLL_AT, LAST_SUCCESS_AT, RELEASE, set_state
from monitor.web.app import App


def numbers(page):
    """Return the trials of the list in their order."""
    return re.findall(r'<span class="number">(NCT\d{8})</span>', page.text)


def test_the_list_is_narrowed_by_the_address(client):
    """And the form keeps what was asked for."""
    page = client.get(
        "/?status=active-not-recruiting&phase=2&q=cells&kind=status&sponsor=invented&sort=title"
    )
    assert page.status_code == 200
    assert '<option value="ACTIVE_NOT_RECRUITING" selected>' in page.text
    assert 'name="sponsor" value="invented"' in page.text
    assert "Show all" in page.text
    assert numbers(client.get("/?status=ACTIVE_NOT_RECRUITING")) == [lives.SHORT]
    assert "No trial fits." in client.get("/?status=COMPLETED").text


@pytest.mark.parametrize(
    "query",
    ["status=BEST", "phase=9", "page=0", "page=x", "nothing=1", "sort=x", "kind=x", "group=none", "status=COMPLETED&status=COMPLETED"],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(client, query):
    """With a sentence; what was asked for does no harm."""
    for path in ("/", "/changes"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert "<script" not in answer.text
    assert client.get(f"/trial/{lives.SEED}?against=99").status_code == 404


def test_hostile_words_are_text(client):
    """In the form and in links."""
    page = client.get("/changes?sponsor=%22%3E%3Cscript%3E&q=%22%22%2A%28NEAR").text
    assert "<script>" not in page
    assert "&#34;&gt;&lt;script&gt;" in page


def test_the_list_has_pages_and_orders(client, monkeypatch):
    """Links keep what the list was narrowed to; the last page has no next one."""
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    first = client.get("/?sort=title&sponsor=t")
    assert len(numbers(first)) == 2
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first.text)
    assert following == "./?sort=title&amp;sponsor=t&amp;page=2"
    last = client.get(f"/{following.removeprefix('./').replace('&amp;', '&')}")
    assert set(numbers(last)) & set(numbers(first)) == set()
    assert 'rel="next"' not in last.text
    assert 'rel="prev" href="./?sort=title&amp;sponsor=t"' in last.text
    assert '<a href="./?sort=gravity&amp;sponsor=t">gravest of 30 days</a>' in last.text


def test_the_list_of_changes_is_narrowed_too(client):
    """By what the change log knows, and by the trials."""
    page = client.get("/changes?severity=high&kind=eligibility")
    assert "chip high" in page.text
    assert 'href="feed.atom?severity=high&amp;kind=eligibility"' in page.text
    assert "chip medium" not in page.text
    whole = client.get("/changes")
    assert re.findall(r'class="dayname">([\d-]+)<', whole.text)[0] == "2026-09-03"
    assert "chip noise" not in whole.text
    assert "New &lt;b&gt;Clinic&lt;/b&gt;, Lyon, France, Recruiting</ins>" in whole.text
    assert lives.SEED not in client.get(f"/changes?trial={lives.SHORT}").text
    assert "No change fits." in client.get("/changes?status=COMPLETED").text
    assert "No change fits." in client.get("/changes?since=2026-09-04").text


def test_a_group_narrows_both_lists(configured, tmp_path):
    """Of the groups that the configuration names."""
    path = tmp_path / "nctwatch.toml"
    path.write_text(f'{path.read_text()}\n[[watch]]\ntrial = "{lives.SHORT}"\ngroup = "ms"\n')
    client = Client(App(load(path)))
    assert '<option value="ms">ms</option>' in client.get("/").text
    assert numbers(client.get("/?group=ms")) == [lives.SHORT]
    assert lives.SEED not in client.get("/changes?group=ms").text


def test_noise_takes_no_room(client):
    """A trial with routine updates alone has no chip, and says since when nothing changed."""
    row = next(row for row in client.get("/").text.split('<tr role="row">') if lives.ONE in row)
    assert "chip" not in row
    assert "never" not in row.lower()
    assert "2026-09-01" in row


def test_an_earlier_eligibility_text_is_a_link_away(client):
    """Each that there was; the one asked for is shown."""
    page = client.get(f"/trial/{lives.SEED}").text
    links = re.findall(r'href="\.\./trial/NCT03822858\?against=(\d+)#NCT03822858-eligibility"', page)
    assert links == ["9", "8", "7", "3", "1"]
    compared = client.get(f"/trial/{lives.SEED}?against=1").text
    assert "Eligibility criteria: 2019-01-30 against 2025-08-17" in compared
    assert compared.count("<details open>") <= 1
    assert 'aria-current="true">version 1 of 2019-01-30' in compared


@pytest.mark.parametrize("path", ["/", "/changes", f"/trial/{lives.SEED}", "/change/1"])
def test_every_page_says_how_the_watch_stands(client, store, path):
    """Release, last good poll and the next one; a banner, once, while something is wrong."""
    with store.transaction():
        set_state(store, RELEASE, "2026-09-09T09:00:05")
        for key in (ALIVE_AT, LAST_SUCCESS_AT, LAST_POLL_AT):
            set_state(store, key, stamp(now()))
        set_state(store, ALARMS, [])
    well = client.get(path)
    assert "<dt>Release</dt><dd>2026-09-09 09:00</dd>" in well.text
    assert "<dt>Next poll</dt><dd>20" in well.text
    assert "not well" not in well.text
    with store.transaction():
        set_state(store, ALARMS, ["refused"])
    wrong = client.get(path, headers={"If-None-Match": well.headers["ETag"]})
    assert wrong.text.count("<strong>The watch is not well.</strong>") == 1
    with store.transaction():
        set_state(store, ALARMS, [])


def test_times_are_told_by_the_configured_clock(client):
    """When a change was seen, and when the page was made."""
    page = client.get("/change/1").text
    assert re.search(r"<dt>Seen</dt><dd>[\d-]+ \d\d:\d\d E[SD]T</dd>", page)
    assert re.search(r"Made [\d-]+ \d\d:\d\d E[SD]T", page)
