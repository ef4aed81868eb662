"""An amount that one wording has and the other lacks: "more than 5 cups of coffee a day" against "any coffee"."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import FORM, NEGATIVE, PERMISSIONS
from monitor.core.eligibility.edits.model import Edit
from monitor.core.eligibility.quantities.analytes import SUBJECTS
from monitor.core.eligibility.quantities.model import Limit, Range
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

_PERIODS = frozenset(["day", "week", "month", "year", "daily", "weekly", "monthly", "yearly"])
_RATES = _PERIODS | {"per", "/", "a", "each", "every", "on", "in", "average", "mean"}
_EVENTS = frozenset(["episode", "attack", "event", "bout", "occurrence"])
_COURSES = frozenset(["line", "regimen", "course", "cycle", "round"])
# What may stand in the place of "more than one episode of": "history of".
_HISTORY = frozenset(["history", "of", "prior", "any", "documented", "known", "a"])
_SEPARATORS = frozenset([",", ";", "."])
# In a list with one of these, one more demand may be a choice.
_CHOICES = frozenset(["or", "one", "either", "thefollowing", "these", "below"])
_ATTRIBUTE = 2  # words before a noun
_NO_ATTRIBUTE = (
    FORM | NEGATIVE | PERMISSIONS | _CHOICES | {"and", "other", "another", "such", "suspected", "following"}
)
_SHORT = 5  # pieces of a demand
_AVERAGES = frozenset(["on", "in", "average", "the"])
_MEASURE_ROW = """
prior regimen attack event bout occurrence round unit cup glass pack packet bottle can tablet line course cycle dose drink cigarette standard day week month episode session
injection piece portion serving
"""
_MEASURES = frozenset(_MEASURE_ROW.split())


def is_rate(block: Insertion, alone: Sequence[Piece]) -> bool:
    """Return whether a block only says how an amount counts: "on average", "a day" or "lines of" with an amount that it goes with."""
    words = block.words()
    if not block.measures() and "average" in words and words <= _AVERAGES:
        return True
    limited = any(isinstance(piece, Limit) and piece.kind == "limit" for piece in alone)
    if not limited or block.measures():
        return False
    return (bool(words & _PERIODS) and words <= _RATES) or words <= _COURSES | _EVENTS | {"of"}


def instead_of_any(block: Insertion) -> Edit | None:
    """Class a word or two before a noun that the other wording has with "any": "any [invasive] ventilation"; None for other words."""
    above, following = block.above[block.start], block.every[block.end : block.end + 1]
    names = following and isinstance(following[0], str) and following[0] not in FORM | _SEPARATORS | _CHOICES
    attribute = all(isinstance(piece, str) and piece.isalpha() for piece in block.inside)
    if not names or not attribute or len(block.inside) > _ATTRIBUTE or block.words() & _NO_ATTRIBUTE:
        return None
    if above.condition or above.stops or above.waived or above.form or above.example or above.vague:
        return None
    return Edit(-above.sign, because(What.LIMITED, block.shown())) if block.content() else None


def demanded(block: Insertion) -> Edit | None:
    """Class one more measured demand in an inclusion's list without "or": "ANC ≥ 1.5, [platelets ≥ 100,] albumin ≥ 30"."""
    every, above = block.every, block.above[block.start]
    before = every[block.start - 1] if block.start else ""
    after = every[block.end] if block.end < len(every) else "."
    item = every[block.start - 2] if block.start > 1 else ""
    if before not in _SEPARATORS or after not in _SEPARATORS or not (isinstance(item, Limit) or item == ")"):
        return None
    names = block.words() & SUBJECTS
    limit = block.inside[-1]
    if (
        not isinstance(limit, Limit)
        or limit.kind not in {"limit", "scale"}
        or len(block.inside) > _SHORT
        or not names
    ):
        return None
    plain = above.sign == 1 and not (
        above.condition or above.exceptions or above.waived or above.vague or above.brackets
    )
    alone = not names & {str(piece) for piece in (*every[: block.start], *every[block.end :])}
    example = any(scope.example or scope.form for scope in block.scopes())
    if not plain or example or not alone or _some_of(every):
        return None
    return Edit(-1, because(What.CONDITION, block.shown()))


def _some_of(every: Sequence[Piece]) -> bool:
    """Return whether a criterion may ask for some of what it lists only."""
    words = {str(piece) for piece in every if isinstance(piece, str)}
    counts = (at for at, piece in enumerate(every) if isinstance(piece, Limit) and not piece.dimension)
    return bool(words & _CHOICES) or any(list(every[at + 1 : at + 2]) == ["of"] for at in counts)


def counted(block: Insertion, other: Insertion) -> Edit | None:
    """Class "more than one episode of" for "history of", and "at least two lines of" for nothing; None for anything else."""
    first = block.inside[0]
    if not isinstance(first, Limit) or first.groups or first.dimension or first.kind != "limit":
        return None
    nouns = {str(piece) for piece in block.inside[1:]} - {"prior", "of"}
    several = first.ranges[0].low >= 1 + first.ranges[0].low_closed
    known = nouns and nouns <= (_EVENTS if other.inside else _EVENTS | _COURSES)
    if not known or not several or not other.words() <= _HISTORY or other.measures():
        return None
    return amount(block)


def at_least_one(limit: Limit) -> bool:
    """Return whether a limit only says that there is one, or more: "one or more of the following"."""
    return not limit.dimension and limit.ranges == (Range(low=1, low_closed=True),)


def amount(block: Insertion) -> Edit | None:
    """Class "more than 5 cups of", which the other wording has as "any"; None for anything else."""
    first, above = block.inside[0], block.above[block.start]
    of = "of" in {block.inside[-1], *block.every[block.end : block.end + 1]}
    if not isinstance(first, Limit) or first.kind != "limit" or not of:
        return None
    if at_least_one(first) and {str(piece) for piece in block.inside[1:]} <= {"of"}:
        return None
    if first.ranges[0].low == -inf or not {str(piece) for piece in block.inside[1:]} - {"of"} <= _MEASURES:
        return None
    if above.condition or above.stops or above.waived or above.exceptions or above.form:
        return None
    return Edit(-above.sign, because(What.LIMITED, first.text))
