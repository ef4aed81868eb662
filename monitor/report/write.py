"""Whole reports: the page of some trials, and the feed of their changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from monitor.clock import stamp
from monitor.errors import UsageError
from monitor.report import pages
from monitor.report.calendar import calendar as written_calendar
from monitor.report.dated import dated
from monitor.report.feed import feed as written
from monitor.store.news import Filter, news
from monitor.store.state import LAST_POLL_AT, STORE, get_state
from monitor.store.trials import count_trials, ids_of, load_trial

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from monitor.report.queries import Source
    from monitor.store.connection import Connection


def chosen(source: Source, numbers: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of the trials named, or of all that are watched or held.

    Raises:
        NothingStored: one that is named is neither watched nor held.

    """
    rows = {row["nct"]: row for row in source.trials(numbers)}
    if not numbers:
        return list(rows.values())
    found = [number if number in rows else load_trial(source.reader, number).nct for number in numbers]
    return [rows[number] for number in dict.fromkeys(found)]


def page(source: Source, numbers: Sequence[str], now: datetime) -> str:
    """Write the page of some trials, or of all: one file that needs nothing else."""
    trials = [source.trial(row) for row in chosen(source, numbers)]
    place = pages.Links(made=made(now))
    return pages.report(place, [trial.brief for trial in trials], trials)


def feed(
    reader: Connection,
    numbers: Collection[str] | None,
    wanted: Filter,
    now: datetime,
    public_url: str,
    query: str = "",
) -> bytes:
    """Write the feed of what polls told of some trials, by present or former numbers, or of all for None.

    ``query`` is what it is filtered by, as in its address.

    """
    if numbers is not None:
        wanted = replace(wanted, trials=ids_of(reader, numbers))
    made = get_state(reader, LAST_POLL_AT) or stamp(now)
    found = news(reader, wanted)
    return written(found, store=get_state(reader, STORE) or "", made=made, public_url=public_url, query=query)


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


def made(now: datetime) -> str:
    """Return when something was made, for people."""
    return f"{now:%Y-%m-%d %H:%M} UTC"
