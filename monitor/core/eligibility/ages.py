"""The ages that an eligibility text states, to be compared with the record's own age fields."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.eligibility.model import LONGEST, Part
from monitor.core.eligibility.parse import criteria, parse
from monitor.core.eligibility.quantities.limits import limits
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.wording.tokens import tokens

if TYPE_CHECKING:
    from monitor.core.eligibility.model import Criterion

_OF_AGE = frozenset(["age", "aged", "old", "older", "younger", "adult"])
# Words of an age at another time, or of somebody else.
_ANOTHER_AGE = frozenset(
    [
        "before",
        "after",
        "since",
        "within",
        "prior",
        "diagnosis",
        "onset",
        "gestational",
        "mother",
        "father",
        "parent",
        "donor",
    ]
)
_YEAR = 365.25  # days
_OLDEST = 120  # years; an upper end beyond this is no limit


class StatedAge(NamedTuple):
    """An age range in years, None for an open end, and the inclusion criterion that states it."""

    youngest: float | None
    oldest: float | None
    criterion: Criterion


def stated_ages(text: str) -> tuple[StatedAge, ...]:
    """Return the age ranges that the inclusion criteria of a text state, in order; () for one that is too long to be read."""
    if len(text) > LONGEST:
        return ()
    return tuple(stated for criterion in criteria(parse(text)) for stated in ages_of(criterion))


def ages_of(criterion: Criterion) -> tuple[StatedAge, ...]:
    """Return the age ranges that one criterion states; () for an exclusion or a heading."""
    if not criterion.number or criterion.part is not Part.INCLUSION:
        return ()
    words = tokens(criterion.text)
    if not _OF_AGE & set(words) or _ANOTHER_AGE & set(words):
        return ()
    found = (_stated(limit) for limit in limits(words) if isinstance(limit, Limit))
    return tuple(StatedAge(*stated, criterion) for stated in found if stated)


def _stated(limit: Limit) -> tuple[float | None, float | None] | None:
    """Return a limit as (youngest, oldest) in years; None where it limits no age."""
    if limit.kind != "limit" or len(limit.ranges) != 1 or limit.dimension not in {"time", "age"}:
        return None
    unit = _YEAR if limit.dimension == "time" else 1.0
    low, high = (end / unit for end in limit.ranges[0][:2])
    if low <= 0 and high > _OLDEST:
        return None
    return (None if low == -inf else round(low, 3)), (None if high == inf else round(high, 3))
