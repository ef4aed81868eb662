"""What polls told → an Atom feed (RFC 4287), an entry for each trial and release. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, tostring

from monitor.core.presentation.labels import count, cut
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences import headline, summary
from monitor.core.presentation.urls import STUDY, change_page
from monitor.report.change_view import item
from monitor.report.pages import fragments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.store.news import NewsItem

    Row = dict[str, Any]

_ATOM = "http://www.w3.org/2005/Atom"
TAG = "tag:nctwatch.invalid,2026:"
"""Begins every id. A tag needs the name of somebody who gives ids; the reserved ``.invalid`` can be nobody else's."""
NEVER = "1970-01-01T00:00:00Z"
"""Before each watch: the time of an empty feed of a store that no poll has written to."""
MAX_TEXT = 3_000
_SENTENCES = 3
"""Changes whose sentences the summary has."""


def feed(news: Sequence[NewsItem], *, store: str, began: str, public_url: str = "", query: str = "") -> bytes:
    """Write what polls told, newest first, as a feed.

    Args:
        news: as ``store.news`` gives it.
        store: names the store, so that no id is that of another store's entry.
        began: when the watch began: the time of a feed without entries, so that it does not change by itself.
        public_url: where the pages of changes are; without it entries link to the registry.
        query: what the feed is filtered by, as in its address: "" for nothing.

    """
    root = Element("feed", xmlns=_ATOM)
    SubElement(root, "id").text = f"{TAG}{store}/changes{f'?{query}' if query else ''}"
    SubElement(root, "title").text = "Changes of watched clinical trials" + (f" ({query})" if query else "")
    SubElement(root, "updated").text = max((entry.last_seen for entry in news), default=began)
    SubElement(SubElement(root, "author"), "name").text = "nctwatch"
    SubElement(root, "generator").text = "nctwatch"
    if public_url:
        address = f"{public_url}/feed.atom{f'?{query}' if query else ''}"
        SubElement(root, "link", rel="self", type="application/atom+xml", href=address)
        SubElement(root, "link", rel="alternate", type="text/html", href=f"{public_url}/")
    for entry in news:
        _entry(root, entry, store, public_url)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()


def _entry(root: Element, news: NewsItem, store: str, public_url: str) -> None:
    first = news.changes[0]
    gravest, nct = first["change"], flat(first["nct"])
    more = f" (+{len(news.graded) - 1:,} more)" if len(news.graded) > 1 else ""
    views = [item(row["id"], row["change"], limit=MAX_TEXT) for row in news.changes]
    entry = SubElement(root, "entry")
    SubElement(entry, "id").text = f"{TAG}{store}/{news.trial_id}/{flat(news.key)}"
    SubElement(entry, "title").text = cut(
        f"{nct}: {flat(headline(gravest))}{more} – {flat(first['title'])}", 200
    )
    SubElement(entry, "published").text = news.first_seen
    SubElement(entry, "updated").text = news.last_seen
    address = change_page(public_url, first["id"]) or f"{STUDY}{nct}"
    SubElement(entry, "link", rel="alternate", type="text/html", href=address)
    terms = dict.fromkeys(f"{row['change'].kind}.{row['change'].event}" for row in news.changes)
    for term in terms:
        SubElement(entry, "category", term=term)
    SubElement(entry, "category", term=str(gravest.severity), label=views[0].importance)
    dates = _dates(news, first)
    sentences = " ".join(flat(summary(row["change"])) for row in news.changes[:_SENTENCES])
    SubElement(entry, "summary").text = cut(f"{sentences} {dates}", 1_000)
    left = len(news.graded) - len(views)
    rest = f"And {count(left, 'more change')}." if left else ""
    SubElement(entry, "content", type="html").text = fragments(dates, views, rest)


def _dates(news: NewsItem, first: Row) -> str:
    """Return a sentence with the days on which it was seen and on which the record was updated."""
    updated = flat(first["registry_date"] or "")
    seen = f"Seen on {news.first_seen[:10]}"
    return f"{seen}; the record was updated on {updated}." if updated else f"{seen}."
