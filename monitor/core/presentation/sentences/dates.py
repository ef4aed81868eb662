"""Sentences about when a trial starts and ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.presentation.labels import count, ordinal, span
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.presentation.text import date_text
from monitor.core.presentation.text import dates as both_dates
from monitor.core.records.accessors import get

if TYPE_CHECKING:
    from monitor.model import Change, Json

_NAMES = {
    "startDateStruct": "start date",
    "primaryCompletionDateStruct": "primary completion date (last data for the main outcome)",
    "completionDateStruct": "completion date",
}
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def dates(change: Change) -> Sentence:
    """Return the sentence that a date moved, was confirmed, added or removed."""
    name = _NAMES[str(change.details["field"])]
    before, after = get(change.before, "date"), get(change.after, "date")
    was, now = both_dates(before, after)
    moved = change.details.get("days")
    if change.event == "became_actual":
        return Sentence(f"The {name} is now confirmed: {now}{_against_plan(before, after, moved)}")
    if change.event == "became_estimated":
        confirmed = f" as {was}" if was != now else ""
        return Sentence(f"The {name} is an estimate again: {now}", f"; it had been confirmed{confirmed}.")
    if change.event in {"added", "removed"}:
        return _came_or_went(change, name)
    if not moved:
        return _restated(change, name, was, now)
    if get(change.before, "type") == "ACTUAL":
        by = _distance(before, after, moved)
        return Sentence(f"The confirmed {name} was corrected by {by}", f", from {was} to {now}.")
    by = f"{_distance(before, after, moved)} {'later' if moved > 0 else 'earlier'}"
    return Sentence(f"The {name} moved {by}", f", from {was} to {now}{_total(change)}.")


def _distance(before: Json, after: Json, moved: int) -> str:
    """Return how far a date moved: in months between two months, "at least … days" between a month and a day."""
    was, now = (_MONTH.fullmatch(str(side)) for side in (before, after))
    if was and now:
        months = 12 * (int(now[1]) - int(was[1])) + int(now[2]) - int(was[2])
        return count(abs(months), "month")
    return f"{'at least ' if was or now else ''}{span(abs(moved))}"


def _came_or_went(change: Change, name: str) -> Sentence:
    info = change.before if change.after is None else change.after
    kind = {"ACTUAL": "confirmed", "ESTIMATED": "estimated"}.get(str(get(info, "type")))
    date = f"{date_text(get(info, 'date'))}{f' ({kind})' if kind else ''}"
    if change.after is None:
        return Sentence(f"The {name} was removed", f"; it was {date}.")
    return Sentence(f"The {name} was added", f": {date}.")


def _restated(change: Change, name: str, was: str, now: str) -> Sentence:
    """Return the sentence that a date is written in another form, given more exactly, or marked as another type."""
    if was != now:
        return Sentence(f"The {name} changed", f" from {was} to {now}.")
    kind = {"ACTUAL": "confirmed", "ESTIMATED": "an estimate"}.get(str(get(change.after, "type")))
    if kind is None and get(change.after, "type") is not None:
        return Sentence(f"The {name} is marked in another form: {now}")
    if kind is None:
        return Sentence(f"The {name} is no longer marked as confirmed or estimated: {now}")
    return Sentence(f"The {name} is now marked as {kind}: {now}")


def _against_plan(before: Json, after: Json, moved: int | None) -> str:
    if moved is None or before is None:
        return ""
    if moved == 0:
        return ", as planned"
    by = f"{_distance(before, after, moved)} {'later' if moved > 0 else 'earlier'}"
    return f", {by} than planned ({both_dates(before, after)[0]})"


def _total(change: Change) -> str:
    """Return the number of the delay and the total of all, " (second delay; 90 days in total)"; "" for the first."""
    number, days = change.details.get("slip"), change.details.get("total_days")
    if number is None or days is None:
        return ""
    return f" ({ordinal(number)} delay; {count(days, 'day')} in total)"
