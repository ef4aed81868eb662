"""Pages of a standing search: build queries and parse pages. Sends nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.records.accessors import aliases_of, nct_of
from monitor.ctgov.api import is_too_complicated
from monitor.ctgov.pages import decode_studies
from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.ctgov.api import Answer

PAGE_SIZE = 1000
"""Trials in one page: the registry's maximum."""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of the trials that a search finds."""

    numbers: dict[str, list[str]]
    """NCT numbers, each with its former numbers."""
    total: int | None
    """Trials on all pages; None if the page has no count."""
    token: str | None
    """``nextPageToken``; None on the last page."""


def page_query(parameters: Mapping[str, str], limit: int, token: str | None = None) -> dict[str, str]:
    """Return the query parameters of one page; a token is valid only with the same parameters (measured).

    Args:
        parameters: the search.
        limit: the most trials that the search may find; one more is requested, to notice that there are more.
        token: the ``nextPageToken`` of the page before; None for the first.

    """
    size = str(min(PAGE_SIZE, limit + 1))
    query = {**parameters, "fields": "NCTId,NCTIdAlias", "countTotal": "true", "pageSize": size}
    return query | ({"pageToken": token} if token else {})


def parse_page(answer: Answer) -> SearchPage:
    """Return the numbers, total and token of a page.

    Raises:
        BadAnswer: it is not a page of a search; quotes the registry where it refuses the query.

    """
    if answer.status == 400:
        hint = "; put names of several words in quotation marks, or make two searches of it"
        raise BadAnswer(
            f"the registry refuses the query ({answer.text}){hint if is_too_complicated(answer) else ''}"
        )
    if answer.status != 200:
        raise BadAnswer(f"the registry answers {answer.status} ({answer.text})")
    studies, members = decode_studies(answer.body)
    numbers = {nct: aliases_of(value) for value in studies if (nct := nct_of(value))}
    if len(numbers) != len(studies):
        raise BadAnswer("a page of the search has trials without a number, or one twice")
    total, token = members.get("totalCount"), members.get("nextPageToken")
    return SearchPage(
        numbers,
        total if isinstance(total, int) and not isinstance(total, bool) else None,
        token if isinstance(token, str) and token else None,
    )
