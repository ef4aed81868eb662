"""An outcome measure as sets of weighted words, made once and compared often."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.outcomes.tokens import content, stem, words
from monitor.core.outcomes.vocabulary import (
    GENERIC_WEIGHT,
    GENERIC_WORDS,
    NUMBER_WEIGHT,
    PHRASE_WEIGHT,
    WORD_WEIGHT,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.outcomes.model import Outcome

_ABBREVIATION = re.compile(r"(?<![\w-])[A-Z][A-Za-z]{0,5}[A-Z0-9](?:[A-Z0-9]{0,5})(?![\w-])")
_GENERIC = frozenset(stem(word) for word in GENERIC_WORDS) | GENERIC_WORDS
MAX_INITIALS = 8


@dataclass(frozen=True, slots=True)
class Profile:
    """What the texts of one outcome consist of."""

    name: frozenset[str]
    """The words of the name that say what is measured."""
    everything: frozenset[str]
    """The same of name, time frame and description together."""
    order: tuple[str, ...]
    """The name's words in order, all of them."""
    abbreviations: frozenset[str]
    """What is written like an abbreviation in the name, in lower case."""
    initials: str
    """The initials of the name's words, in order."""
    weight: float
    """The weight of the name's words together."""
    template: tuple[str, ...]
    """The name's words in order without numbers and labels: equal in look-alikes."""


def profile(outcome: Outcome) -> Profile:
    """Return an outcome's profile."""
    order = words(outcome.measure)
    name = frozenset(content(order))
    rest = content(words(outcome.time_frame)) + content(words(outcome.description))
    return Profile(
        name=name,
        everything=name.union(rest),
        order=tuple(order),
        abbreviations=frozenset(found.lower() for found in _ABBREVIATION.findall(outcome.measure[:500])),
        initials="".join(word[0] for word in order),
        weight=weigh(name),
        template=tuple(_template(order)),
    )


def weigh(found: Iterable[str]) -> float:
    """Return the weight of words together: a word that names a thing counts 1, one that many share less."""
    return sum(weight(word) for word in found)


def weight(word: str) -> float:
    """Return how much a word tells about what is measured."""
    if word[0] == "#":
        return PHRASE_WEIGHT
    if word in _GENERIC:
        return GENERIC_WEIGHT
    return NUMBER_WEIGHT if not word[0].isalpha() or ":" in word else WORD_WEIGHT


def marks(found: Iterable[str]) -> frozenset[str]:
    """Return the numbers, comparators and labels among words."""
    return frozenset(word for word in found if (not word[0].isalpha() and word[0] != "#") or ":" in word)


def _template(order: Sequence[str]) -> Iterable[str]:
    return (word for word in order if word[0].isalpha() and len(word) > 1)
