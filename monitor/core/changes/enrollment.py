"""How many take part: the target, and the number in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records.accessors import get
from monitor.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.changes.context import Step
    from monitor.model import Change, Difference, Json

PATH = ("protocolSection", "designModule", "enrollmentInfo")
PLACEHOLDER = 99999999
"""The count that the registry shows where none was given; more people than that take part in no trial."""


def enrollment(step: Step, _differences: Sequence[Difference]) -> Iterator[Change]:
    """Tell of the enrolment as one change: the number, and whether it is planned or counted."""
    before, after = step.both(*PATH)
    was, now = _count(before), _count(after)
    became = get(before, "type") != "ACTUAL" and get(after, "type") == "ACTUAL"
    if became:
        event = "became_actual"
    elif was is not None and now is not None and was != now:
        event = "raised" if now > was else "lowered"
    else:
        event = "edited"
    yield step.told(Kind.ENROLLMENT, event, PATH, before, after, _summary(event, before, after))


def _count(info: Json) -> int | None:
    value = get(info, "count")
    return value if type(value) is int and 0 <= value < PLACEHOLDER else None


def _summary(event: str, before: Json, after: Json) -> str:
    was, now = _count(before), _count(after)
    if event == "became_actual":
        if was is None or now is None:
            return f"The number of participants is now final: {_people(after)}."
        share = f", {round(100 * now / was)} % of it" if was and now != was else ""
        return f"The number of participants is now final: {now:,}, where {was:,} were planned{share}."
    if event in {"raised", "lowered"}:
        return f"The number of participants was {event} from {was:,} to {now:,} ({_type(after)})."
    return f"The number of participants changed from {_people(before)} to {_people(after)}."


def _people(info: Json) -> str:
    number = _count(info)
    return "not stated" if number is None else f"{number:,} ({_type(info)})"


def _type(info: Json) -> str:
    return {"ACTUAL": "counted", "ESTIMATED": "planned"}.get(
        str(get(info, "type")), "not said whether planned or counted"
    )
