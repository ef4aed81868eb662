"""The T and N values of a tumour's stage."""

from __future__ import annotations

import re

from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.quantities.scales import JOINTS, merged

_TUMOUR = re.compile(r"[cpy]{0,2}([tn])([0-4])([a-d])?")
_LETTERS = frozenset({("a",), ("b",), ("c",), ("d",)})


def tumour_at(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read a list of T or N values of a tumour's stage, "cT1-2", "N0 or N1"; "T2" alone may be another thing's name."""
    found = _TUMOUR.fullmatch(words[at])
    if not found:
        return None
    values, end = [_tumour_value(found)], at + 1
    while end + 1 < len(words) and words[end] in JOINTS:
        word = words[end + 1] if not words[end + 1].isdigit() else found[1] + words[end + 1]
        letter = words[end + 2] if words[end + 1].isdigit() and words[end + 2 : end + 3] in _LETTERS else ""
        following = _TUMOUR.fullmatch(word + letter)
        if not following or following[1] != found[1]:
            break
        value = _tumour_value(following)
        if words[end] in {"to", "through", "-"}:
            values[-1] = Range(values[-1].low, value.high, True)
        else:
            values.append(value)
        end += 2 + len(letter)
    if end == at + 1 and words[at][0] not in "cpyn":
        return None
    return Limit(merged(values), f"tumour {found[1]}", "scale", " ".join(words[at:end])), end


def _tumour_value(found: re.Match[str]) -> Range:
    """Return the range of a value: T2 from 2 up to 3, T2b a quarter of it, from 2.25 up to 2.5."""
    low = int(found[2]) + (ord(found[3]) - ord("a")) * 0.25 if found[3] else int(found[2])
    return Range(low, low + (0.25 if found[3] else 1), True)
