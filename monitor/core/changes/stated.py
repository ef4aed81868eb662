"""The ages that the criteria state, compared with the record's age fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes import ages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.eligibility import StatedAge
    from monitor.model import Json

_YEAR = 365.25
_ADULT = 2.0  # years; from here on ages are counted in whole years
_APART = 1.0  # years; "> 17 years" and "18 Years" are one age
_APART_SMALL = 0.05


def contradicting(stated: Iterable[StatedAge], field: Json, *, lower: bool) -> str:
    """Return the age that the criteria state if it is not the field's, such as "21 years".

    "" if they agree, or if the criteria state none or several.

    Args:
        stated: the ages in the criteria.
        field: the value of the age field.
        lower: whether it is the minimum age, else the maximum.

    """
    ends = {end for age in stated if (end := age.youngest if lower else age.oldest) is not None}
    if len(ends) != 1:
        return ""
    (stated_age,) = ends
    given = None if ages.unlimited(field) else ages.days(field)
    if given is None:
        return _shown(stated_age) if ages.unlimited(field) else ""
    apart = _APART if max(stated_age, given / _YEAR) >= _ADULT else _APART_SMALL
    return _shown(stated_age) if abs(stated_age - given / _YEAR) > apart + 0.01 else ""


def _shown(age: float) -> str:
    """Return an age in years or, of a small child, in months."""
    if age >= _ADULT or age == 1:
        return f"{age:g} year{'' if age == 1 else 's'}"
    return f"{round(age * 12):g} months"
