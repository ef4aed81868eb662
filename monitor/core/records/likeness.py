"""How alike two texts are, from 0 to 1, as rapidfuzz measures it. The only module that knows rapidfuzz.

It is loaded when two texts are compared for the first time: it takes 6 MB, and most rounds find nothing to compare.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_LETTERS = 2000
"""Of a longer text, the beginning says whether it is the same."""


def token_order(tokens: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of words that two texts have in common and in the same order."""
    return _ratio()(tokens[:MAX_LETTERS], other[:MAX_LETTERS]) / 100


def misspelled(word: str, other: str) -> bool:
    """Return whether two words are one, but for a single letter; short words never are."""
    return min(len(word), len(other)) >= 6 and _distance()(word, other, score_cutoff=1) <= 1


@cache
def _ratio() -> Callable[..., float]:
    from rapidfuzz import fuzz

    return fuzz.ratio


@cache
def _distance() -> Callable[..., int]:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance
