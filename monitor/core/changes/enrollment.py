"""How many people take part: the planned number, and the actual one in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records.accessors import get
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.changes.context import Step
    from monitor.model import Change, Difference, Json

PATH = ("protocolSection", "designModule", "enrollmentInfo")
PLACEHOLDER = 99999999
"""The count that the registry shows where none was given; more people than that take part in no trial."""


def enrollment(step: Step, _differences: Sequence[Difference]) -> Iterator[Change]:
    """Yield the one change of the enrollment: the number, and whether it is planned or actual."""
    before, after = step.values(*PATH)
    was, now = people(before), people(after)
    kinds = get(before, "type"), get(after, "type")
    severity = None
    if kinds[0] in (None, "ESTIMATED") and kinds[1] == "ACTUAL":
        event = "became_actual"
    elif was is not None and now is not None and was != now:
        event = "raised" if now > was else "lowered"
    else:
        event = "edited"
        unknown = any(kind not in (None, "ACTUAL", "ESTIMATED") for kind in kinds)
        severity = Severity.NOISE if unknown and was == now else None  # only the type has a new name
    yield step.change(Kind.ENROLLMENT, event, PATH, before, after, severity=severity)


def is_readable(info: Json) -> bool:
    """Return whether the number of an ``enrollmentInfo`` is in a known form, or there is no number."""
    value = get(info, "count")
    return value is None or (type(value) is int and value >= 0)


def people(info: Json) -> int | None:
    """Return the number of an ``enrollmentInfo``; None for none and for the registry's placeholder."""
    value = get(info, "count")
    return value if type(value) is int and 0 <= value < PLACEHOLDER else None
