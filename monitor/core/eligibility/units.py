"""Units that convert into each other with certainty; all others stay words of the text."""

from __future__ import annotations

from fractions import Fraction

_ONE = Fraction(1)
_TIME = {
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h"), (Fraction(1, 24), "days")),
    **dict.fromkeys(("day", "days"), (_ONE, "days")),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), (Fraction(7), "days")),
    **dict.fromkeys(("month", "months"), (_ONE, "months")),
    **dict.fromkeys(("year", "years", "yr", "yrs"), (Fraction(12), "months")),
}
_MASS = {"mg": Fraction(1, 1000), "g": _ONE, "kg": Fraction(1000)}
_VOLUME = {"dl": Fraction(10), "l": _ONE}


def unit(said: tuple[str, ...], at: int) -> tuple[Fraction, str, int]:
    """Read the unit at a place: (factor to its base, its kind, the place behind it); kind "" when not known.

    Days and months do not convert; of masses per something only g and mg per L or dL are known.
    """
    word = said[at] if at < len(said) else ""
    if word in _TIME:
        factor, kind = _TIME[word]
        return factor, kind, at + 1
    if word == "%":
        return _ONE, "%", at + 1
    following = said[at + 1] if at + 1 < len(said) else ""
    if word in {"g", "mg"} and following in _VOLUME:
        return _MASS[word] * _VOLUME[following], "g/L", at + 2
    return _ONE, "", at
