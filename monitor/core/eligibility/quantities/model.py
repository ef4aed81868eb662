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

    `dimension`: what is measured, "mass/volume"; "" for a plain number; the name of a scale.
    `kind`: how the number is said:
        "limit"     with a comparator: "≥ 9 g/dL", "18 to 65 years"
        "scale"     values of a scale: "NYHA II-III", "mild or moderate"
        "window"    a stretch of time in which something may lie: "within 4 weeks"
        "duration"  at least so long: "for 6 months"
        "until"     up to a time before something: "up to 4 weeks before"
        "count"     so many of a list: "3 of the following"
        "bare"      a number without a comparator: "5 mg"
    `text`: the number and unit as written.
    `coarse`: the unit is a month or a year, which days give only roughly.
    `factor`: the size of the unit as written, in base units.
    `through`: something goes on all through a window ("over 8 weeks").
    `open`: of a scale, a comparator leaves one end to that of the scale.
    `groups`: the ranges of each sex, or of each kind that is counted, where they differ; `ranges` are those of one.
    """

    ranges: tuple[Range, ...]
    dimension: str
    kind: str
    text: str
    coarse: bool = False
    factor: float = 1.0
    through: bool = False
    open: bool = False
    groups: tuple[tuple[str, tuple[Range, ...]], ...] = ()

    @property
    def sort(self) -> str:
        """Return the key by which limits are aligned: times with times, dates with dates, a scale with itself, all others together.

        It begins with "§", which no word does.
        """
        if self.kind == "scale":
            return f"§{self.dimension}"
        return f"§{self.dimension}" if self.dimension in {"time", "date"} else "§"


Piece: TypeAlias = "str | Limit"  # what a text is made of: a word or a limit
