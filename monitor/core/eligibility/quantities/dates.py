"""Dates of the calendar: "since 01/01/2019", "between January 2010 and December 2018", "born in 2008 or later".

A day is a number here, `date.toordinal`, so that a range of dates is a range of numbers like any other.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from math import inf
from typing import NamedTuple

from monitor.core.eligibility.quantities.analytes import SUBJECTS
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.units import unit

_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name: at for at, name in enumerate(_NAMES.split(), 1)}
_MONTHS |= {name[:3]: at for name, at in _MONTHS.items()} | {"sept": 9}
_ORDINALS = frozenset(["st", "nd", "rd", "th"])
_SIGNS = {
    tuple(phrase.split()): sign
    for sign, row in {
        "≥": "since|from|starting from|starting|beginning|on or after|at or after|no earlier than|not earlier than|not before|as from|from the",
        ">": "after|later than|following",
        "≤": "until|till|up to|through|on or before|no later than|not later than|not after|up to and including|by|to|at latest",
        "<": "before|prior to|earlier than",
    }.items()
    for phrase in row.split("|")
}
_LONGEST = max(map(len, _SIGNS))
_BEHIND = {
    ("or", "later"): "≥",
    ("and", "later"): "≥",
    ("or", "after"): "≥",
    ("and", "after"): "≥",
    ("onward",): "≥",
    ("onwards",): "≥",
    ("or", "earlier"): "≤",
    ("or", "before"): "≤",
    ("and", "before"): "≤",
    ("and", "earlier"): "≤",
}
_OPENERS = frozenset(["between", "from", "in", "during"])
_JOINTS = frozenset(["to", "until", "till", "through", "and"])
# What has an edition: a date beside it is no bound.
_EDITION_ROW = """
version guideline criterion edition published protocol amendment declaration classification recommendation consensus
law regulation dated approved revised updated definition standard manual statement according per
"""
_EDITIONS = frozenset(_EDITION_ROW.split())
_IN_BOUNDS = _JOINTS | {word for phrase in _BEHIND for word in phrase}
_HORIZON = 5  # words around a date in which its edition is looked for
# What may follow a year alone; another word makes an amount of it: "2000 patients".
_ENDS = frozenset(
    [
        ",",
        ".",
        ";",
        ":",
        ")",
        "(",
        "or",
        "and",
        "in",
        "at",
        "with",
        "for",
        "by",
        "who",
        "to",
        "until",
        "were",
        "was",
        "are",
    ]
)
_YEARS = (1900, 2099)
_LAST_MONTH = 12
_UNTIL = frozenset(["until", "till", "through"])
_LASTING = frozenset(  # "available until 2030": a later date asks for more, so no side is known
    [
        "available",
        "kept",
        "stored",
        "used",
        "up",
        "followed",
        "remain",
        "willing",
        "consent",
        "agree",
        "stay",
        "valid",
    ]
)


class _Date(NamedTuple):
    """The first and the last day that a date as written may mean, and the place behind it."""

    first: int
    last: int
    end: int


def date_at(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read a date with its comparator, a range of dates, or a date alone (of no known side)."""
    read = _between(words, at) or _one_sided(words, at)
    if read is None:
        return None
    span, end = read
    about = {*words[max(0, at - _HORIZON) : at], *words[end : end + _HORIZON]}
    alone = bool(words[at] in _MONTHS or words[at].isdigit()) and not _IN_BOUNDS & set(words[at:end])
    lasting = words[at] in _UNTIL and _LASTING & {*words[max(0, at - _HORIZON) : at]}
    kind = "bare" if alone or lasting or _EDITIONS & about else "limit"
    return Limit((span,), "date", kind, " ".join(words[at:end]).replace(" / ", "/")), end


def _between(words: tuple[str, ...], at: int) -> tuple[Range, int] | None:
    """Read "from 2010 to 2018", "between 1 May and 3 June 2020", "January to March 2020"."""
    opened = words[at] in _OPENERS
    start = at + opened
    first = _date(words, start, bare=opened)
    if first is None or words[first.end : first.end + 1] == () or words[first.end] not in _JOINTS:
        return None
    if words[first.end] == "and" and words[at] != "between":
        return None
    second = _date(words, first.end + 1, bare=True)
    if second is None or second.last <= first.first or _is_amount(words, at, second.end):
        return None
    return Range(first.first, second.last, True, True), second.end


