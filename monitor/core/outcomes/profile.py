"""An outcome measure as sets of weighted words, made once and compared often."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.outcomes.abbreviations import abbreviations, plain_words
from monitor.core.outcomes.time_frames import times
from monitor.core.outcomes.tokens import content, spell_out, stem, words
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
    from monitor.core.outcomes.time_frames import Times

_GENERIC = frozenset(stem(word) for word in GENERIC_WORDS) | GENERIC_WORDS
_DETAIL = re.compile(
    r"[(;,]|\b(?:as )?(?:measured|assessed|evaluated|determined|defined|based|calculated|according|using|graded|rated)\b"
    r"| (?:by|at|after|within|during|per|until|through|up to|from baseline|in patients|in participants|in subjects) ",
    re.IGNORECASE,
)
"""Where a name stops saying what is measured and goes on to how, when or in whom."""
MIN_HEAD = 6
"""Letters at the start of a name in which ``_DETAIL`` is not looked for."""
MAX_NAME = 500
"""Letters of a name that are read."""
MAX_WORDS = 60
"""Words of a name of which likeness is told; the longest of 712 real records has 43."""
MAX_OTHER_WORDS = 1_000
"""Words of a time frame, and of a description, of which it is told."""


class Reading(NamedTuple):
    """An outcome with its texts as words, and the times that its time frame names."""

    outcome: Outcome
    place: int
    measure: tuple[str, ...]
    frame: tuple[str, ...]
    description: tuple[str, ...]
    times: Times


def read(outcome: Outcome, place: int, known: dict[str, tuple[str, ...]]) -> Reading:
    """Return the reading of an outcome.

    Args:
        outcome: the outcome.
        place: its index among all outcomes of the record.
        known: texts → their words; what is read is added.

    """
    frame = _words(outcome.time_frame, known)
    measure, description = _words(outcome.measure, known), _words(outcome.description, known)
    return Reading(outcome, place, measure, frame, description, times(frame))


def _words(text: str, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    found = known.get(text)
    if found is None:
        found = known[text] = words(text)
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """Words that say what is measured, and the sum of their weights."""

    words: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Profile:
    """What the texts of one outcome consist of."""

    name: Words
    """The name's words, known endpoints by their short name."""
    spelled: Words
    """The name's words, known endpoints spelled out."""
    head: Words
    """The words of the name up to where it says how, when or in whom; known endpoints spelled out."""
    everything: Words
    """The words of name, time frame and description, with known endpoints both by their short name and spelled out."""
    order: tuple[str, ...]
    """The name's words in order, all of them."""
    abbreviations: frozenset[str]
    """The abbreviations in the name, in lower case and without hyphens."""
    subject: frozenset[str]
    """The abbreviations in the name up to where it says how, when or in whom."""
    plain: tuple[str, ...]
    """The name's words and numbers as they are written, in lower case."""
    times: Times
    """The times that the time frame names."""


def profile(reading: Reading) -> Profile:
    """Return an outcome's profile."""
    measure = reading.outcome.measure[:MAX_NAME]
    found = content(reading.measure[:MAX_WORDS])
    name = spelled = head = weighed(found)
    if any(word[0] == "#" for word in found):
        spelled = head = weighed(spell_out(found))
    detail = _DETAIL.search(measure, MIN_HEAD)
    if detail:
        begin = weighed(spell_out(content(words(measure[: detail.start()]))))
        head = begin if begin.weight >= WORD_WEIGHT else spelled
    rest = content(reading.frame[:MAX_OTHER_WORDS]) + content(reading.description[:MAX_OTHER_WORDS])
    return Profile(
        name=name,
        spelled=spelled,
        head=head,
        everything=weighed((*name.words, *spelled.words, *rest)),
        order=reading.measure[:MAX_WORDS],
        abbreviations=abbreviations(measure),
        subject=abbreviations(measure[: detail.start()] if detail else measure),
        plain=plain_words(measure),
        times=reading.times,
    )


def weighed(found: Iterable[str]) -> Words:
    """Return words with their weight."""
    unique = frozenset(found)
    return Words(unique, weigh(unique))


def template(measure: Sequence[str]) -> tuple[str, ...]:
    """Return a name's words without numbers and labels, which are all that tells some outcomes apart."""
    return tuple(word for word in measure if word[0].isalpha() and len(word) > 1)


def weigh(found: Iterable[str]) -> float:
    """Return the sum of the weights of words."""
    return sum(map(weight, found))


@lru_cache(maxsize=8192)
def weight(word: str) -> float:
    """Return how much a word says about what is measured: 1 for one that names a thing, less for numbers and common words."""
    if word[0] == "#":
        return PHRASE_WEIGHT
    if word in _GENERIC:
        return GENERIC_WEIGHT
    return NUMBER_WEIGHT if not word[0].isalpha() or ":" in word else WORD_WEIGHT


def marks(found: Iterable[str]) -> frozenset[str]:
    """Return the numbers, comparators and labels among words."""
    return frozenset(word for word in found if (not word[0].isalpha() and word[0] != "#") or ":" in word)
