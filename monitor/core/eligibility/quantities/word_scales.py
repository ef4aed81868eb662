"""Scales whose values are words: "mild to moderate", "strong inhibitor", "low dose"."""

from __future__ import annotations

from math import inf

from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.scales import JOINTS, merged

_SEVERITY = {"minimal": 0.5, "mild": 1.0, "moderate": 2.0, "severe": 3.0, "lifethreatening": 4.0}
_VERY = {"mild": 0.5, "severe": 4.0, "low": 0.5, "high": 4.0}  # "very severe"
_STRENGTH = {"weak": 1.0, "moderate": 2.0, "strong": 3.0, "potent": 3.0}
_DOSE = {"low": 1.0, "medium": 2.0, "mid": 2.0, "high": 3.0}
_HEIGHT = {"low": 1.0, "intermediate": 2.0, "moderate": 2.0, "high": 3.0}
_WORD_SCALES = (
    ("height of grade", _HEIGHT),
    ("height of risk", _HEIGHT),
    ("severity", _SEVERITY),
    ("strength", _STRENGTH),
    ("dose", _DOSE),
)
_FAR = 6  # words in which a list of heights ends with what they are of: "low, intermediate or high risk"
WORDED = frozenset(name for name, _ in _WORD_SCALES)


def severity_at(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "mild to moderate", "severe", "strong or moderate": words in an order."""
    for name, order in _WORD_SCALES:
        first = _degree(words, at, order)
        if first is None or (name != "severity" and not _of_scale(words, at, name, order)):
            continue
        value, end = first
        values = [Range(value, value + 1, True)]
        while end + 1 < len(words) and words[end] in JOINTS:
            following = _degree(words, end + 1, order)
            if following is None:
                break
            value, behind = following
            if words[end] in {"to", "through", "-"}:
                low = values[-1].low
                values[-1] = Range(min(low, value), max(low, value) + 1, True)
            else:
                values.append(Range(value, value + 1, True))
            end = behind
        if words[end : end + 2] in {("or", "worse"), ("or", "greater"), ("or", "higher")}:
            values, end = [Range(values[0].low, inf, True)], end + 2
        # "high-grade dysplasia", but "high risk of bleeding"
        end += order is _HEIGHT and words[end + 1 : end + 2] not in {("of",), ("for",)}
        return Limit(merged(values), name, "scale", " ".join(words[at:end])), end
    return None


def _degree(words: tuple[str, ...], at: int, order: dict[str, float]) -> tuple[float, int] | None:
    """Read one word of an order, perhaps behind "very": (its value, place behind it)."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    if word == "very" and following in _VERY and following in order:
        return _VERY[following], at + 2
    return (order[word], at + 1) if word in order else None


def _of_scale(words: tuple[str, ...], at: int, name: str, order: dict[str, float]) -> bool:
    """Return whether a height, a strength or a dose is one: of a grade, of an inhibitor, or in a list of its kind."""
    if order is _HEIGHT:
        behind = (word for word in words[at + 1 : at + _FAR] if word not in order and word not in JOINTS)
        return next(behind, "") == name.rpartition(" ")[2]
    window = words[at + 1 : at + 8]
    if name == "strength":
        return any(word in {"inhibitor", "inducer", "opioid", "cyp3a4", "cyp3a", "p450"} for word in window)
    return words[at + 1 : at + 2] == ("dose",) or any(
        word in order for word in window[:2] if word != words[at]
    )
