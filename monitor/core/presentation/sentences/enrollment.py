"""Sentences about how many take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.enrollment import is_readable, people
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.records.accessors import get

if TYPE_CHECKING:
    from monitor.model import Change, Json

_KINDS = {"ACTUAL": "actual", "ESTIMATED": "planned"}


def enrollment(change: Change) -> Sentence:
    """Return the sentence about a change of the number of participants."""
    was, now = people(change.before), people(change.after)
    if change.event == "became_actual":
        return _final(was, now)
    before, after = get(change.before, "type"), get(change.after, "type")
    if change.event in {"raised", "lowered"} and was is not None and now is not None:
        if before == after == "ACTUAL":
            return Sentence(f"The actual number of participants was corrected from {was:,} to {now:,}")
        kind = "planned " if before == after == "ESTIMATED" else ""
        sides = (f"{was:,}", f"{now:,}") if before == after else map(_number, (change.before, change.after))
        return Sentence(f"The {kind}number of participants was {change.event} from {' to '.join(sides)}")
    if was is None or now is None:
        unread = [side for side in (change.before, change.after) if not is_readable(side)]
        if unread:
            return Sentence("The number of participants is written in another form")
        return _came_or_went(change, was, now)
    return _marked(now, before, after)


def _came_or_went(change: Change, was: int | None, now: int | None) -> Sentence:
    if now is not None:
        return Sentence("The number of participants was added", f": {_number(change.after)}.")
    if was is not None:
        return Sentence("The number of participants was removed", f"; it was {_number(change.before)}.")
    return Sentence("The number of participants is still not stated")


def _marked(number: int, before: Json, after: Json) -> Sentence:
    """Return the sentence that the number is the same and its type (actual, planned) changed."""
    was, now = (_KINDS.get(str(side)) for side in (before, after))
    head = f"The number of participants ({number:,}) is"
    if now is None and after is None:
        return Sentence(f"{head} no longer marked as {was}" if was else f"{head} no longer marked")
    if now is None:
        return Sentence(f"{head} marked in another form")
    return Sentence(f"{head} now marked as {now}{f' instead of {was}' if was else ''}")


def _final(was: int | None, now: int | None) -> Sentence:
    """Return the sentence with the actual number, compared with the planned one."""
    if now is None:
        return Sentence("The number of participants is marked as actual, but no number is given")
    if not was:
        return Sentence(f"The actual number of participants is now given: {now:,}")
    if was == now:
        return Sentence(f"The actual number of participants is now given: {now:,}, as planned")
    planned = f"{now:,} of {was:,} planned" if now < was else f"{now:,}, more than the {was:,} planned"
    return Sentence(f"The actual number of participants is now given: {planned} ({round(100 * now / was)}%)")


def _number(info: Json) -> str:
    number = people(info)
    kind = _KINDS.get(str(get(info, "type")))
    return "not stated" if number is None else f"{number:,}" + (f" ({kind})" if kind else "")
