"""Pages of all records, or of those updated since a day: build queries and parse pages. Sends nothing itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.ctgov import api
from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from monitor.ctgov.api import Answer, Study

PAGE_SIZE = 200
"""Records in a page: on average 3.4 MB; 3,000 pages for the whole registry."""
MAX_PAGE = 48 << 20
"""Bytes of a decompressed page; the largest record of the registry has 3.6 MB."""

# the start of a record as the registry writes it; a record written otherwise is decoded without need
_NUMBER = re.compile(rb'"identificationModule"\s*:\s*\{\s*"nctId"\s*:\s*"(NCT\d{8})"')


def page_query(since: str | None, token: str | None) -> dict[str, str]:
    """Return the query parameters of the next page.

    Args:
        since: only records updated on this day (``2026-09-01``) or later; None for all.
        token: the ``nextPageToken`` of the page before; None for the first.

    """
    query = {"pageSize": str(PAGE_SIZE), "countTotal": "true"}
    if since:
        query["query.term"] = f"AREA[LastUpdatePostDate]RANGE[{since},MAX]"
    return query | ({"pageToken": token} if token else {})


def parse_page(
    answer: Answer, known: Callable[[Sequence[str]], Mapping[str, str]]
) -> tuple[list[Study], str | None, int | None]:
    """Return the records of a page, the token of the next page, and the total number of records; None if not given.

    Args:
        answer: the page.
        known: returns, for NCT numbers, those of stored trials by the fingerprint of their stored version.

    Raises:
        BadAnswer: it is not a page of studies, or none of its records is usable.

    """
    numbers = [number.decode() for number in dict.fromkeys(_NUMBER.findall(answer.body))]
    found, token, total = api.parse_counted_studies(answer, known(numbers))
    if not found and numbers:
        raise BadAnswer("no record of the page can be read")
    return found, token, total
