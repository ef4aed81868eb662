"""An alternative that was put in: "or X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.alternative_doubts import uncertain
from monitor.core.eligibility.edits.alternative_repeats import BREAKS, STATES, same_or_form
from monitor.core.eligibility.edits.demanded import excepted
from monitor.core.eligibility.edits.grouped import for_more
from monitor.core.eligibility.edits.lexicon import FORM, MAY, NEGATIVE, PERMISSIONS, QUALIFIERS
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.word_scales import WORDED
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_TIMES = frozenset(["before", "after", "during", "with"])
_FEW = 3  # pieces
_DRUGS = frozenset(["drug", "medication"])
_OF_DRUGS = word_set(
    "abuse dependence dependency addiction misuse allergy hypersensitivity intolerance overuse"
)


def alternative(block: Insertion, above: Scope, content: list[Piece], *, exclusion: bool) -> Edit | None:
    """Class "or X"."""
    rest = [piece for piece in content if piece not in {"or", "and"}]
    if _other_time(block) and not (above.condition or above.waived or above.stops or above.vague):
        return Edit(above.sign, because(What.ALTERNATIVE, block.shown()))
    if same_or_form(block, above, rest, exclusion=exclusion):
        return UNKNOWN
    if not rest and not STATES & block.words() and not _names_drugs(block):
        return _only_link(block, above)
    if uncertain(block, above, rest, exclusion=exclusion):
        return UNKNOWN
    if above.exceptions and not exclusion and not above.negations:
        return excepted(block)
    # Who "discontinued A or B" is kept out for either; who has to have discontinued them, for each.
    stopped = above.stops % 2 and (above.negations or not exclusion)
    sign = -above.sign if stopped else above.sign
    reasons = because(What.ALTERNATIVE, block.shown())
    if above.waived:
        return Edit(0, reasons, waiver=above.sign)
    if above.condition or (above.unwilling and not above.stops):
        certain = not above.unwilling and _keeps_out(block, exclusion=exclusion)
        return for_more(block) or (Edit(sign, reasons) if certain else UNKNOWN)
    return Edit(sign, reasons)


def _other_time(block: Insertion) -> bool:
    """Return whether the words are one more time beside an event that is none of the study: "before [or after] surgery"."""
    times = [piece for piece in block.inside if piece != "or"]
    first = block.inside[0] == "or"
    beside = block.every[block.start - 1 : block.start] if first else block.every[block.end : block.end + 1]
    event = block.every[block.end + (not first) :][:1]
    return (
        len(times) == 1
        and {*times, *beside} <= _TIMES
        and len(beside) == 1
        and not FORM.issuperset(event)
        and not any(isinstance(piece, Limit) for piece in event)
    )


def _names_drugs(block: Insertion) -> bool:
    """Return whether "drug", elsewhere a word of form, is what somebody is dependent on or allergic to: "alcohol [or drug] abuse"."""
    named = block.words() - {"or", "other"}
    before, behind = (
        {*map(str, block.every[max(0, start) : start + _FEW])} for start in (block.start - _FEW, block.end)
    )
    broad = (before | behind) & (_DRUGS | {"substance"})
    return bool(named & _DRUGS and named <= _DRUGS | _OF_DRUGS and (named | behind) & _OF_DRUGS and not broad)


def _keeps_out(block: Insertion, *, exclusion: bool) -> bool:
    """Return whether the condition that an alternative stands in is one of what keeps people out: "gout if treated with lithium"."""
    words = {piece for piece in block.every if isinstance(piece, str)}
    measured = any(isinstance(piece, Limit) and piece.kind != "window" for piece in block.every)
    return exclusion and not measured and not words & (PERMISSIONS | MAY | NEGATIVE | {"unless"})


def _only_link(block: Insertion, above: Scope) -> Edit | None:
    """Class a link that stands alone or with words of form."""
    if _parts_qualifiers(block, above):
        return Edit(above.sign, because(What.EITHER_RESTRICTION))
    return None if all(scope.form for scope in block.above[block.start + 1 : block.end]) else UNKNOWN


def _parts_qualifiers(block: Insertion, above: Scope) -> bool:
    """Return whether a lone "or" was put between two qualifiers of one noun: "uncontrolled [or] severe asthma"."""
    if above.condition or above.stops or above.waived or above.exceptions:
        return False
    if block.inside != ["or"] or not 0 < block.start < block.end < len(block.every) - 1:
        return False
    beside = (block.every[block.start - 1], block.every[block.end])
    noun, before = block.every[block.end + 1], block.every[block.start - 2 : block.start - 1]
    return (
        all(
            piece.dimension in WORDED
            if isinstance(piece, Limit)
            else piece in QUALIFIERS and not piece.endswith("ly")
            for piece in beside
        )
        and isinstance(noun, str)
        and noun not in BREAKS | FORM | QUALIFIERS
        and not {"or", "and", ","} & set(map(str, before))
    )
