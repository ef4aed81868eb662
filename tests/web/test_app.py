"""The pages of the service: what is where, who may keep it, and what is refused."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from urllib.parse import urljoin

import feedparser
import lives
import pytest
from werkzeug.test import Client

from monitor.clock import now, stamp
from monitor.config.load import load
from monitor.store.state import ALIVE_AT, LAST_SUCCESS_AT, RELEASE, set_state
from monitor.store.trials import add_alias, ensure_trial
from monitor.web import pages
from monitor.web.app import App

PATHS = ("/", f"/trial/{lives.SEED}", f"/trial/{lives.NONE}", "/change/1", "/feed.atom")


def test_each_page_is_where_the_readme_says(client):
    """The overview, a trial, a change, the feed."""
    assert "Watched trials" in client.get("/").text
    assert "Temporarily not available" in client.get(f"/trial/{lives.SEED}").text
    assert f"<title>Change 1 of {lives.SEED}" in client.get("/change/1").text
    (entry,) = feedparser.parse(client.get("/feed.atom").data).entries
    assert entry.title.startswith(f"{lives.SHORT}: ")


def test_every_link_of_every_page_leads_to_a_page(client):
    """Whatever the address of the service is: all are relative, and none is dead."""
    found = {"/"}
    waiting = ["/"]
    while waiting:
        here = waiting.pop()
        answer = client.get(here)
        assert answer.status_code == 200, here
        for link in re.findall(r'href="([^"#]+)"', answer.text) if "html" in answer.content_type else []:
            assert not link.startswith("/"), (here, link)
            target = urljoin(f"http://localhost{here}", link)
            if target.startswith("http://localhost") and target[16:] not in found:
                found.add(target[16:])
                waiting.append(target[16:])
    assert {f"/trial/{nct}" for nct in (lives.SEED, lives.SHORT, lives.ONE, lives.NONE)} <= found
    assert sum(path.startswith("/change/") for path in found) > 20


def test_a_trial_is_found_under_any_of_its_numbers(client, store):
    """Also in small letters, and under a former number."""
    with store.transaction():
        add_alias(store, ensure_trial(store, lives.SHORT), "NCT00000777")
    assert client.get(f"/trial/{lives.SHORT.lower()}").status_code == 200
    assert f'id="{lives.SHORT}"' in client.get("/trial/NCT00000777").text


@pytest.mark.parametrize("path", [*PATHS, "/healthz", "/nothing", "/change/999999"])
def test_nothing_on_a_page_can_act(client, path):
    """No script, no request, no frame, no guess at types, no referrer."""
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script" not in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] in {"no-cache", "no-store"}


@pytest.mark.parametrize(
    "path",
    [
        "/trial/",
        "/trial/NCT99999999",
        "/trial/..%2f..%2fetc%2fpasswd",
        "/trial/%00",
        "/trial/NCT03822858%0d%0aX: y",
        f"/trial/{'9' * 5000}",
        "/trial/<script>",
        "/change/-1",
        "/change/0",
        "/change/1e3",
        "/change/9223372036854775807",
        "/change/9223372036854775808",
        f"/change/{'9' * 3000}",
        "/change/1;DROP TABLE changes",
        "/../../etc/passwd",
        "/static/style.css",
        "/%ff%fe",
        "/metrics",
        "/favicon.ico",
    ],
)
def test_a_path_that_is_none_is_not_found(client, path):
    """However it is written; what was asked for is not repeated."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<script" not in answer.text
    assert "passwd" not in answer.text


@pytest.mark.parametrize("path", ["/nothing", "/no/such/page", "/trial/NCT99999999"])
def test_the_page_that_is_none_leads_home(client, path):
    """From however far below the root."""
    home = re.findall(r'href="([./]+)">All watched trials', client.get(path).text)
    assert [urljoin(f"http://localhost{path}", link) for link in home] == ["http://localhost/"]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/?foo=1", "&#34;foo&#34; is no parameter here"),
        ("/changes?since=2026-13-01", "since: &#34;2026-13-01&#34; is no day"),
        ("/changes?since=2026-09-04&until=2026-09-01", "since 2026-09-04 is after until 2026-09-01"),
        ("/?group=none", "&#34;none&#34; is no group"),
        ("/trial/NCT03822858?against=x", "against: &#34;x&#34; is no whole number"),
        ("/change/1?%3Cb%3E=1", "&#34;&lt;b&gt;&#34; is no parameter here"),
    ],
)
def test_what_a_page_cannot_be_asked_is_said_on_a_page(client, path, sentence):
    """It leads home; commands in such a sentence are set as code."""
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (400, "text/html; charset=utf-8")
    assert sentence in answer.text
    assert "All watched trials" in answer.text
    assert "<code>nctwatch changes</code> lists them" in client.get("/change/999999").text


