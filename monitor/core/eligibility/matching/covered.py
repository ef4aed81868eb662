"""Whether an exclusion names only kinds of what another one names: "cirrhosis" beside "any liver disease"."""

from __future__ import annotations

from monitor.core.eligibility.edits.kinds import is_general_name, is_kind
from monitor.core.eligibility.edits.lexicon import FORM
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.wording.tokens import tokens

_LINKS = word_set("or and / , ;")
_ALL = FORM | word_set("any other all type form kind use using condition disorder")
# What takes something out of a general name, or limits it.
_LIMITS = word_set(
    "except unless excluding than without not no if when while that which who with within in ( :"
)
_SHORT = 10  # words of a criterion that names things and nothing else


def is_general(text: str) -> bool:
    """Return whether a criterion names things without a limit, one of which at least is a general one."""
    words = tokens(text)
    if len(words) > _SHORT or _LIMITS & set(words):
        return False
    return any(is_general_name(thing) for thing in _things(text))


def names_kinds(text: str, general: str) -> bool:
    """Return whether each thing that a criterion names is a kind of one that a general criterion names."""
    things, names = _things(text), _things(general)
    return bool(things) and all(any(is_kind(thing, name) for name in names) for thing in things)


def _things(text: str) -> list[set[str]]:
    """Return the words of each thing that a text lists, without those of form."""
    found: list[set[str]] = [set()]
    for word in tokens(text):
        if word in _LINKS:
            found.append(set())
        elif word not in _ALL:
            found[-1].add(word)
    return [thing for thing in found if thing]
