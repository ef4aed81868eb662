"""Whole reports: the page of some trials, and the feed of their changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.clock import stamp
from monitor.report import pages
from monitor.report.feed import LIMIT
from monitor.report.feed import feed as written
from monitor.report.reading import Source
from monitor.store.pages import newest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from monitor.store.read import Reader


def chosen(source: Source, numbers: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of the trials named, or of all that are watched or held.

    Raises:
        NothingStored: one that is named is neither watched nor held.

    """
    rows = {row["nct"]: row for row in source.trials()}
    if not numbers:
        return list(rows.values())
    found = [number if number in rows else str(source.reader.trial(number)["nct"]) for number in numbers]
    return [rows[number] for number in dict.fromkeys(found)]


def page(reader: Reader, watched: Mapping[str, str], numbers: Sequence[str], now: datetime) -> str:
    """Write the page of some trials, or of all: one file that needs nothing else."""
    source = Source(reader, watched, now.date())
    trials = [source.trial(row) for row in chosen(source, numbers)]
    place = pages.Place(made=made(now))
    return pages.report(place, [trial.brief for trial in trials], trials)


def feed(
    reader: Reader, watched: Mapping[str, str], numbers: Sequence[str], now: datetime, public_url: str
) -> bytes:
    """Write the feed of the newest changes of some trials, or of all."""
    rows = chosen(Source(reader, watched, now.date()), numbers)
    found = newest(reader, [row["id"] for row in rows if "id" in row], limit=LIMIT)
    return written(found, made=stamp(now), public_url=public_url)


def made(now: datetime) -> str:
    """Return when something was made, for people."""
    return f"{now:%Y-%m-%d %H:%M} UTC"
