"""Changes → an Atom feed (RFC 4287). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, tostring

from monitor.core.presentation.labels import cut
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences import headline, summary
from monitor.core.presentation.urls import STUDY, change_page
from monitor.report.change_view import item
from monitor.report.pages import fragment

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = dict[str, Any]

_ATOM = "http://www.w3.org/2005/Atom"
TAG = "tag:nctwatch.invalid,2026:"
"""Begins every id. A tag needs the name of somebody who gives ids; the reserved ``.invalid`` can be nobody else's."""
LIMIT = 200
"""Changes in a feed."""
MAX_TEXT = 3_000


def feed(rows: Sequence[Row], *, made: str, public_url: str = "") -> bytes:
    """Write changes, newest first, as a feed.

    Args:
        rows: as ``store.steps.newest`` gives them.
        made: when the feed is made; it stands for the last change where there is none.
        public_url: where the pages of changes are; without it entries link to the registry.

    """
    root = Element("feed", xmlns=_ATOM)
    SubElement(root, "id").text = f"{TAG}changes"
    SubElement(root, "title").text = "Changes of watched clinical trials"
    SubElement(root, "updated").text = max((row["observed_at"] for row in rows), default=made)
    SubElement(SubElement(root, "author"), "name").text = "nctwatch"
    SubElement(root, "generator").text = "nctwatch"
    if public_url:
        SubElement(root, "link", rel="self", type="application/atom+xml", href=f"{public_url}/feed.atom")
        SubElement(root, "link", rel="alternate", type="text/html", href=f"{public_url}/")
    for row in rows:
        _entry(root, row, public_url)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()


def _entry(root: Element, row: Row, public_url: str) -> None:
    change, nct = row["change"], flat(row["nct"])
    address = change_page(public_url, row["id"]) or f"{STUDY}{nct}"
    view = item(row["id"], change, limit=MAX_TEXT)
    entry = SubElement(root, "entry")
    SubElement(entry, "id").text = f"{TAG}{nct}/change/{row['id']}"
    SubElement(entry, "title").text = cut(f"{nct}: {flat(headline(change))} – {flat(row['title'])}", 200)
    SubElement(entry, "updated").text = row["observed_at"]
    SubElement(entry, "link", rel="alternate", type="text/html", href=address)
    SubElement(entry, "category", term=f"{change.kind}.{change.event}")
    SubElement(entry, "category", term=str(change.severity), label=view.importance)
    SubElement(entry, "summary").text = cut(flat(summary(change)), 1_000)
    SubElement(entry, "content", type="html").text = fragment(view)
