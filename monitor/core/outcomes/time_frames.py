"""When an outcome is measured: the times that a text names, and what happened to a time frame."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.core.outcomes.tokens import MINUS

if TYPE_CHECKING:
    from collections.abc import Sequence

Time: TypeAlias = tuple[str, int | Fraction]
Times: TypeAlias = frozenset[Time]
"""Times as (unit, number), in seconds or months. Weeks are not converted to months, except that 13 are a quarter."""

TimeFrameNature: TypeAlias = Literal["same", "moved", "filled_in", "cleared", "reworded", "rewritten"]

_HOUR = 3600
_DAY = 24 * _HOUR
_SECONDS = {
    **dict.fromkeys(("second", "sec"), 1),
    **dict.fromkeys(("minute", "min"), 60),
    **dict.fromkeys(("hour", "hr", "h"), _HOUR),
    **dict.fromkeys(("day", "d"), _DAY),
    **dict.fromkeys(("week", "wk", "w"), 7 * _DAY),
}
_MONTHS = {**dict.fromkeys(("month", "mo"), 1), **dict.fromkeys(("year", "yr", "y"), 12)}
_NUMBERED = ("cycle", "visit")
_COUNTED = (*_NUMBERED, "night", "session", "course", "dose")
_QUARTER = 13 * 7 * _DAY
"""Thirteen weeks are written as three months, 26 as six, 52 as a year."""
_LENGTH = {"second": 1.0, "month": 30.44 * _DAY}
_TOLERANCE = 0.09
"""Twelve weeks and three months differ by 8 %."""
_ADVERBS = {"monthly": "month", "weekly": "week", "daily": "day", "yearly": "year", "annual": "year"}
_UNITS = frozenset((*_SECONDS, *_MONTHS, *_COUNTED))
_NAMES = "|".join(sorted(_UNITS))
_GLUED = re.compile(rf"([0-9]{{1,6}})({_NAMES})|({_NAMES})([0-9]{{1,6}})")
_JOINS = frozenset(
    ["and", "or", "to", "then", "until", "through", "up", "at", "baseline", "±", "th", "st", "nd", "rd"]
)
_GLUE_WORDS = """the a an of in on at to from for by and or as is between approximately about around average total
    measured measure assessed assess period time point baseline day week month year hour minute end study followup duration
    an average maximum max"""
_GLUE = frozenset(_GLUE_WORDS.split())
_BEFORE, _DURING, _AFTER = ("before",), ("during",), ("after",)
_RELATIONS = {
    **dict.fromkeys(("before", "prior", "pre"), _BEFORE),
    **dict.fromkeys(("during", "up", "until", "through", "throughout", "over", "within"), _DURING),
    **dict.fromkeys(("after", "post", "following"), _AFTER),
    **dict.fromkeys(("preoperative", "preoperatively"), ("before", "surgery")),
    **dict.fromkeys(("intraoperative", "intraoperatively"), ("during", "surgery")),
    **dict.fromkeys(("postoperative", "postoperatively"), ("after", "surgery")),
    "operation": ("surgery",),
}
"""Words for the side of an occasion (before, during, after) → the side, and the occasion if the word names it."""


def times(found: tuple[str, ...]) -> Times:
    """Return the times that a text's words name; time 0, the start, is left out if there is another."""
    if not found:
        return frozenset()
    if len(found) == 2 and found[0].isdecimal() and found[1] in _UNITS:  # the commonest form
        return frozenset((_time(int(found[0]), found[1]),))
    result = _named_times(found)
    if len(result) > 1:
        result = {time for time in result if time[1]} or result
    return frozenset(result)


def _named_times(found: Sequence[str]) -> set[Time]:
    """Return all times that words name: "week 4, 8", "4 and 8 weeks"."""
    result: set[Time] = set()
    waiting: list[int | Fraction] = []  # numbers whose unit has not come yet
    unit = ""  # the unit that came before the numbers: "week 4, 8"
    sign = 1
    for word in found:
        if word == MINUS:
            sign = -1
            continue
        whole = word.isdecimal()
        if whole or (word[0].isdecimal() and word.replace(".", "", 1).isdecimal()):
            waiting.append(sign * (int(word) if whole else Fraction(word)))
            sign = 1
            if unit:
                result.add(_time(waiting[-1], unit))
            continue
        name = _ADVERBS.get(word, word)
        if name in _UNITS:
            if waiting and not unit:
                result.update([_time(number, name) for number in waiting])
            else:  # "weeks 4 and 8", or "day 1 to week 4", where the old unit's numbers are done
                unit = "" if name in _COUNTED and name not in _NUMBERED else name
            waiting = []
        elif glued := _GLUED.fullmatch(word):
            result.add(_time(int(glued[1] or glued[4]), glued[2] or glued[3]))
            waiting, unit = [], ""
        elif word not in _JOINS:
            waiting, unit = [], ""
    return result


