"""Drugs and therapies that are taken together: "treated with insulin and metformin"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import PEOPLE, QUALIFIERS, RESTRICTIVE
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion

_FEW = 4  # words of a drug's name
_TAKING = frozenset(["receiving", "taking"])
# Two words behind which a drug is named that is taken.
_TAKEN_BY = frozenset(
    {(first, "with") for first in ("treated", "treatment", "therapy", "managed", "pretreated")}
    | {(first, "on") for first in ("be", "is", "patient", "currently")}
    | {("dose", "of")}
)
# What names several things, people or a place rather than one drug.
_NO_DRUG = word_set(
    "or and , / ( with any one following both either thefollowing at in from by care clinic family member relative "
    "similar other equivalent comparable biosimilar willing able agree is are stable no not without off"
)


def taken_together(block: Insertion) -> bool:
    """Return whether "and X" names one more drug beside the only one that is taken: "treated with insulin [and metformin]"."""
    every = block.every
    begun = next(
        (
            at + 1
            for at in range(block.start - 1, -1, -1)
            if every[at] in _TAKING or tuple(every[max(0, at - 1) : at + 1]) in _TAKEN_BY
        ),
        block.start,
    )
    named, added = every[begun : block.start], block.inside[1:]
    behind = every[block.end] if block.end < len(every) else "."
    return (
        block.inside[0] == "and"
        and 0 < len(added) < _FEW
        and 0 < len(named) <= _FEW
        and not (_NO_DRUG | PEOPLE | QUALIFIERS | RESTRICTIVE) & {str(piece) for piece in (*named, *added)}
        and (behind in {".", ";", ",", "for", "within"} or isinstance(behind, Limit))
    )
