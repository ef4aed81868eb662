"""Sentences about when a trial starts and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import count, shown, span
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.records.accessors import get

if TYPE_CHECKING:
    from monitor.model import Change

_NAMES = {
    "startDateStruct": "The start",
    "primaryCompletionDateStruct": "The primary completion (last data for the main outcome)",
    "completionDateStruct": "The completion",
}
_ORDINAL = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def dates(change: Change) -> Sentence:
    """Return how a date moved, or that it came true."""
    what = _NAMES[str(change.details["field"])]
    was, now = get(change.before, "date"), get(change.after, "date")
    moved = change.details.get("days")
    if change.event == "became_actual":
        return Sentence(f"{what} is now a fact: {now}{_against_plan(was, moved)}")
    if change.event == "became_estimated":
        return Sentence(f"{what} was stated as a fact, {was}, and is an estimate again: {now}")
    if change.event in {"slipped", "advanced"} and moved is not None:
        direction = "later" if moved > 0 else "earlier"
        return Sentence(
            f"{what} moved {span(abs(moved))} {direction}", f": from {was} to {now}{_total(change)}."
        )
    if change.event in {"added", "removed"}:
        return Sentence(f"{what} was {change.event}", f": {now or was}.")
    return Sentence(f"{what} changed", f" from {shown(change.before)} to {shown(change.after)}.")


def _against_plan(was: str | None, moved: int | None) -> str:
    if moved is None or was is None:
        return ""
    if moved == 0:
        return ", as planned"
    return f", {span(abs(moved))} {'later' if moved > 0 else 'earlier'} than planned ({was})"


def _total(change: Change) -> str:
    """Return the running total of slips, from the second slip on."""
    number, days = change.details.get("slip"), change.details.get("total_days")
    if number is None or days is None:
        return ""
    which = f"the {_ORDINAL[number]} slip" if number < len(_ORDINAL) else f"slip number {number}"
    return f", {which}, {count(days, 'day')} in all"