def _time(number: int | Fraction, unit: str) -> Time:
    if unit in _MONTHS:
        return "month", number * _MONTHS[unit]
    if unit in _COUNTED:
        return unit, number
    seconds = number * _SECONDS[unit]
    if seconds and seconds % _QUARTER == 0:
        return "month", seconds // _QUARTER * 3
    return "second", seconds


def compare_time_frames(
    before: Sequence[str], after: Sequence[str], was: Times, now: Times
) -> TimeFrameNature:
    """Return what happened to a time frame, given the words of both and the times that they name.

    ``moved``: to another time. ``filled_in``: a time came where there was none or none with a number, or one before
    the latest, which stayed. ``cleared``: the reverse. ``reworded``: the same time with other words beside it, or in months
    instead of weeks. ``rewritten``: the same time in another form.
    """
    if before == after:
        return "same"
    if was != now:
        return _other_times(before, after, was, now)
    anchors_before, anchors_after = _anchors(before), _anchors(after)
    if anchors_before == anchors_after:
        if not was and _marks(before, numbers=True) != _marks(after, numbers=True):
            return "moved"  # numbers of an unknown unit: POD 3
        return "rewritten" if _marks(before) == _marks(after) and _same_numbers(before, after) else "reworded"
    if not before or not after:
        return "filled_in" if after else "cleared"
    if _opposite(anchors_before, anchors_after):
        return "moved"
    if was or anchors_before <= anchors_after or anchors_after <= anchors_before:
        return "reworded"
    return "moved"


def _other_times(before: Sequence[str], after: Sequence[str], was: Times, now: Times) -> TimeFrameNature:
    """Return what happened to a time frame that names other times."""
    if _latest(was) == _latest(now) or not was or not now:
        return "filled_in" if was < now else "cleared" if now < was else "moved"
    if was < _named_times(after):  # day 0 is left out beside another time
        return "filled_in"
    if now < _named_times(before):
        return "cleared"
    return "reworded" if _in_months(before) != _in_months(after) and _about(was, now) else "moved"


def _opposite(before: frozenset[str], after: frozenset[str]) -> bool:
    """Return whether one text says "before" where the other says "after"."""
    return {"before", "after"} <= before ^ after and len(before & {"before", "after"}) == 1


def _in_months(found: Sequence[str]) -> bool:
    """Return whether words count months or years."""
    return not _MONTHS.keys().isdisjoint(found)


def _latest(found: Times) -> Time | None:
    """Return the last of the times; None if there are none."""
    return max(found, key=_length, default=None) if len(found) != 1 else next(iter(found))


def _length(time: Time) -> float:
    unit, number = time
    return float(number) * _LENGTH.get(unit, 0)


def _about(before: Times, after: Times) -> bool:
    """Return whether times are the same but for rounding, as where one text counts months and the other weeks or days."""
    return len(before) == len(after) and all(
        abs(_length(was) - _length(now)) < _TOLERANCE * max(_length(was), _length(now))
        for was, now in zip(sorted(before, key=_length), sorted(after, key=_length), strict=True)
    )


def _marks(found: Sequence[str], *, numbers: bool = False) -> list[str]:
    """Return the comparators and signs among words, in order; with ``numbers`` the numbers instead."""
    return [word for word in found if not word[0].isalpha() and word[0].isdecimal() == numbers]


def _same_numbers(before: Sequence[str], after: Sequence[str]) -> bool:
    """Return whether two time frames have the same numbers; True where they use different units, which count differently."""
    if _UNITS.intersection(before) != _UNITS.intersection(after):
        return True
    was, now = (Counter(_marks(found, numbers=True)) for found in (before, after))
    return was == now or set(was) ^ set(now) <= {"0"}


def _anchors(found: Sequence[str]) -> frozenset[str]:
    """Return the words that say when without a number: an occasion and the side of it, such as "after", "surgery"."""
    return frozenset(
        anchor
        for word in found
        if word not in _GLUE and not word[0].isdecimal()
        for anchor in _RELATIONS.get(word, (word,))
    )
