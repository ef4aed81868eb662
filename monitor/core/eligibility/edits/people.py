"""Other people that "and" joins to those who are let in or kept out: "inpatients and outpatients"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import addressed
from monitor.core.eligibility.edits.demanded import DUTIES
from monitor.core.eligibility.edits.lexicon import PEOPLE
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scope import Scope

_APART = frozenset(["inpatient", "outpatient", "smoker", "nonsmoker", "veteran", "soldier"])
_KINDS = frozenset(["adult", "adolescent", "child", "infant", "female", "male", "patient", "elderly"])
_OTHERS = frozenset(
    ["wocbp", "people", "person", "individual", "those", "volunteer", "subject", "participant"]
)
NAMED = PEOPLE | _OTHERS | _APART
_TOGETHER = frozenset(["with", "by", "of", "from", "between", "to", "treating", "dyad"])
_PARENTS = frozenset(["mother", "father", "parent", "caregiver", "spouse", "partner"])
_REACH = 3  # pieces before the link
_FEW = 4  # more words than this are no mere kind of people


def more_people(block: Insertion, above: Scope, *, exclusion: bool) -> Edit:
    """Class other people joined by "and", of whom each is let in or kept out: "adolescents and adults"."""
    first = block.inside[1] if block.inside[0] == "and" and len(block.inside) > 1 else ""
    described = exclusion and first in _OTHERS and len(block.inside) > 2
    if (
        not (described or first in _KINDS or _joins_apart(block))
        or block.words() & DUTIES
        or (not exclusion and len(block.inside) > _FEW)
    ):
        return UNKNOWN
    if above.negations or above.exceptions or above.condition or above.stops or _together(block):
        return UNKNOWN
    if not exclusion and addressed.asked_of(block):
        return UNKNOWN
    return Edit(1, because(What.ALTERNATIVE, block.shown()))


def _together(block: Insertion) -> bool:
    """Return whether both are perhaps there together: "consent signed by the parent [and the patient]", "mothers [and infants]"."""
    ahead = [str(piece) for piece in block.every[max(0, block.start - _REACH) : block.start]]
    return bool(_TOGETHER & {*ahead} or _PARENTS & {*ahead})


def _joins_apart(block: Insertion) -> bool:
    """Return whether people are joined of whom nobody, or hardly anybody, is of both kinds: "inpatients and outpatients"."""
    around = (
        *block.every[block.start - 1 : block.start],
        *block.inside,
        *block.every[block.end : block.end + 1],
    )
    return any(
        around[at] == "and" and {str(around[at - 1]), str(around[at + 1])} <= _APART
        for at in range(1, len(around) - 1)
    )
