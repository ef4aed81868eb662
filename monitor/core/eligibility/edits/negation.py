"""Which words negate what follows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import NEGATORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.quantities.model import Piece

_POOR = frozenset(["poor", "insufficient", "inadequate", "limited"])
_ABILITIES = frozenset(
    ["understanding", "knowledge", "command", "proficiency", "fluency", "comprehension", "mastery"]
)


def next_word(pieces: Sequence[Piece], at: int) -> str:
    """Return the word behind a place, "" for a limit or the end."""
    following = pieces[at + 1] if at + 1 < len(pieces) else ""
    return following if isinstance(following, str) else ""


def negates(pieces: Sequence[Piece], at: int, word: str) -> bool:
    """Return whether a word negates what follows it."""
    following = next_word(pieces, at)
    before = pieces[at - 1] if at else ""
    if word in {"failure", "fail", "failed", "failing"}:
        return following == "to" and pieces[at + 2 : at + 3] != ["respond"]
    if word in {"negative", "seronegative"}:
        return following == "for"
    if word in {"absence", "absent"} and following == "from":
        return False  # "absence from school"
    if word == "free":
        return following in {"of", "from"}
    if word in _POOR:
        return following in _ABILITIES
    if word not in NEGATORS:
        return False
    if (
        following == "or"
        or (word == "never" and following == "smoker")
        or (word == "not" and following in {"limited", "only"})
    ):
        return False  # "never or former smokers", "no or mild impairment"
    return not (before == "or" and word in {"without", "not"})
