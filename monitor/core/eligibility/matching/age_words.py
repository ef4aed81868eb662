"""Ages that a criterion gives in words: "adult outpatients", "minors", "the elderly"."""

from __future__ import annotations

from monitor.core.eligibility.edits.lexicon import SEX
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.wording.tokens import tokens

_NAMED = {
    "adult": Range(low=18.0, low_closed=True),
    "elderly": Range(low=65.0, low_closed=True),
    "senior": Range(low=65.0, low_closed=True),
} | dict.fromkeys(
    ["child", "minor", "pediatric", "adolescent", "teenager", "infant", "newborn", "neonate", "underage"],
    Range(high=18.0),
)
# "Adult-onset asthma" and "minor surgery" say nothing of somebody's age now; "a responsible adult" is somebody else.
_OTHERS = word_set(
    "onset age surgery procedure operation injury bleeding stroke depression t responsible accompanying accompanied another"
)
_NOT_PEOPLE = word_set("no not non without if or and , / of by for with from to ( than")
_SEXES = SEX | {"both", "and", "or", "/", "either", "sex", "gender", "of", ","}
_LEADING = 5  # words in which a criterion says whom it is about


def named_ages(text: str) -> tuple[Limit, ...]:
    """Return the age of the people whom a criterion begins with, where words and no number give it; () without."""
    words = tokens(text)
    if any(word[0].isdigit() for word in words):
        return ()
    words = _without_sexes(words)
    for at, word in enumerate(words[:_LEADING]):
        if word in _NAMED:
            around = words[max(0, at - 1) : at + 2]
            return (
                ()
                if _OTHERS & set(around) or _several(words, at)
                else (Limit((_NAMED[word],), "age", "limit", word),)
            )
        if word in _NOT_PEOPLE:
            break
    return ()


def _without_sexes(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words behind "both male and female"."""
    at = 0
    while at < len(words) and words[at] in _SEXES:
        at += 1
    return words[at:]


def _several(words: tuple[str, ...], at: int) -> bool:
    """Return whether other people stand beside those of an age: "minors or prisoners", "adults and children"."""
    following = words[at + 1 : at + 2]
    return bool(following) and following[0] in {"or", "and", ",", "/"}
