"""How alike two outcome measures are, from 0 (another measure) to 1 (the same)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.outcomes.profile import marks, weigh, weight
from monitor.core.outcomes.vocabulary import OPPOSITES
from monitor.core.records.likeness import misspelled, token_order

if TYPE_CHECKING:
    from monitor.core.outcomes.profile import Profile

SAME = 0.5
"""From this likeness on, two outcomes are one that was edited."""
ELSEWHERE = 0.06
"""What a likeness loses where the two stand in different lists."""
_ENOUGH = 0.9
"""The weight of common words from which on containment means something."""
_SAME_ROOT = 5


def similarity(one: Profile, other: Profile) -> float:
    """Return the likeness of two outcomes, which never depends on the list that they stand in."""
    only_one, only_other = one.name - other.name, other.name - one.name
    if _opposite(only_one, only_other):
        return 0.0
    if not only_one and not only_other:
        return 0.97 + 0.03 * token_order(one.order, other.order)
    if _abbreviates(one, other) or _abbreviates(other, one):
        return 0.95
    shared = weigh(one.name & other.name) + _near(only_one, only_other)
    lighter, heavier = sorted((one.weight, other.weight))
    if not lighter:
        return _texts(one, other)
    by_name = 2 * shared / (lighter + heavier)
    if shared >= _ENOUGH:
        by_name = max(by_name, 0.9 * shared / lighter)
    across = _across(one, other, only_one, only_other)
    score = max(by_name, across, _texts(one, other))
    if marks(only_one) and marks(only_other):
        score *= 0.9
    return score + 0.02 * token_order(one.order, other.order)


def _opposite(only_one: frozenset[str], only_other: frozenset[str]) -> bool:
    """Say whether each side has its own of words of which each is another measure, or its own label."""
    if not only_one or not only_other:
        return False
    labels = {word.split(":")[0] for word in only_one if ":" in word}
    if any(":" in word and word.split(":")[0] in labels for word in only_other):
        return True
    left, right = ({word.lstrip("#") for word in words} for words in (only_one, only_other))
    return any(left & group and right & group for group in OPPOSITES)


def _abbreviates(short: Profile, long: Profile) -> bool:
    """Say whether one name is an abbreviation of the other's words: "AHI" of "apnea-hypopnea index"."""
    if not short.abbreviations or len(short.order) > 3 or len(long.order) < 2:
        return False
    return any(
        word in long.abbreviations or (len(word) > 2 and word.rstrip("0123456789") in long.initials)
        for word in short.abbreviations
    )


def _near(only_one: frozenset[str], only_other: frozenset[str]) -> float:
    """Return the weight of words that are one in other forms, or misspelled."""
    found = 0.0
    free = sorted(word for word in only_other if word.isalpha() and len(word) > 4)
    for word in sorted(only_one):
        if not free or len(word) <= 4 or not word.isalpha():
            continue
        near = next((other for other in free if _related(word, other)), None)
        if near is not None:
            free.remove(near)
            found += 0.9 * min(weight(word), weight(near))
    return found


def _related(word: str, other: str) -> bool:
    root = max(_SAME_ROOT, int(0.6 * max(len(word), len(other))))
    return word[:root] == other[:root] or misspelled(word, other)


def _across(one: Profile, other: Profile, only_one: frozenset[str], only_other: frozenset[str]) -> float:
    """Return the share of both names that stands anywhere in the other's texts."""
    missing = weigh(only_one - other.everything) + weigh(only_other - one.everything)
    total = one.weight + other.weight
    return 0.92 * (total - missing) / total


def _texts(one: Profile, other: Profile) -> float:
    """Return the likeness of all texts together; 0 where they are short."""
    common = weigh(one.everything & other.everything)
    if common < 2.5:
        return 0.0
    return 0.95 * 2 * common / (weigh(one.everything) + weigh(other.everything))
