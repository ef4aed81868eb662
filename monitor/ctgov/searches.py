"""Standing searches: how to ask for all that a search finds, page by page. No sockets here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.records import accessors as look
from monitor.ctgov import pages as page
from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.ctgov.api import Answer

PAGE = 1000
"""Numbers in one answer, the most that the registry gives."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What one page has: numbers, each with its former ones; how many there are in all; the next page."""

    numbers: dict[str, list[str]]
    total: int | None
    token: str | None


def query(parameters: Mapping[str, str], limit: int, token: str | None = None) -> dict[str, str]:
    """Return the parameters of one page: a token is only good together with the same parameters (measured).

    Args:
        parameters: the search.
        limit: how many trials may be found; no more than one beyond it are of use.
        token: of the page; None for the first.

    """
    size = str(min(PAGE, limit + 1))
    asked = {**parameters, "fields": "NCTId,NCTIdAlias", "countTotal": "true", "pageSize": size}
    return asked | ({"pageToken": token} if token else {})


def hits(answer: Answer) -> Hits:
    """Return what a page has.

    Raises:
        BadAnswer: it is no page of a search; the sentence has the registry's own words, where it refuses the query.

    """
    if answer.status == 400:
        raise BadAnswer(f"the registry refuses the query ({answer.text})")
    if answer.status != 200:
        raise BadAnswer(f"the registry answers {answer.status} ({answer.text})")
    studies, members = page.values(answer.body)
    numbers = {nct: look.aliases_of(value) for value in studies if (nct := look.nct_of(value))}
    if len(numbers) != len(studies):
        raise BadAnswer("a page of the search has trials without a number, or one twice")
    total, token = members.get("totalCount"), members.get("nextPageToken")
    return Hits(
        numbers,
        total if isinstance(total, int) and not isinstance(total, bool) else None,
        token if isinstance(token, str) and token else None,
    )
