"""Words of one family, "participated" and "participation": where only they differ, both wordings say the same."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import (
    FORM,
    MARKERS,
    NEGATORS,
    PEOPLE,
    PERMISSIONS,
    QUALIFIERS,
    RESTRICTIVE,
    STOPPERS,
)
from monitor.core.eligibility.normal import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_SHORTEST = 5  # letters of a word
_STEM = 4  # letters that both words of a family begin with
_MOST = 40  # words of one text only; more are another text
_ENDINGS = word_set(
    "s e es ed d ing er ers or ors y ies ied ion ions ation ations ment ments al ally ly ic ical ically is ive ity ism ist "
    "ure ant ance ent ence ents ize ized ization ise ised isation age"
) | {""}
_PERIODS = ({"day", "daily"}, {"week", "weekly"}, {"month", "monthly"}, {"year", "yearly"})
# Words that decide what others mean stand for themselves.
_OWN = word_set("survive survival") | FORM | MARKERS | NEGATORS | PEOPLE | PERMISSIONS | QUALIFIERS | STOPPERS


def rephrased(text: str, other: str) -> str:
    """Return a text with the words that only it has as the other text has them, where they are of one family.

    What goes on is no form of what was where a number, perhaps of a time, stands in one text alone.
    """
    mine, theirs = _words(text), _words(other)
    own, their_own = mine - theirs, theirs - mine
    if not own or not their_own or max(len(own), len(their_own)) > _MOST:
        return text
    timed = bool(_DIGIT.search(text) and _DIGIT.search(other))
    found = {}
    for word in own:
        twins = [twin for twin in their_own if kindred(word, twin) and (timed or not _going_on(word, twin))]
        if len(twins) == 1:
            found[word] = twins[0]
    return _WORD.sub(lambda match: found.get(match[0].casefold(), match[0]), text) if found else text


def kindred(word: str, other: str) -> bool:
    """Return whether two words are forms of one: "smoker" and "smoked"; not "operable" and "operated"."""
    stem = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(word, other, strict=False)))
    return stem >= _STEM and word[stem:] in _ENDINGS and other[stem:] in _ENDINGS


def renamed(gone: Sequence[object], come: Sequence[object]) -> bool:
    """Return whether a word of form gave way to one of its family that is none: "on treatment", "treated"; "a day", "daily"."""
    return any(
        (word in FORM) != (other in FORM)
        and ({word, other} in _PERIODS or (min(len(word), len(other)) >= _SHORTEST and kindred(word, other)))
        for word in map(str, gone)
        for other in map(str, come)
    )


def _going_on(word: str, other: str) -> bool:
    """Return whether one of two words may say that something goes on, "participating", and the other that it was; not "requiring"."""
    return word.endswith("ing") != other.endswith("ing") and RESTRICTIVE.isdisjoint((word, other))


def _words(text: str) -> frozenset[str]:
    """Return the words of a text that may be of a family, in small letters."""
    return frozenset(
        word for word in map(str.casefold, _WORD.findall(text)) if len(word) >= _SHORTEST and word not in _OWN
    )
