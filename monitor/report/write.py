"""Whole reports: the page of some trials, and the feed of their changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from monitor.core.watch_state import local
from monitor.errors import UsageError
from monitor.report import pages
from monitor.report.calendar import calendar as written_calendar
from monitor.report.dated import dated
from monitor.report.feed import NEVER
from monitor.report.feed import feed as written
from monitor.report.listing import listed
from monitor.report.period import MOST_TRIALS, SHOWN, gravest_trials, period
from monitor.store import periods
from monitor.store.changes import first_change
from monitor.store.news import Filter, news
from monitor.store.polls import first_poll
from monitor.store.state import STORE, get_state
from monitor.store.trial_filter import TrialFilter
from monitor.store.trials import count_trials, ids_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from monitor.core.watch_state import WatchState
    from monitor.report.period import Period
    from monitor.report.queries import Source
    from monitor.store.connection import Connection


def chosen(source: Source, numbers: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of the trials named, or of all that are watched or held, the last changed first.

    Raises:
        NothingStored: one that is named is neither watched nor held.

    """
    if not numbers:
        return [source.row(row.nct) for row in listed(source, TrialFilter(), "changed", None).rows]
    rows = [source.row(number) for number in numbers]
    return list({row["nct"]: row for row in rows}.values())


def page(
    source: Source,
    numbers: Sequence[str],
    now: datetime,
    span: tuple[str | None, str | None] = (None, None),
    watch: WatchState | None = None,
) -> str:
    """Write the page of some trials, or of all: one file that needs nothing else.

    It begins with what changed in a span of days, where the first or the last of them is given.

    Raises:
        NothingStored: a trial that is named is neither watched nor held.

    """
    named = [source.row(number)["nct"] for number in numbers]
    wanted = TrialFilter(numbers=frozenset(named)) if named else TrialFilter()
    found = listed(source, wanted, "changed", None)
    rows = [source.row(row.nct) for row in found.rows]
    known = frozenset(row["nct"] for row in rows)
    place = pages.Links(made=local(now, source.zone), watch=watch, known=known)
    changed = None
    if any(span):
        ids = [row["id"] for row in rows if "id" in row]
        changed = changed_in(
            source.reader, ids, span[0], span[1] or max(source.today.isoformat(), span[0] or "")
        )
    return pages.report(place, found, [source.trial(row) for row in rows], changed)


def changed_in(reader: Connection, trials: Sequence[int], since: str | None, until: str) -> Period:
    """Return what changed in some trials, given by their ids, from one day to another; from the first one for None."""
    since = since or first_change(reader) or until
    counts = periods.counts(reader, trials, since, until)
    told = list(gravest_trials(counts))[:MOST_TRIALS]
    return period(since, until, counts, periods.gravest(reader, told, since, until, each=SHOWN))


def feed(
    reader: Connection,
    numbers: Collection[str] | None,
    wanted: Filter,
    public_url: str,
    query: str = "",
) -> bytes:
    """Write the feed of what polls told of some trials, by present or former numbers, or of all for None.

    ``query`` is what it is filtered by, as in its address.

    """
    if numbers is not None:
        wanted = replace(wanted, trials=ids_of(reader, numbers))
    found = news(reader, wanted)
    return written(
        found,
        store=get_state(reader, STORE) or "",
        began=first_poll(reader) or NEVER,
        public_url=public_url,
        query=query,
    )


def calendar(
    reader: Connection, numbers: Collection[str] | None, public_url: str, *, name: str = "", most: int = 0
) -> bytes:
    """Write the calendar of some trials, by present or former numbers, or of all for None.

    Args:
        reader: the store.
        numbers: the trials.
        public_url: where the pages are; "" for nowhere.
        name: what the calendar is about; "" for all that is watched.
        most: so many trials at most; 0 for any number.

    Raises:
        UsageError: they are more.

    """
    number = len(ids_of(reader, numbers)) if numbers is not None else count_trials(reader)
    if most and number > most:
        raise UsageError(
            f"a calendar of {number:,} trials is more than the service makes; name a trial or a group of up to {most:,}"
        )
    found = dated(reader, numbers)
    return written_calendar(found, store=get_state(reader, STORE) or "", public_url=public_url, name=name)
