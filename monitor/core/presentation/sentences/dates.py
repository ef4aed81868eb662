"""Sentences about when a trial starts and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import count, span
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.presentation.text import date_text
from monitor.core.presentation.text import dates as both_dates
from monitor.core.records.accessors import get

if TYPE_CHECKING:
    from monitor.model import Change, Json

_NAMES = {
    "startDateStruct": "start",
    "primaryCompletionDateStruct": "primary completion (last data for the main outcome)",
    "completionDateStruct": "completion",
}
_DATES = {
    "startDateStruct": "start date",
    "primaryCompletionDateStruct": "date of the primary completion (last data for the main outcome)",
    "completionDateStruct": "completion date",
}
_ORDINAL = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def dates(change: Change) -> Sentence:
    """Return how a date moved, or that it came true."""
    field = str(change.details["field"])
    what, date = f"The {_NAMES[field]}", _DATES[field]
    before, after = get(change.before, "date"), get(change.after, "date")
    was, now = both_dates(before, after)
    moved = change.details.get("days")
    if change.event == "became_actual":
        return Sentence(f"{what} is now confirmed: {now}{_against_plan(before, was, moved)}")
    if change.event == "became_estimated":
        confirmed = f" as {was}" if was != now else ""
        return Sentence(f"{what} is an estimate again: {now}", f"; it had been confirmed{confirmed}.")
    if change.event in {"added", "removed"}:
        return _came_or_went(change, date)
    if not moved:
        return _restated(change, date, was, now)
    if get(change.before, "type") == "ACTUAL":
        return Sentence(
            f"The confirmed {date} was corrected by {span(abs(moved))}", f", from {was} to {now}."
        )
    direction = "later" if moved > 0 else "earlier"
    return Sentence(f"{what} moved {span(abs(moved))} {direction}", f", from {was} to {now}{_total(change)}.")


def _came_or_went(change: Change, name: str) -> Sentence:
    info = change.before if change.after is None else change.after
    kind = {"ACTUAL": "confirmed", "ESTIMATED": "estimated"}.get(str(get(info, "type")))
    date = f"{date_text(get(info, 'date'))}{f' ({kind})' if kind else ''}"
    if change.after is None:
        return Sentence(f"The {name} was removed", f"; it was {date}.")
    return Sentence(f"The {name} was added", f": {date}.")


def _restated(change: Change, name: str, was: str, now: str) -> Sentence:
    """Return that a date is written otherwise, more exactly, or marked as another kind."""
    if was != now:
        return Sentence(f"The {name} changed", f" from {was} to {now}.")
    kind = {"ACTUAL": "confirmed", "ESTIMATED": "an estimate"}.get(str(get(change.after, "type")))
    if kind is None:
        return Sentence(f"The {name} is no longer marked as confirmed or estimated: {now}")
    return Sentence(f"The {name} is now marked as {kind}: {now}")


def _against_plan(before: Json, was: str, moved: int | None) -> str:
    if moved is None or before is None:
        return ""
    if moved == 0:
        return ", as planned"
    return f", {span(abs(moved))} {'later' if moved > 0 else 'earlier'} than planned ({was})"


def _total(change: Change) -> str:
    """Return the running total of delays, from the second one on."""
    number, days = change.details.get("slip"), change.details.get("total_days")
    if number is None or days is None:
        return ""
    which = f"{_ORDINAL[number]} delay" if number < len(_ORDINAL) else f"delay number {number}"
    return f" ({which}; {count(days, 'day')} in total)"
