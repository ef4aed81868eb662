"""Scales that no table names, by the Roman numbers behind their name: "Siewert II-III"."""

from __future__ import annotations

from monitor.core.eligibility.quantities.comparators import NAMED
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.scales import JOINTS, merged

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_SPANS = frozenset(["to", "through", "-"])
# Words before a Roman number that is a name: "hepatitis I", "factor VIII".
_NOT_SCALES = NAMED | {"hepatitis", "factor", "angiotensin", "hiv", "htlv", "complement", "collagen", "class"}


def roman_at(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read at least two Roman numbers as values of the scale that the word before them names."""
    name = words[at - 1] if at else ""
    if words[at] not in _ROMAN or len(name) <= 1 or not name.isalpha() or name in _NOT_SCALES:
        return None
    values, end = [_value(words[at])], at + 1
    while end + 1 < len(words) and words[end] in JOINTS and words[end + 1] in _ROMAN:
        value = _value(words[end + 1])
        if words[end] in _SPANS:
            values[-1] = Range(values[-1].low, value.high, True)
        else:
            values.append(value)
        end += 2
    if end == at + 1:
        return None
    return Limit(merged(values), f"scale of {name}", "scale", " ".join(words[at:end])), end


def _value(word: str) -> Range:
    """Return the range of one Roman number."""
    return Range(_ROMAN[word], _ROMAN[word] + 1, True)
