"""Sentences about how many take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.enrollment import people
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.records.accessors import get

if TYPE_CHECKING:
    from monitor.model import Change, Json

_KINDS = {"ACTUAL": "counted", "ESTIMATED": "planned"}


def enrollment(change: Change) -> Sentence:
    """Return how the number of participants changed."""
    was, now = people(change.before), people(change.after)
    if change.event == "became_actual":
        return _final(was, now)
    before, after = get(change.before, "type"), get(change.after, "type")
    if change.event in {"raised", "lowered"} and was is not None and now is not None:
        if before == after == "ACTUAL":
            return Sentence(f"The counted number of participants was corrected from {was:,} to {now:,}")
        kind = "planned " if before == after == "ESTIMATED" else ""
        mark = "" if before == after else f" ({_KINDS.get(str(after), 'not marked as planned or counted')})"
        return Sentence(f"The {kind}number of participants was {change.event} from {was:,} to {now:,}{mark}")
    return Sentence(
        f"The number of participants changed from {_number(change.before)} to {_number(change.after)}"
    )


def _final(was: int | None, now: int | None) -> Sentence:
    """Return the final number against the planned one."""
    if now is None:
        return Sentence("The number of participants is marked as final, but no number is given")
    if not was:
        return Sentence(f"The number of participants is now final: {now:,}")
    if was == now:
        return Sentence(f"The number of participants is now final: {now:,}, as planned")
    return Sentence(
        f"The number of participants is now final: {now:,} of {was:,} planned ({round(100 * now / was)}%)"
    )


def _number(info: Json) -> str:
    number = people(info)
    kind = _KINDS.get(str(get(info, "type")))
    return "not stated" if number is None else f"{number:,}" + (f" ({kind})" if kind else "")
