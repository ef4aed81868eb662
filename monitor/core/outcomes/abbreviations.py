"""Abbreviations in an outcome's name: "6MWT", "ADAS-Cog", "PHQ-9", and the words that they stand for."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from monitor.core.outcomes.tokens import NUMBERS
from monitor.core.outcomes.vocabulary import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_COMPACT = re.compile(r"(?<![\w-])[A-Za-z0-9]{1,8}(?:[-‐‑–][A-Za-z0-9]{1,6}){0,2}(?![\w-])")
_PLAIN = re.compile(r"[a-z]+|[0-9]+")
_NOT_LETTERS = re.compile(r"[-‐‑–]")
_CAPITALS = re.compile(r"[A-Z]")
_PIECES = re.compile(r"[a-z]|[0-9]+")
MAX_WORDS = 60
"""Words of a name, from its start, among which those are looked for that an abbreviation stands for."""
_LEAST = 3
"""Letters and numbers of the shortest abbreviation whose words are looked for."""
_PREFIX = 3
"""An abbreviation takes at most this many first letters of a word: ADAS-Cog, MoCA."""
_WHOLE = 5
"""An abbreviation may contain a whole word of at most this many letters: ALSFRS, of "ALS functional rating scale"."""
_COMPOUND = 8
"""A word of at least this many letters may give its first letter and one from its middle: CLABSI, "bloodstream"."""
MAX_ABBREVIATIONS = 16
"""Of a name; one that has more is written in capitals."""
MAX_STARTS = 6
"""Words with which those that an abbreviation stands for may begin; the first ones are tried."""
_UNIT_NAMES = "day week month year hour min hr wk yr mg kg ml mm cm mmhg iu hz"
_UNITS = frozenset(_UNIT_NAMES.split())


def abbreviations(text: str) -> frozenset[str]:
    """Return the words that are written like abbreviations, in lower case, without hyphens and without a plural s."""
    found = set()
    for word in _COMPACT.findall(text):
        capitals = len(_CAPITALS.findall(word))
        if capitals < 2 and not (capitals and any(letter.isdigit() for letter in word)):
            continue
        short = _NOT_LETTERS.sub("", word.removesuffix("s") if word[-2:-1].isupper() else word).lower()
        if short.lstrip("0123456789") not in _UNITS and not short.isdigit():
            found.add(short)
        if len(found) == MAX_ABBREVIATIONS:
            break
    return frozenset(found)


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words and numbers of a text as they are written, in lower case; "six" is 6."""
    return tuple(NUMBERS.get(word, word) for word in _PLAIN.findall(text.lower())[:MAX_WORDS])


def spelled_out(short: str, words: Sequence[str]) -> Sequence[str]:
    """Return the neighbouring words that an abbreviation stands for; () if there are none."""
    pieces = _PIECES.findall(short)
    if len(pieces) < _LEAST or sum(piece.isalpha() for piece in pieces) < 2:
        return ()
    starts = (place for place, word in enumerate(words) if word[0] == pieces[0] or word == pieces[0])
    for start in islice(starts, MAX_STARTS):
        end = _end(pieces, words, start)
        if end:
            return words[start:end]
    return ()


def _end(pieces: Sequence[str], words: Sequence[str], start: int) -> int:
    """Return the place behind the last word that an abbreviation stands for; 0 if its words do not begin at ``start``.

    Function words may be skipped, and in an abbreviation of more than three pieces one other word.
    """
    reached = {(0, int(len(pieces) > _LEAST))}  # pieces used so far, other words that may still be skipped
    for place in range(start, len(words)):
        word = words[place]
        following: set[tuple[int, int]] = set()
        for used, left in reached:
            following.update((used + taken, left) for taken in _taken(pieces[used:], word))
            if place > start and word in FUNCTION_WORDS:
                following.add((used, left))
            elif place > start and left:
                following.add((used, left - 1))
        if any(used == len(pieces) for used, _ in following):
            return place + 1
        if not following:
            return 0
        reached = following
    return 0


def _taken(pieces: Sequence[str], word: str) -> Iterable[int]:
    """Return how many of the next letters of an abbreviation a word may stand for; several numbers where it may vary."""
    if word.isdigit():
        return (1,) if pieces[:1] == [word] else ()
    letters = "".join(piece for piece in pieces[:_WHOLE] if piece.isalpha())
    if not letters.startswith(word[0]) or not pieces[0].isalpha():
        return ()
    ways = {
        count for count in range(1, _PREFIX + 1) if letters[:count] == word[:count] and len(word) >= count
    }
    if len(word) <= _WHOLE and letters.startswith(word):
        ways.add(len(word))
    if len(word) >= _COMPOUND and letters[1:2] and letters[1:2] in word[2:]:
        ways.add(2)
    return ways


def without_counterpart(
    abbreviations: Iterable[str],
    other_abbreviations: Iterable[str],
    words: Iterable[str],
    spelled: Sequence[str],
) -> set[str]:
    """Return the abbreviations of a name that the other name lacks in every form.

    A name has an abbreviation as a word, as a part of a longer one or the other way round, or spelled out. CGI-S and
    CGI-I are two.

    Args:
        abbreviations: those of the name.
        other_abbreviations: those of the other name.
        words: the words of all texts of the other outcome.
        spelled: the words of the other name in order, as they are written.

    """
    others, known = list(other_abbreviations), set(words)
    return {
        short
        for short in abbreviations
        if any(_siblings(short, long) for long in others)
        or not (
            short in known
            or any(short in long or long in short for long in others)
            or spelled_out(short, spelled)
        )
    }


def _siblings(short: str, other: str) -> bool:
    """Return whether two abbreviations differ in their last letter alone, as CGI-S and CGI-I."""
    return short != other and short[:-1] == other[:-1] and len(short) > _LEAST
