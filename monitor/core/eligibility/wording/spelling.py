"""Words that differ by a slip of the pen: two letters changed round, one missing or one doubled."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 6  # letters; shorter words easily differ by one letter and in meaning
_MOST = 40  # words of one text only; more are no slips


def respelled(text: str, other: str) -> str:
    """Return a text with the words that only it has spelled as the other text spells them, where they differ by a slip."""
    mine, theirs = _long(text), _long(other)
    own, their_own = mine - theirs, theirs - mine
    if not own or not their_own or max(len(own), len(their_own)) > _MOST:
        return text
    found = {word: twin for word in own for twin in sorted(their_own) if slip(word, twin)}
    return _WORD.sub(lambda match: found.get(match[0].casefold(), match[0]), text) if found else text


def _long(text: str) -> frozenset[str]:
    """Return the words of a text that are long enough, in small letters."""
    return frozenset(word.casefold() for word in _WORD.findall(text) if len(word) >= _SHORTEST)


def slip(word: str, other: str) -> bool:
    """Return whether two words differ by one slip inside: "lactatoin", "equivlent"; ends and other letters are the same."""
    short, long = sorted((word, other), key=len)
    if short == long or len(long) - len(short) > 1 or short[0] != long[0] or short[-1] != long[-1]:
        return False
    at = next(
        place for place, (first, second) in enumerate(zip(short, long, strict=False)) if first != second
    )
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    return short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]


def outline(word: str) -> str:
    """Return what a long word and most slips of it have in common: its ends, and its other letters in order of the alphabet."""
    if len(word) < _SHORTEST or not word.isalpha():
        return word
    return word[0] + "".join(sorted(set(word[1:-1]))) + word[-1]
