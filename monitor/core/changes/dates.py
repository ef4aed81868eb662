"""When a trial starts and ends: moved by how many days, and from estimated to actual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.core.changes.context import STATUS_MODULE
from monitor.core.records.accessors import get
from monitor.core.records.compare import path_text
from monitor.core.records.dates import parse_span
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from monitor.core.changes.context import Step
    from monitor.model import Change, Difference, Json, Path

NAMES = ("startDateStruct", "primaryCompletionDateStruct", "completionDateStruct")
"""The fields of the status module that are changes of dates."""


def dates(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    """Yield one change for each of the three dates that differs."""
    for key in dict.fromkeys(difference.path[2] for difference in differences):
        path = (*STATUS_MODULE, key)
        before, after = step.values(*path)
        event = _event(before, after)
        # A day within the month that was stated before is the same date, given more exactly.
        severity = Severity.NOISE if event == "edited" and days_between(before, after) == 0 else None
        moved = days_between(before, after)
        details: dict[str, Any] = {"field": key, "days": moved} | _total(step, path, event, moved)
        yield step.change(Kind.DATES, event, path, before, after, severity=severity, **details)


def _event(before: Json, after: Json) -> str:
    if after is None or before is None:
        return "removed" if after is None else "added"
    was, now = get(before, "type"), get(after, "type")
    # an unknown type is a new name of the registry for one of the two: no date came true or became an estimate
    if now == "ACTUAL" and was in (None, "ESTIMATED"):
        return "became_actual"
    if was == "ACTUAL" and now == "ESTIMATED":
        return "became_estimated"
    moved = days_between(before, after)
    return "edited" if not moved else "slipped" if moved > 0 else "advanced"


def days_between(before: Json, after: Json) -> int | None:
    """Return by how many days a date moved; None where one of them cannot be read.

    Two months are as far apart as their first days. Between a month and a day it is the
    least that the date can have moved: 0 where the day lies in that month.
    """
    was, now = parse_span(get(before, "date")), parse_span(get(after, "date"))
    if was is None or now is None:
        return None
    if was[0] != was[1] and now[0] != now[1]:
        return (now[0] - was[0]).days
    if now[0] > was[1]:
        return (now[0] - was[1]).days
    return min(0, (now[1] - was[0]).days)


def day_of(text: Json) -> date | None:
    """Return the last day that a date of the registry may mean; None where it cannot be read."""
    days = parse_span(text)
    return days[1] if days else None


def _total(step: Step, path: Path, event: str, moved: int | None) -> dict[str, int]:
    """Return the number of this delay and the days of all since the first version; {} for a first delay."""
    if event != "slipped" or moved is None:
        return {}
    mine = [change for change in step.past if change.path == path_text(path)]
    number = 1 + sum(change.event == "slipped" for change in mine)
    days = moved + sum(days_between(change.before, change.after) or 0 for change in mine)
    return {"slip": number, "total_days": days} if number > 1 else {}
