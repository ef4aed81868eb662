"""The store → a page of the latest changes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from monitor.core.presentation.labels import cut
from monitor.core.presentation.sanitize import flat
from monitor.report.change_view import item
from monitor.report.list_model import ChangeList, TrialDay
from monitor.store.change_list import ChangeFilter, list_changes_page

if TYPE_CHECKING:
    from monitor.report.queries import Source
    from monitor.store.connection import Row

PER_PAGE = 50
MAX_LIMIT = 200
MAX_PAGE = 200
"""Farther back `since` and `until` lead faster."""
SHOWN = 4
"""Changes of a trial on a day that are not folded."""
MAX_TEXT = 500
"""Characters of a text that a change of the list shows."""


def latest(source: Source, wanted: ChangeFilter, page: int, limit: int = PER_PAGE) -> ChangeList:
    """Return a page of so many changes, the newest first by the day by which the change log goes.

    Raises:
        ValueError: the words of the filter have no word.

    """
    page, limit = min(page, MAX_PAGE), min(limit, MAX_LIMIT)
    rows = list_changes_page(source.reader, wanted, limit=limit + 1, offset=(page - 1) * limit)
    days = groupby(rows[:limit], key=lambda row: row["happened_on"])
    more = len(rows) > limit and page < MAX_PAGE
    return ChangeList(tuple((day, _by_trial(list(its))) for day, its in days), page, more)


def _by_trial(rows: list[Row]) -> tuple[TrialDay, ...]:
    """Return the changes of a day trial by trial; the gravest first, and so are the trials."""
    trials: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: -row["change"].severity.rank):
        trials.setdefault(row["nct"], []).append(row)
    return tuple(_trial_day(nct, its) for nct, its in trials.items())


def _trial_day(nct: str, rows: list[Row]) -> TrialDay:
    items = tuple(item(row["id"], row["change"], limit=MAX_TEXT) for row in rows)
    # one more shown costs less than a fold around it
    shown = len(items) if len(items) == SHOWN + 1 else SHOWN
    return TrialDay(
        flat(nct), cut(flat(rows[0]["title"]), 300) or "A trial without a title", items[:shown], items[shown:]
    )
