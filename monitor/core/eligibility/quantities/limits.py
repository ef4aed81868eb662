"""Tokens to tokens and limits: every number with its comparator, unit, window or scale becomes one `Limit`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.core.eligibility.quantities.acuity import acuity_at
from monitor.core.eligibility.quantities.bounds import bounded, gestation, trailing
from monitor.core.eligibility.quantities.dates import date_at
from monitor.core.eligibility.quantities.joined import joined
from monitor.core.eligibility.quantities.plain import bare
from monitor.core.eligibility.quantities.roman import roman_at
from monitor.core.eligibility.quantities.scales import named_bound, scale_at
from monitor.core.eligibility.quantities.spans import listed, outside, ranged
from monitor.core.eligibility.quantities.tumour import tumour_at
from monitor.core.eligibility.quantities.unlimited import unlimited
from monitor.core.eligibility.quantities.word_scales import severity_at

if TYPE_CHECKING:
    from monitor.core.eligibility.quantities.model import Limit, Piece


@lru_cache(maxsize=4096)
def limits(words: tuple[str, ...]) -> tuple[Piece, ...]:
    """Return the tokens with each limit as one piece: ("anc", "≥", "1.5") becomes ("anc", a limit from 1.5 upwards)."""
    found: list[Piece] = []
    at = 0
    while at < len(words):
        named = named_bound(words, at)
        if named:
            found.extend(named[0])
            found.append(named[1])
            at = named[2]
            continue
        read = _read(words, at)
        if read is None:
            found.append(words[at])
            at += 1
        else:
            found.append(read[0])
            at = read[1]
    return tuple(joined(found))


def _read(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read the limit at a place: (limit, place behind it). The first reader that knows what stands there wins."""
    if words[at].isalpha() and len(words[at]) > 15:
        return None
    return (
        acuity_at(words, at)
        or date_at(words, at)
        or scale_at(words, at)
        or severity_at(words, at)
        or tumour_at(words, at)
        or roman_at(words, at)
        or unlimited(words, at)
        or gestation(words, at)
        or outside(words, at)
        or bounded(words, at)
        or ranged(words, at)
        or listed(words, at)
        or trailing(words, at)
        or bare(words, at)
    )
