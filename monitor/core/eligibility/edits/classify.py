"""One block of words that was put in: an exception, an alternative, a further condition, a qualifier, or form.

Of the inclusion "epilepsy": "except absence epilepsy", "or stroke", "and no brain tumour", "uncontrolled", "as diagnosed
by a doctor".
The first class that fits counts; where none does, the effect is unknown.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import counted, proofs, relative, whichever
from monitor.core.eligibility.edits.alternative import alternative
from monitor.core.eligibility.edits.alternative_repeats import STATES
from monitor.core.eligibility.edits.conjunct import THERAPIES, conjunct
from monitor.core.eligibility.edits.demanded import (
    BLANK,
    DUTIES,
    SOUND,
    counted_without,
    measures,
)
from monitor.core.eligibility.edits.doubts import doubtful
from monitor.core.eligibility.edits.grouped import grouped
from monitor.core.eligibility.edits.letting_in import condition_of_permission, one_more, permission, permits
from monitor.core.eligibility.edits.lexicon import (
    EXAMPLE_STARTS,
    EXCEPTIONS,
    FORM,
    PEOPLE,
    WAIVERS,
)
from monitor.core.eligibility.edits.lists import next_clause, next_of_list
from monitor.core.eligibility.edits.meanwhile import meanwhile
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.edits.narrowing import narrowing
from monitor.core.eligibility.edits.picked import picked
from monitor.core.eligibility.edits.starts import begins
from monitor.core.eligibility.edits.without_effect import recovered_ahead
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece


_CONDITIONS = frozenset(["if", "when", "where"])
_TAKING = frozenset(["on", "taking", "receiving", "using", "under", "undergoing"])
_THOSE = PEOPLE | {"those"}
_CASES = (["in", "case"], ["in", "event"])
_ASKED_OF = frozenset(
    [
        "for",
        "in",
        "site",
        "country",
        "region",
        "centre",
        "expansion",
        "escalation",
        "wocbp",
        "if",
        "when",
        "where",
    ]
)
# What stands before "with diet only" where diet had no effect.
_WITHOUT_EFFECT = word_set(
    "uncontrolled refractory resistant unresponsive failed failure insufficient inadequate progression relapse recurrence"
)


def edit(block: Insertion, *, exclusion: bool) -> Edit | None:
    """Class the words as if they were put in; None where they change nothing."""
    if not block.inside or (block.shared() and not block.measures()):
        return None
    second = whichever.added(block, exclusion=exclusion)
    if second is not None:
        return second
    if block.open_both_ways():
        return UNKNOWN  # "with or without leukotriene blockers"
    item = condition_of_permission(block, exclusion=exclusion) or one_more(block, exclusion=exclusion)
    if item is not None:
        return item
    if doubtful(block, exclusion=exclusion) and not permits(block):
        return UNKNOWN if block.content() else None
    if _goes_on(block) and block.linked() != "or" and not permits(block):
        return UNKNOWN
    limited = grouped(block)
    if limited is not None:
        return limited
    if permits(block):
        return permission(block, exclusion=exclusion)
    if begins(block.inside, EXCEPTIONS):
        return _exception(block, block.above[block.start], exclusion=exclusion)
    return counted.turned(block, _worded(block, exclusion=exclusion))


def _worded(block: Insertion, *, exclusion: bool) -> Edit | None:
    """Class words that are no exception; None where they say nothing."""
    above, content = block.above[block.start], block.content()
    partial = relative.demand(block, above) or (relative.judged(block, above) if exclusion else None)
    if partial is not None:
        return partial
    if block.inside[0] == "while":
        return meanwhile(block, above, exclusion=exclusion)
    if "only" not in block.inside and (not content or all(scope.form for scope in block.scopes())):
        return Edit(1, because(What.ALTERNATIVE, block.shown())) if proofs.one_more(block, above) else None
    if block.linked() and block.named_in_brackets() and block.inside[1] not in STATES:
        return UNKNOWN  # "omalizumab [(Xolair) or] reslizumab"
    if _generalises(block):
        return Edit(above.sign, because(What.COVERS, block.shown()))
    if begins(block.inside, EXAMPLE_STARTS) or all(scope.example for scope in block.scopes()):
        if not exclusion and block.linked() == "and" and _names_therapies(block):
            return Edit(-1, because(What.CONDITION, block.shown()))
        return UNKNOWN if block.measures() else None
    if not exclusion and (block.inside[0] in _CONDITIONS or block.inside[:2] in _CASES):
        return UNKNOWN  # "willing to provide a biopsy if feasible" asks for less
    if block.inside[0] == "only" or block.inside[-1] == "only":
        return _only(block, above)
    return _joined(block, above, content, exclusion=exclusion)


def _joined(block: Insertion, above: Scope, content: list[Piece], *, exclusion: bool) -> Edit | None:
    """Class words by the link that ties them to what was there, or as a restriction without one."""
    of_list = picked(block)
    if of_list == "all":
        return Edit(-1, because(What.CONDITION, block.shown()))
    listed = (
        of_list == "any" or next_of_list(block, exclusion=exclusion) or (exclusion and next_clause(block))
    )
    linked = "or" if listed else block.linked()
    if linked and block.of_examples():
        return UNKNOWN  # "laxatives (bisacodyl, senna etc.)"
    if exclusion and not linked and _second_ground(block):
        return UNKNOWN
    if linked:
        link = alternative if linked == "or" else conjunct
        return link(block, above, content, exclusion=exclusion)
    return narrowing(block, above, content, exclusion=exclusion)


def _second_ground(block: Insertion) -> bool:
    """Return whether what somebody takes stands behind a comma, which may be one more ground: "lupus, currently on steroids"."""
    apart = list(block.every[block.start - 1 : block.start]) == [","]
    return apart and block.inside[0] == "current" and _TAKING.issuperset(block.inside[1:2])


def _goes_on(block: Insertion) -> bool:
    """Return whether the words end a sentence or clause and begin another: what they say of the first is not all they say."""
    ended = [
        at
        for at, piece in enumerate(block.inside)
        if piece == ";" or (piece == "." and at and len(str(block.inside[at - 1])) > 1)  # not of "U.S."
    ]
    return bool(ended) and any(piece not in FORM for piece in block.inside[ended[0] :])


def _only(block: Insertion, above: Scope) -> Edit:
    """Class "only" behind what it restricts, with what it restricts to: "treated only at our center".

    Of whom or where the criterion is asked only ("US sites only", "only for women") restricts the demand, not the people.
    """
    following = block.every[block.end] if block.end < len(block.every) else "."
    if following not in {".", ";", ","} or block.start == 0 or above.condition or block.measures():
        return UNKNOWN
    if above.brackets or block.words() & (PEOPLE | _ASKED_OF):
        return UNKNOWN
    if above.failed or _WITHOUT_EFFECT & {str(piece) for piece in block.every[: block.start]}:
        return UNKNOWN  # "uncontrolled with diet only"
    reasons = because(What.LIMITED, block.shown())
    return Edit(0, reasons, waiver=-above.sign) if above.waived else Edit(-above.sign, reasons)


def _exception(block: Insertion, above: Scope, *, exclusion: bool) -> Edit:
    """Class an exception that was put in; one from a demand on everybody lets people in."""
    phrase = begins(block.inside, EXCEPTIONS)
    rest = block.inside[len(phrase or ()) :]
    if not rest or "otherwise" in rest or above.stops or above.condition:
        return UNKNOWN  # "unable to stop antihistamines (other than eye drops)"
    made = because(What.EXCEPTION, block.shown())
    if above.waived:
        return Edit(0, made, waiver=-above.sign)
    if phrase in WAIVERS or recovered_ahead(block.every, block.start):
        return Edit(0, made, waiver=1)
    ahead = [
        piece
        for piece, scope in zip(block.every[: block.start], block.above, strict=False)
        if scope.sentence == above.sentence
    ] or block.every[: block.start]
    if (
        BLANK & set(ahead)
        or (exclusion and above.negations)
        or (not exclusion and not above.negations and SOUND & set(ahead))
    ):
        return UNKNOWN
    some = bool(({"if", "when", "case", "with"} | PEOPLE) & block.words()) and not DUTIES & block.words()
    if not exclusion and not above.negations and not some and counted_without(block, phrase or ()):
        return Edit(-1, made)
    asked = DUTIES & set(ahead) or measures(ahead)
    if not (exclusion or above.negations or asked) and rest[0] in _THOSE:
        return UNKNOWN  # "measurable disease, except for patients with bone metastases"
    if not exclusion and asked:
        return Edit(0, made, waiver=1) if some else UNKNOWN
    capped = any(limit.ranges[0].low == -inf for limit in measures(ahead))
    if exclusion and not some and capped:
        return UNKNOWN  # "fewer than 2 lines, not counting adjuvant therapy"
    return Edit(-above.sign, made)


def _names_therapies(block: Insertion) -> bool:
    """Return whether "including" stands behind therapies that are asked for: all that it names were received."""
    return bool(THERAPIES & {str(piece) for piece in block.every[: block.start]})


def _generalises(block: Insertion) -> bool:
    """Return whether the words end with "including": what follows them is now one case of many."""
    last = block.inside[-1]
    return last in {"including", "eg"} and len(block.inside) > 1 and block.end < len(block.every)
