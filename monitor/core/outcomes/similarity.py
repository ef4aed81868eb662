"""How alike two outcome measures are, from 0 (another measure) to 1 (the same).

No theory gives the constants in the formulas; ``bench/outcomes.py`` measures what they do to rated pairs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.outcomes.abbreviations import spelled_out, without_counterpart
from monitor.core.outcomes.profile import marks, weigh, weighed, weight
from monitor.core.outcomes.tokens import content, spell_out, words
from monitor.core.outcomes.vocabulary import KIN, OPPOSITES, WORD_WEIGHT
from monitor.core.records.likeness import misspelled, token_order

if TYPE_CHECKING:
    from monitor.core.outcomes.profile import Profile, Words

SAME = 0.5
"""Two outcomes of at least this likeness are one measure that was edited."""
_ENOUGH = 0.9
"""The least weight of common words with which one name counts as contained in the other."""
_ENOUGH_OF_ALL = 2.5
"""The least weight of common words with which all texts together are compared."""
_PLAIN = 0.85
"""Where two names are at least this much alike, the other texts are not compared."""
_ROOT = 5
"""First letters that make up a word's root; a shorter word is its own root."""
_SHORT_NAME = 3
"""A name of at most this many words may be no more than an abbreviation."""
_INSTRUMENTS = frozenset({"score", "test", "subscale", "domain"})
"""Stems of the words for questionnaires, scales and tests."""
_ENDING = re.compile(r"(?:ing|er|ed|e)$")
"""Endings that are cut off to find the verb that two words come from: "smoker", "smoking"."""
_START = 3
"""Only words with the same first letters, this many, are compared as forms of one word."""
_MAX_FORMS = 8
"""So many of them at most."""

# a known endpoint stands among words with a #
_GROUPS = tuple(group.union(f"#{word}" for word in group) for group in OPPOSITES)
_APART = frozenset().union(*_GROUPS)


def similarity(first: Profile, second: Profile) -> float:
    """Return the likeness of two outcomes; the lists that they stand in have no influence."""
    if _opposite(first.name.words - second.name.words, second.name.words - first.name.words):
        return 0.0
    if _other_instrument(first, second):
        return 0.0
    order = 0.02 * token_order(first.order, second.order)
    if first.name.words == second.name.words:
        return 0.97 + order
    if _abbreviates(first, second) or _abbreviates(second, first):
        return 0.95
    if _substituted(first, second):
        return 0.0
    score = overlap(first.name, second.name)
    if score < _PLAIN:
        score = max(score, _spelled(first, second), _across(first, second), _texts(first, second))
    if first.times and first.times == second.times:
        score += 0.04 * (score > 0.25)
    if marks(first.name.words - second.name.words) and marks(second.name.words - first.name.words):
        score *= 0.92
    return score + order


def _spelled(first: Profile, second: Profile) -> float:
    """Return the likeness of names with known endpoints spelled out, and of their beginnings."""
    spelled = first.spelled is not first.name or second.spelled is not second.name
    cut = first.head is not first.spelled or second.head is not second.spelled
    first_expanded, second_expanded = _expanded(first, second), _expanded(second, first)
    return max(
        overlap(first_expanded or first.spelled, second_expanded or second.spelled)
        if first_expanded or second_expanded
        else 0.0,
        overlap(first.spelled, second.spelled) if spelled else 0.0,
        0.95 * overlap(first.head, second.head) if cut else 0.0,
    )


def overlap(first: Words, second: Words) -> float:
    """Return the share of common words by weight; if it is larger, the share of the lighter side that the other has."""
    only_first, only_second = first.words - second.words, second.words - first.words
    lighter = min(first.weight, second.weight)
    if not lighter:
        return 0.0
    shared = weigh(first.words & second.words) + _near(only_first, only_second)
    score = 2 * shared / (first.weight + second.weight)
    if shared >= _ENOUGH:
        return max(score, 0.9 * shared / lighter)
    return max(score, SAME) if not only_first or not only_second else score


