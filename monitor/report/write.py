"""Whole reports: the page of some trials, and the feed of their changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.clock import stamp
from monitor.report import pages
from monitor.report.feed import LIMIT
from monitor.report.feed import feed as written
from monitor.store.steps import newest
from monitor.store.trials import load_trial

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.report.queries import Source


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


def feed(source: Source, numbers: Sequence[str], now: datetime, public_url: str) -> bytes:
    """Write the feed of the newest changes of some trials, or of all."""
    ids = None if source.everything and not numbers else _ids(chosen(source, numbers))
    found = newest(source.reader, ids, limit=LIMIT)
    return written(found, made=stamp(now), public_url=public_url)


def _ids(rows: Sequence[dict[str, Any]]) -> list[int]:
    return [row["id"] for row in rows if "id" in row]


def made(now: datetime) -> str:
    """Return when something was made, for people."""
    return f"{now:%Y-%m-%d %H:%M} UTC"
