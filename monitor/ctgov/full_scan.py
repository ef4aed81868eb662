"""Pages of all records, or of those that were updated since a day: what to ask. No sockets here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.ctgov import api
from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from monitor.ctgov.api import Answer, Found

PAGE = 200
"""Records in a page: 3.4 MB in the mean, and 3,000 pages for the whole registry."""
MAX_PAGE = 48 << 20
"""Bytes of a page, unpacked; the registry's largest record has 3.6 MB."""

# where a record begins, as the registry writes it; a record that looks otherwise is only looked into once more
_NUMBER = re.compile(rb'"identificationModule"\s*:\s*\{\s*"nctId"\s*:\s*"(NCT\d{8})"')


def query(since: str | None, token: str | None) -> dict[str, str]:
    """Return the parameters of the next page.

    Args:
        since: the day, ``2026-09-01``, from which on updates are asked for; None for all records.
        token: what the page before gave; None for the first.

    """
    asked = {"pageSize": str(PAGE), "countTotal": "true"}
    if since:
        asked["query.term"] = f"AREA[LastUpdatePostDate]RANGE[{since},MAX]"
    return asked | ({"pageToken": token} if token else {})


def page(
    answer: Answer, known: Callable[[Sequence[str]], Mapping[str, str]]
) -> tuple[list[Found], str | None, int | None]:
    """Return the records of a page, the token of the next one, and how many there are in all, if it says so.

    Args:
        answer: the page.
        known: gives, for numbers of trials, the numbers by the fingerprints that are held of them.

    Raises:
        BadAnswer: it is no page.

    """
    numbers = [number.decode() for number in dict.fromkeys(_NUMBER.findall(answer.body))]
    found, token, total = api.counted(answer, known(numbers))
    if not found and numbers:
        raise BadAnswer("no record of the page can be read")
    return found, token, total
