"""A span of days as a width in per cent, with marks at years or months that do not collide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NARROW, WIDE = 290, 580
"""Pixels that a drawing has at least on a telephone, and where ``.wide`` begins to show (44rem, in the style)."""
CHARACTER_WIDTH = 6.8
"""Pixels of a sign of its words, generously."""
_STEPS = (1, 3, 6, 12, 24, 48, 120, 240)
"""Months between two marks."""
_MOST_WIDE, _MOST_NARROW = 9, 4
"""Marks that have room on a wide and on a narrow screen."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the axis; ``wide`` says that only a wide screen has room for its words."""

    at: float
    words: str
    wide: bool

    @property
    def anchor(self) -> str:
        """How its words stand, so that none lie outside."""
        half = 50 * len(self.words) * CHARACTER_WIDTH / (WIDE if self.wide else NARROW)
        return "start" if self.at < half else "end" if self.at > 100 - half else "middle"


@dataclass(frozen=True, slots=True)
class Axis:
    """From the first to the last day that is drawn."""

    start: date
    end: date

    def at(self, day: date) -> float:
        """Return where a day lies, 0 to 100; what lies outside is at the end."""
        whole = max(1, (self.end - self.start).days)
        return round(min(100.0, max(0.0, 100 * (day - self.start).days / whole)), 2)

    def ticks(self) -> list[Tick]:
        """Return the marks from left to right; of those too near an end only the line would fit, so none is made."""
        wide = next((step for step in _STEPS if len(self._firsts(step)) <= _MOST_WIDE), _STEPS[-1])
        narrow = next(
            (step for step in _STEPS if step % wide == 0 and len(self._firsts(step)) <= _MOST_NARROW),
            _STEPS[-1],
        )
        few = set(self._firsts(narrow))
        days = [day for day in self._firsts(wide) if 2 <= self.at(day) <= 98]
        named = (
            None if any(day.month == 1 for day in days) else next((day for day in days if day in few), None)
        )
        return [Tick(self.at(day), _words(day, alone=day == named), day not in few) for day in days]

    def _firsts(self, months: int) -> list[date]:
        """Return the days at which so many months begin, counted from a January."""
        first = self.start.year * 12 + self.start.month - 1
        last = self.end.year * 12 + self.end.month - 1
        numbers = range(-(-first // months) * months, last + 1, months)
        days = [date(number // 12, number % 12 + 1, 1) for number in numbers]
        return [day for day in days if self.start <= day <= self.end]


def _words(day: date, *, alone: bool) -> str:
    """Return the year for a January, else the month; with its year where no January is near."""
    return f"{day.year}" if day.month == 1 else f"{day:%b %Y}" if alone else f"{day:%b}"
