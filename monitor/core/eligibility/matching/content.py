"""What a criterion says, as canonical words: for equality, for containment, for topics.

Of "The patients have liver or renal disease.", `canonical` gives patient have hepatic or renal disease; `content`
hepatic renal disease; `topics` the first five letters of hepatic, or and renal. `measured` is the content with
each limit by its values: "in the past three months" and "within the last 3 months" are one word.
"""

from __future__ import annotations

from functools import lru_cache

from monitor.core.eligibility.edits.align import pieces
from monitor.core.eligibility.edits.lexicon import FORM
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.wording.tokens import tokens

# What a line gains or loses when it is split or merged.
_LINKS = frozenset(
    [
        *("and", "or", ",", ".", ";", ":", "(", ")", "/", "with", "a", "an", "the", "of", "any"),
        *("including", "such", "as", "eg", "ie"),
    ]
)
_PEOPLE_AND_VERBS = frozenset(
    [
        "patient",
        "subject",
        "participant",
        "individual",
        "person",
        "who",
        "have",
        "has",
        "having",
        "are",
        "is",
        "be",
        "being",
        "must",
        "should",
        "will",
    ]
)
_JOINING = _LINKS | _PEOPLE_AND_VERBS


@lru_cache(maxsize=4096)
def canonical(text: str) -> tuple[str, ...]:
    """Return a text's canonical words without punctuation and articles; numbers and operators stay."""
    return tuple(word for word in tokens(text) if word not in {",", ".", ";", ":", "a", "an", "the"})


@lru_cache(maxsize=4096)
def content(text: str) -> tuple[str, ...]:
    """Return the words of a text that a split or merge keeps: links and the words for people left out."""
    return tuple(word for word in tokens(text) if word not in _JOINING)


@lru_cache(maxsize=4096)
def measured(text: str) -> tuple[str, ...]:
    """Return the content of a text with each limit as one word that names its values."""
    found = (
        f"§{piece.dimension} {piece.kind} {piece.ranges} {piece.groups}"
        if isinstance(piece, Limit)
        else piece
        for piece in pieces(text, {})
    )
    return tuple(word for word in found if word not in _JOINING)


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the content of each sentence of a text."""
    found: list[tuple[str, ...]] = []
    now: list[str] = []
    for word in (*tokens(text), "."):
        if word in {".", ";"}:
            if now:
                found.append(tuple(now))
            now = []
        elif word not in _JOINING:
            now.append(word)
    return tuple(found)


@lru_cache(maxsize=4096)
def topics(text: str) -> frozenset[str]:
    """Return the beginnings of the words that say what a criterion is about."""
    return frozenset(
        word[:5] for word in tokens(text) if word[0].isalpha() and word not in FORM and len(word) > 1
    )


def links(text: str, link: str) -> int:
    """Return how often a text holds a link word."""
    return tokens(text).count(link)