def _opposite(only_one: frozenset[str], only_other: frozenset[str]) -> bool:
    """Return whether the sides name two members of a set of different measures (left, right), or two labels (part A, B)."""
    if not only_one or not only_other:
        return False
    labels = {word.split(":")[0] for word in only_one if ":" in word}
    if labels and any(":" in word and word.split(":")[0] in labels for word in only_other):
        return True
    if only_one.isdisjoint(_APART) or only_other.isdisjoint(_APART):
        return False
    return any(not only_one.isdisjoint(group) and not only_other.isdisjoint(group) for group in _GROUPS)


def _abbreviates(short: Profile, long: Profile) -> bool:
    """Return whether one name is an abbreviation of the other's words: "AHI" of "apnea-hypopnea index"."""
    if not short.abbreviations or len(short.order) > _SHORT_NAME or len(long.order) < 2:
        return False
    return any(word in long.abbreviations or spelled_out(word, long.plain) for word in short.abbreviations)


def _expanded(profile: Profile, other: Profile) -> Words | None:
    """Return the words of a name and those of the other name that its abbreviations stand for; None if they stand for none."""
    runs = [
        run for word in profile.abbreviations - other.abbreviations if (run := spelled_out(word, other.plain))
    ]
    if not runs:
        return None
    found = {part for run in runs for part in spell_out(content(words(" ".join(run))))}
    return weighed((*profile.spelled.words, *found))


def _other_instrument(first: Profile, second: Profile) -> bool:
    """Return whether each name begins with an abbreviation that the other lacks: two questionnaires, or two substances."""
    if not first.subject or not second.subject or first.subject == second.subject:
        return False
    return bool(
        without_counterpart(first.subject, second.abbreviations, second.everything.words, second.plain)
        and without_counterpart(second.subject, first.abbreviations, first.everything.words, first.plain)
    )


def _substituted(first: Profile, second: Profile) -> bool:
    """Return whether two names of a score or test differ in exactly one word: "neck" and "hip disability index"."""
    only_first, only_second = (
        first.spelled.words - second.spelled.words,
        second.spelled.words - first.spelled.words,
    )
    if len(only_first) != 1 or len(only_second) != 1 or _INSTRUMENTS.isdisjoint(first.order):
        return False
    (word,), (instead,) = only_first, only_second
    return weight(word) == weight(instead) == WORD_WEIGHT and not _related(word, instead)


def _near(only_one: frozenset[str], only_other: frozenset[str]) -> float:
    """Return the weight of the words of one side that the other has in another form or misspelled."""
    free: dict[str, list[str]] = {}
    for word in only_other:
        if len(word) >= _ROOT - 1 and word.isalpha():
            free.setdefault(word[:_START], []).append(word)
    found = sum(
        0.9 * min(weight(word), weight(kin))
        for word, kin in KIN
        if (word in only_one and kin in only_other) or (word in only_other and kin in only_one)
    )
    for word in sorted(only_one) if free else ():
        near = next(
            (other for other in sorted(free.get(word[:_START], ()))[:_MAX_FORMS] if _related(word, other)),
            None,
        )
        if near is not None:
            free[word[:_START]].remove(near)
            found += 0.9 * min(weight(word), weight(near))
    return found


def _related(word: str, other: str) -> bool:
    """Return whether two words have the same root, one continues the other ("leak", "leakage"), or one is misspelled."""
    root = max(_ROOT, int(0.6 * max(len(word), len(other))))
    short, long = sorted((word, other), key=len)
    return (
        word[:root] == other[:root]
        or (len(short) == _ROOT - 1 and long.startswith(short) and len(long) <= 8)
        or (len(verb := _ENDING.sub("", word)) >= _ROOT - 1 and verb == _ENDING.sub("", other))
        or misspelled(word, other)
    )


def _across(first: Profile, second: Profile) -> float:
    """Return the share of both names, by weight, that stands anywhere in the texts of the other outcome."""
    missing = weigh(first.name.words - second.everything.words) + weigh(
        second.name.words - first.everything.words
    )
    total = first.name.weight + second.name.weight
    return 0.92 * (total - missing) / total if total else 0.0


def _texts(first: Profile, second: Profile) -> float:
    """Return the likeness of all texts together; 0 where they are short."""
    common = weigh(first.everything.words & second.everything.words)
    if common < _ENOUGH_OF_ALL:
        return 0.0
    return 0.95 * 2 * common / (first.everything.weight + second.everything.weight)
