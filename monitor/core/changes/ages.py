"""Ages as the registry writes them, ``18 Years`` or ``216 Months``, as durations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.model import Direction

if TYPE_CHECKING:
    from monitor.model import Json

_AGE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(year|month|week|day|hour|minute)s?\s*", re.IGNORECASE)
_DAYS = {"year": 365.25, "month": 365.25 / 12, "week": 7.0, "day": 1.0, "hour": 1 / 24, "minute": 1 / 1440}


_NONE = frozenset(("", "n/a", "na", "none", "no limit", "no upper limit", "no lower limit", "unlimited"))
_OLDEST = 120 * 365.25  # days; nobody is older, so an upper limit of this or more means no limit


def unlimited(age: Json) -> bool:
    """Return whether an age limit means no limit: missing, ``N/A``, "no limit", ``0 Years``, ``120 Years``."""
    found = days(age)
    return not _stated(age) if found is None else found == 0 or found >= _OLDEST


def days(age: Json) -> float | None:
    """Return an age in days; None if it is missing, ``N/A`` or cannot be read."""
    found = _AGE.fullmatch(age) if isinstance(age, str) else None
    return float(found[1]) * _DAYS[found[2].lower()] if found else None


def readable(age: Json) -> bool:
    """Return whether an age limit is in a known form, or there is no limit."""
    return unlimited(age) or days(age) is not None


def same(age: Json, other: Json) -> bool:
    """Return whether two ages are equal in any units, to within half an hour, or both mean no limit."""
    if unlimited(age) and unlimited(other):
        return True
    a, b = days(age), days(other)
    return a is not None and b is not None and abs(a - b) < 0.02


def direction(before: Json, after: Json, *, lower_bound: bool) -> Direction:
    """Return whether more or fewer people fit since an age limit moved, came or went; undetermined if one cannot be read."""
    was, now = (None if unlimited(age) else days(age) for age in (before, after))
    if unlimited(before) and unlimited(after):
        return Direction.UNDETERMINED
    if (
        any(
            in_days is None and _stated(age) and not unlimited(age)
            for in_days, age in ((was, before), (now, after))
        )
        or was == now
    ):
        return Direction.UNDETERMINED
    open_end = 0.0 if lower_bound else float("inf")
    was, now = open_end if was is None else was, open_end if now is None else now
    tighter = now > was if lower_bound else now < was
    return Direction.TIGHTENED if tighter else Direction.LOOSENED


def _stated(age: Json) -> bool:
    """Return whether an age limit is stated; ``N/A`` and a missing one are not."""
    return age is not None and str(age).strip().lower() not in _NONE
