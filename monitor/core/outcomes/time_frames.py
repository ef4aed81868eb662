"""When an outcome is measured: the times that a text names, and what happened to a time frame."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.core.outcomes.tokens import words

if TYPE_CHECKING:
    from collections.abc import Sequence

Times: TypeAlias = frozenset[tuple[str, Fraction]]
"""Times as (unit, how many), in hours or in months: weeks and months never make one another, but for quarters."""

TimeFrameNature: TypeAlias = Literal["same", "moved", "filled_in", "cleared", "rewritten"]

_HOURS = {
    "second": Fraction(1, 3600),
    "sec": Fraction(1, 3600),
    "minute": Fraction(1, 60),
    "min": Fraction(1, 60),
    "hour": Fraction(1),
    "hr": Fraction(1),
    "h": Fraction(1),
    "day": Fraction(24),
    "d": Fraction(24),
    "week": Fraction(168),
    "wk": Fraction(168),
    "w": Fraction(168),
}
_MONTHS = {
    "month": Fraction(1),
    "mo": Fraction(1),
    "year": Fraction(12),
    "yr": Fraction(12),
    "y": Fraction(12),
}
_COUNTED = ("night", "cycle", "visit", "session", "course", "dose")
_QUARTER = 13 * 168
"""Thirteen weeks are written as three months, 26 as six, 52 as a year."""
_ADVERBS = {"monthly": "month", "weekly": "week", "daily": "day", "yearly": "year", "annual": "year"}
_JOINS = frozenset({"and", "or", "to", "then", "until", "through", "up", "at"})
_GLUE_WORDS = """the a an of in on at to from for by and or as is up until through throughout over within after during
    between approximately about around average total measured measure assessed assess period time point
    baseline day week month year hour minute end study postoperatively followup duration each every
    an average maximum max"""
_GLUE = frozenset(_GLUE_WORDS.split())


def times(text: str) -> Times:
    """Return the times that a text names; a start such as baseline or day 0 only counts where nothing else does."""
    found: set[tuple[str, Fraction]] = set()
    waiting: list[Fraction] = []  # numbers whose unit has not come yet
    unit = ""  # the unit that came before the numbers: "week 4, 8"
    for word in words(text):
        name = _ADVERBS.get(word, word)
        if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", word):
            waiting.append(Fraction(word))
            if unit:
                found.add(_time(Fraction(word), unit))
            continue
        amount, short = _glued(word)
        if amount is not None:
            found.add(_time(amount, short))
            waiting, unit = [], ""
        elif _is_unit(name):
            if waiting and not unit:
                found.update(_time(number, name) for number in waiting)
                waiting = []
            else:  # "weeks 4 and 8", or "day 1 to week 4", where the old unit's numbers are done
                unit, waiting = name, []
                continue
            unit = ""
        elif word not in _JOINS:
            waiting, unit = [], ""
    return frozenset(time for time in found if time[1]) or frozenset(found)


def _glued(word: str) -> tuple[Fraction | None, str]:
    match = re.fullmatch(r"([0-9]{1,6})([a-z]{1,7})|([a-z]{1,7})([0-9]{1,6})", word)
    if match is None:
        return None, ""
    digits, unit = (match[1], match[2]) if match[1] else (match[4], match[3])
    return (Fraction(digits), unit) if _is_unit(unit) else (None, "")


def _is_unit(word: str) -> bool:
    return word in _HOURS or word in _MONTHS or word in _COUNTED


def _time(number: Fraction, unit: str) -> tuple[str, Fraction]:
    if unit in _MONTHS:
        return "months", number * _MONTHS[unit]
    if unit in _COUNTED:
        return unit, number
    hours = number * _HOURS[unit]
    if hours and hours % _QUARTER == 0:
        return "months", hours / _QUARTER * 3
    return "hours", hours


def compare_time_frames(before: str, after: str) -> TimeFrameNature:
    """Return what happened to a time frame.

    ``rewritten`` is the same time in other words; ``filled_in`` and ``cleared`` also where only
    one of two texts names a number: whether that is another time is not known.
    """
    if words(before) == words(after):
        return "same" if before.split() == after.split() else "rewritten"
    if not before.strip() or not after.strip():
        return "cleared" if before.strip() else "filled_in"
    was, now = times(before), times(after)
    if was == now:
        if was:
            return "rewritten"
        said, says = _anchors(words(before)), _anchors(words(after))
        return "rewritten" if said <= says or says <= said else "moved"
    if not was or not now:
        return "filled_in" if now else "cleared"
    return "moved"


def _anchors(found: Sequence[str]) -> frozenset[str]:
    """Return the words that say when, where no number does: "discharge", "surgery"."""
    return frozenset(word for word in found if word not in _GLUE)
