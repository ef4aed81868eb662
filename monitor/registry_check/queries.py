"""Queries: a search with its pages, the query for related trials, and one that is too complicated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.similarity import traits
from monitor.ctgov.api import is_too_complicated
from monitor.ctgov.pages import decode_studies
from monitor.ctgov.related import build_query, parse_records, phrases
from monitor.ctgov.searches import parse_page
from monitor.errors import Unreachable
from monitor.registry_check.model import Different, described, judged, usable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.registry_check.model import Line
    from monitor.registry_check.session import Session

_SEARCH = {
    "query.cond": "multiple sclerosis",
    "fields": "NCTId,NCTIdAlias",
    "countTotal": "true",
    "pageSize": "1",
}
LONGEST_TOKEN = 100
"""Letters; those of the registry have had more than 40 since the end of 2025 (reported)."""
_MANY_WORDS = " OR ".join(f"condition{number}" for number in range(14))


def lines(session: Session) -> Iterator[Line]:
    """Yield what is said of queries and their pages."""
    yield judged(
        "search",
        "trials with totalCount and a token for the next page",
        "standing searches fail: a list without its count is not believed",
        lambda: _search(session),
    )
    yield judged(
        "next page",
        f"another trial, for a token of at most {LONGEST_TOKEN} letters",
        "a longer token works as long as addresses of its length do; the same trial again ends each list",
        lambda: _next_page(session),
    )
    yield judged(
        "related trials",
        "the query for trials like a watched one is answered in full",
        "the query is asked again with fewer terms, and finds less",
        lambda: _related(session),
    )
    yield judged(
        "many words",
        '400 "Too complicated query" to 14 unquoted words',
        "nothing: this client sends quoted phrases",
        lambda: _many_words(session),
    )


def _search(session: Session) -> str:
    page = parse_page(usable(session.cached("search", "/studies", _SEARCH)))
    if not page.total or not page.numbers or not page.token:
        raise Different(f"total {page.total}, {len(page.numbers)} on the page, token {page.token}")
    return f"{page.total:,} trials; a token of {len(page.token)} letters"


def _next_page(session: Session) -> str:
    first = parse_page(usable(session.cached("search", "/studies", _SEARCH)))
    if not first.token:
        raise Unreachable("not asked: the first page has no token")
    second = parse_page(usable(session.get("/studies", {**_SEARCH, "pageToken": first.token})))
    if not second.numbers or second.numbers.keys() & first.numbers.keys():
        raise Different("no other trial")
    if len(first.token) > LONGEST_TOKEN:
        raise Different(f"another trial, for a token of {len(first.token)} letters")
    return "another trial"


def _related(session: Session) -> str:
    subject = next((found for record in session.records.values() if (found := traits(record))), None)
    query = build_query("alike", subject) if subject else {}
    if not query:
        raise Unreachable("not asked: there is no record to compare with")
    answer = session.get("/studies", query)
    if is_too_complicated(answer):
        raise Different(f"too complicated, with {phrases(query)} terms")
    return f"{len(parse_records(usable(answer)))} trials, for {phrases(query)} terms"


def _many_words(session: Session) -> str:
    answer = session.get("/studies", {**_SEARCH, "query.cond": _MANY_WORDS})
    if is_too_complicated(answer):
        return "400, too complicated"
    if answer.status == 200:
        raise Different(f"answered, with {len(decode_studies(answer.body)[0])} on the page")
    usable(answer)
    raise Different(described(answer))
