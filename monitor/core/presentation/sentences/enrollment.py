"""Sentences about how many take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.enrollment import people
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.records.accessors import get

if TYPE_CHECKING:
    from monitor.model import Change, Json


def enrollment(change: Change) -> Sentence:
    """Return how the number of participants changed."""
    was, now = people(change.before), people(change.after)
    if change.event == "became_actual":
        if was is None or now is None:
            return Sentence(f"The number of participants is now final: {_number(change.after)}")
        share = f", {round(100 * now / was)} % of it" if was and now != was else ""
        return Sentence(
            f"The number of participants is now final: {now:,}, where {was:,} were planned{share}"
        )
    if change.event in {"raised", "lowered"}:
        return Sentence(
            f"The number of participants was {change.event} from {was:,} to {now:,} ({_type(change.after)})"
        )
    return Sentence(
        f"The number of participants changed from {_number(change.before)} to {_number(change.after)}"
    )


def _number(info: Json) -> str:
    number = people(info)
    return "not stated" if number is None else f"{number:,} ({_type(info)})"


def _type(info: Json) -> str:
    return {"ACTUAL": "counted", "ESTIMATED": "planned"}.get(
        str(get(info, "type")), "not said whether planned or counted"
    )
