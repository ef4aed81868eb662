"""Publications, links, documents, and what data are shared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.presentation.prose import Piece, pieces
from monitor.core.records.accessors import get, items_at, text_at
from monitor.core.sections.model import Item, Section
from monitor.core.sections.parts import (
    PROTOCOL,
    capital,
    facts,
    line,
    linked,
    listing,
    listings,
    module,
    text,
    words,
)

if TYPE_CHECKING:
    from monitor.core.presentation.prose import Line
    from monitor.core.sections.model import Limits
    from monitor.model import Json, Record

_PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"
_DOI = re.compile(r"\bdoi:\s?(10\.\d{4,9}/[-\w.;()/:]{1,200})", re.IGNORECASE | re.ASCII)
_KINDS = {
    "RESULT": "Results of this trial",
    "DERIVED": "Found by the registry; it names this trial",
    "BACKGROUND": "Background",
}
_FOLD = 12


def references(record: Record, limits: Limits) -> Section:
    """Return the section of publications and links; results of the trial first."""
    part = module(record, "referencesModule")
    ranks = list(_KINDS)
    cited = sorted(items_at(part, "references"), key=lambda item: _rank(text_at(item, "type"), ranks))
    links = items_at(part, "seeAlsoLinks")
    return Section(
        "references",
        "Publications and links",
        listings=listings(
            listing("Publications", map(_citation, cited), limits.items, folded=len(cited) > _FOLD),
            listing("Links", (Item(linked(item.get("label"), item.get("url"))) for item in links), limits.items),
        ),
    )  # fmt: skip


def sharing(record: Record, limits: Limits) -> Section:
    """Return the section of documents and shared data."""
    plan = module(record, "ipdSharingStatementModule")
    data = items_at(record, PROTOCOL, "referencesModule", "availIpds")
    documents = items_at(record, "documentSection", "largeDocumentModule", "largeDocs")
    plan_text = text("The plan", get(plan, "description"), limits.text)
    url = get(plan, "url")
    return Section(
        "sharing",
        "Documents and data",
        facts(
            ("Data of each participant", _plan(get(plan, "ipdSharing"))),
            ("Shared", line(get(plan, "infoTypes"), "infoTypes")),
            ("When", line(get(plan, "timeFrame"))),
            ("With whom", line(get(plan, "accessCriteria"))),
            ("Address", linked(None, url) if url else ()),
        ),
        (plan_text,) if plan_text else (),
        listings(
            listing("Documents", map(_document, documents), limits.items),
            listing("Data sets", (Item(linked(item.get("type") or item.get("id"), item.get("url"))) for item in data), limits.items),
        ),
    )  # fmt: skip


def _rank(kind: str | None, ranks: list[str]) -> int:
    return ranks.index(kind) if kind in ranks else len(ranks)


def _citation(item: Json) -> Item:
    """Return a citation with its links: PubMed by its number, else what its DOI leads to."""
    number, cited = text_at(item, "pmid") or "", text_at(item, "citation") or ""
    doi = _DOI.search(cited)
    links: list[Line] = [(Piece(f"PubMed {number}", f"{_PUBMED}{number}/"),)] if number.isdecimal() else []
    links += [(Piece("DOI", f"https://doi.org/{doi[1].rstrip('.')}"),)] if doi else []
    retracted = [pieces("Retracted")] if item.get("retractions") else []
    kind = _KINDS.get(text_at(item, "type") or "", "")
    name = line(cited) or (pieces(f"PubMed {number}") if number else pieces("A publication"))
    return Item(name, (*(pieces(kind),), *links, *retracted) if kind else (*links, *retracted))


def _document(item: Json) -> Item:
    label = words(item.get("label")) or words(item.get("typeAbbrev")) or "A document"
    day = words(item.get("date"), "date")
    return Item(pieces(label), (pieces(f"Of {day}"),) if day else ())


def _plan(code: Json) -> str:
    return {"YES": "Will be shared", "NO": "Will not be shared", "UNDECIDED": "Not decided yet"}.get(
        code if isinstance(code, str) else "", capital(words(code))
    )