def _one_sided(words: tuple[str, ...], at: int) -> tuple[Range, int] | None:
    """Read a date with a comparator before or behind it, or alone."""
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        sign = _SIGNS.get(words[at : at + length])
        found = _date(words, at + length, bare=True) if sign else None
        if sign and found and not _is_amount(words, at, found.end):
            return _span(sign, found), found.end
    found = _date(words, at, bare=words[at - 1 : at] == ("in",))
    if found is None:
        return None
    for phrase, sign in _BEHIND.items():
        if words[found.end : found.end + len(phrase)] == phrase:
            return _span(sign, found), found.end + len(phrase)
    return (Range(found.first, found.last, True, True), found.end) if found.end > at + 1 else None


def _span(sign: str, found: _Date) -> Range:
    """Return the days that a comparator and a date allow."""
    return {
        "≥": Range(found.first, inf, low_closed=True),
        ">": Range(found.last, inf),
        "≤": Range(-inf, found.last, high_closed=True),
        "<": Range(-inf, found.first),
    }[sign]


def _is_amount(words: tuple[str, ...], at: int, end: int) -> bool:
    """Return whether a number that looks like a year is an amount: it has a unit, or an analyte stands before it."""
    if words[end - 2 : end - 1] and (words[end - 2] in _MONTHS or words[end - 2] in {"/", ","}):
        return False
    following = words[end] if end < len(words) else "."
    return (
        following not in _ENDS
        or bool(unit(words, end).dimension)
        or bool(SUBJECTS & set(words[max(0, at - 6) : at]))
    )


def _date(words: tuple[str, ...], at: int, *, bare: bool) -> _Date | None:
    """Read a date; a year alone only where `bare`."""
    found = words[at : at + 6]
    if not found:
        return None
    if found[1:2] == ("/",) and found[3:4] == ("/",):
        return _slashed(found, at)
    if found[1:2] == ("/",) and len(found[0]) == 2 and found[2:3] and _year(found[2]):  # "01/2015"
        which = int(found[0]) if found[0].isdigit() else 0
        return _month(_year(found[2]), which, at + 3) if 1 <= which <= _LAST_MONTH else None
    if found[0] in _MONTHS:
        return _month_first(found, at)
    if not found[0].isdigit():
        return None
    day_end = 1 + (found[1:2] != () and found[1] in _ORDINALS)
    day_end += found[day_end : day_end + 1] == ("of",)
    month, year = found[day_end : day_end + 1], found[day_end + 1 : day_end + 2]
    if month and month[0] in _MONTHS and year and _year(year[0]):
        return _day(_year(year[0]), _MONTHS[month[0]], int(found[0]), at + day_end + 2)
    year_ = _year(found[0]) if bare else 0
    return _Date(date(year_, 1, 1).toordinal(), date(year_, 12, 31).toordinal(), at + 1) if year_ else None


def _month_first(found: tuple[str, ...], at: int) -> _Date | None:
    """Read "January 2019", "January 1, 2019"."""
    month, place = _MONTHS[found[0]], 1
    place += found[1:2] == (".",)
    if found[place : place + 1] and _year(found[place]):
        return _month(_year(found[place]), month, at + place + 1)
    day = found[place] if found[place : place + 1] else ""
    place += 1 + (found[place + 1 : place + 2] != () and found[place + 1] in _ORDINALS)
    place += found[place : place + 1] == (",",)
    if day.isdigit() and found[place : place + 1] and _year(found[place]):
        return _day(_year(found[place]), month, int(day), at + place + 1)
    return None


def _month(year: int, month: int, end: int) -> _Date:
    """Return a month as a date."""
    last = monthrange(year, month)[1]
    return _Date(date(year, month, 1).toordinal(), date(year, month, last).toordinal(), end)


def _slashed(found: tuple[str, ...], at: int) -> _Date | None:
    """Read 2019/12/31 or 31/12/2019; of 03/04/2019, which may be of March or April, only the year is certain."""
    if not all(word.isdigit() and len(word) <= 4 for word in found[0:5:2]):
        return None
    first, second, third = (int(word) for word in found[0:5:2])
    if _year(found[0]):
        return _day(first, second, third, at + 5)
    if not _year(found[4]):
        return None
    if first == second or max(first, second) > 12:
        return _day(third, min(first, second), max(first, second), at + 5)
    return _Date(date(third, 1, 1).toordinal(), date(third, 12, 31).toordinal(), at + 5)


def _day(year: int, month: int, day: int, end: int) -> _Date | None:
    """Return one day as the first and last day of a date; None where the calendar has no such day."""
    try:
        found = date(year, month, day).toordinal()
    except ValueError:
        return None
    return _Date(found, found, end)


def _year(word: str) -> int:
    """Return a year of four digits as a number, else 0."""
    return int(word) if len(word) == 4 and word.isdigit() and _YEARS[0] <= int(word) <= _YEARS[1] else 0
