"""Values of eligibility texts: a criterion, a change of one, a span of a redline."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.core.eligibility.reasons import Reasons
    from monitor.model import Direction

LONGEST = 60_000
"""Letters of a text that is read; the registry takes 20,000 as criteria. Of a longer one only the size is told."""


class Part(StrEnum):
    """Which half of the eligibility text a criterion belongs to."""

    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion in its own words.

    `heading`: the sub-headings above it, joined.
    `parents`: the texts of the items it is nested under, outermost first.
    `number`: counts from 1 within its part; 0 for a heading that a change speaks of.
    `key`: the text as it is compared, without case, layout and punctuation (`normal.key`).
    `any_of`: its parent asks for only some of its items.
    """

    part: Part
    text: str
    heading: str = ""
    parents: tuple[str, ...] = ()
    number: int = 0
    key: str = ""
    any_of: bool = False


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """What happened to one criterion, or to the text as a whole (then both sides are None).

    `event` is "criterion_added" (`before` is None), "criterion_removed" (`after` is None), "criterion_reworded",
    "edited" (a heading or note in other words, or a text too long to be compared) or "restructured" (the same
    criteria in another form).
    `reasons`: why it has its direction, or what else is known of it.
    `alike`: the other changes of the same event, part and direction where there are more than a dozen.
    """

    event: str
    before: Criterion | None
    after: Criterion | None
    direction: Direction
    reasons: Reasons
    alike: tuple[CriterionChange, ...] = ()

    @property
    def count(self) -> int:
        """Return how many changes this one stands for."""
        return 1 + len(self.alike)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a redline: `op` is "equal", "insert" or "delete"."""

    op: str
    text: str
