"""Values of limits: a range of numbers, and a limit made of ranges."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import NamedTuple, TypeAlias


class Range(NamedTuple):
    """An interval: its ends (infinite where open-ended) and whether they belong to it."""

    low: float = -inf
    high: float = inf
    low_closed: bool = False
    high_closed: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """What a text allows of one quantity: ranges in the base unit of a dimension.

    `dimension` is "" for a plain number; `kind` is "limit", "window" (a stretch of time in which
    something may lie), "scale" (ordered values), "count" (so many of a list),
    "until" (up to a time before something) or "duration" (at least so long), "bare" (a number
    without a comparator). `text` is the number and unit as written, `coarse` marks months and years,
    `factor` is the unit's size, `through` marks a window that something goes on in all the time ("over 8 weeks").
    `groups` has the ranges of each sex where they differ; `ranges` are then those of the first.
    """

    ranges: tuple[Range, ...]
    dimension: str
    kind: str
    text: str
    coarse: bool = False
    factor: float = 1.0
    through: bool = False
    groups: tuple[tuple[str, tuple[Range, ...]], ...] = ()

    @property
    def sort(self) -> str:
        """Return what the limit is aligned by: times with times, dates with dates, one scale with itself, the rest together."""
        if self.kind == "scale":
            return f"§{self.dimension}"
        return f"§{self.dimension}" if self.dimension in {"time", "date"} else "§"


Piece: TypeAlias = "str | Limit"  # what a text is made of: a word or a limit
