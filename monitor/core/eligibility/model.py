"""Values of eligibility texts: a criterion, a change of one, a span of a redline."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Direction


class Part(StrEnum):
    """Which half of the eligibility text a criterion belongs to."""

    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion in its own words.

    `heading` joins the sub-headings above it, `parents` are the items it is nested under (outermost
    first), `number` counts from 1 within its part (0 for a heading that a change speaks of), `key` is
    the text for comparing, `any_of` says that its parent asks for only some of its items.
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
    """What happened to one criterion; for `restructured`, to the text as a whole (both sides None).

    `edited` tells of a heading or note in other words, or of a text too long to be compared (both sides None).
    `alike` holds the other changes of the same event, part and direction where there are more than a dozen.
    """

    event: str
    before: Criterion | None
    after: Criterion | None
    direction: Direction
    reason: str
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