def test_a_feed_has_no_more_entries_than_the_most(client, monkeypatch):
    """Whatever its address asks for, 0 too."""
    for asked in ("0", "99999"):
        assert len(feedparser.parse(client.get(f"/feed.atom?limit={asked}").data).entries) == 1
    seen = []
    monkeypatch.setattr(
        pages.write, "feed", lambda _reader, _numbers, wanted, *_: seen.append(wanted.limit) or b""
    )
    for asked in ("0", "99999", "7"):
        client.get(f"/feed.atom?limit={asked}")
    assert seen == [pages.FEED_MOST, pages.FEED_MOST, 7]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_pages_can_only_be_read(client, method):
    """Any other method is refused, with those that are not."""
    answer = client.open("/", method=method)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_head_is_get_without_the_page(client):
    """With the same headers."""
    whole, head = client.get("/change/1"), client.head("/change/1")
    assert head.data == b""
    assert head.status_code == 200
    assert head.headers["Content-Length"] == str(len(whole.data))
    assert head.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize("path", PATHS)
def test_what_did_not_change_is_not_sent_again(client, store, path):
    """Until something in the store does change."""
    tag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    with store.transaction():
        set_state(store, RELEASE, f"another than {tag}")
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_health_says_what_the_command_says(client, store):
    """503 until the service is alive and fresh, then 200; nobody may keep the answer."""
    with store.transaction():
        set_state(store, ALIVE_AT, None)
    assert client.get("/healthz").status_code == 503
    with store.transaction():
        set_state(store, ALIVE_AT, stamp(now()))
        set_state(store, LAST_SUCCESS_AT, stamp(now()))
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert json.loads(answer.data)["alive"] is True
    assert answer.headers["Cache-Control"] == "no-store"


def test_metrics_are_served_where_there_are_any(configured):
    """Until then there is no such page."""
    app = App(configured, metrics=lambda: (b"trials 3\n", "text/plain"))
    assert Client(app).get("/metrics").text == "trials 3\n"


def test_a_store_that_is_held_asks_readers_to_come_back(client, filled, monkeypatch):
    """Soon, and with the time to wait: a page waits two seconds at most."""
    monkeypatch.setattr("monitor.web.app.BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(filled, isolation_level=None)) as holder:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        answer = client.get("/")
        holder.rollback()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert client.get("/").status_code == 200


def test_what_goes_wrong_inside_is_for_the_log_alone(client, monkeypatch, caplog):
    """Whoever asked learns that something did."""
    monkeypatch.setitem(pages.CACHEABLE, "overview", lambda *_: 1 / 0)
    broken = client.get("/")
    assert broken.status_code == 500
    assert "ero" not in broken.text
    assert broken.headers["X-Content-Type-Options"] == "nosniff"
    assert "ZeroDivisionError" in caplog.text


def test_no_store_yet_is_no_broken_page(configured, tmp_path, monkeypatch):
    """The service makes it at its start; until then there is nothing to show."""
    monkeypatch.setenv("NCTWATCH_DB", str(tmp_path / "none.db"))
    assert Client(App(load(tmp_path / "nctwatch.toml"))).get("/").status_code == 404


@pytest.mark.parametrize(
    ("query", "entries"),
    [
        ("", 1),
        (f"trial={lives.SHORT}&severity=low&kind=&since=2026-09-03", 1),
        (f"trial={lives.SEED}", 0),
        ("kind=references", 0),
        ("since=2026-09-04", 0),
    ],
)
def test_the_feed_takes_the_filters_of_the_change_log(client, query, entries):
    """An empty one counts as not given."""
    answer = client.get(f"/feed.atom?{query}")
    assert answer.status_code == 200
    assert len(feedparser.parse(answer.data).entries) == entries
    assert (
        client.get(f"/feed.atom?{query}", headers={"If-None-Match": answer.headers["ETag"]}).status_code
        == 304
    )


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("since=2026-09-04&until=2026-09-01", 400),
        ("colour=red", 400),
        ("kind=x", 400),
        ("group=x", 400),
        ("limit=x", 400),
        ("trial=NCT99999999", 404),
    ],
)
def test_a_filter_that_cannot_be_is_an_error(client, query, status):
    """With a sentence."""
    answer = client.get(f"/feed.atom?{query}")
    assert (answer.status_code, len(answer.text) > 20) == (status, True)


def test_the_calendar_takes_a_trial_and_a_group(client):
    """It is a calendar to subscribe to, conditional as the feed is."""
    whole, single = client.get("/calendar.ics"), client.get(f"/calendar.ics?trial={lives.SHORT}")
    assert whole.content_type == "text/calendar; charset=utf-8"
    assert whole.text.count("BEGIN:VEVENT") > single.text.count("BEGIN:VEVENT") > 0
    assert client.get("/calendar.ics", headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    assert client.get("/calendar.ics?kind=status").status_code == 400
    assert client.get("/calendar.ics?group=none").status_code == 400
