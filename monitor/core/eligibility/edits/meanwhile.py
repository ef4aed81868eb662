"""What goes on meanwhile: "blood pressure > 160 mmHg [while taking two drugs]", "progression [while on tamoxifen]"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.manner import ABILITY, UNDER_CONTROL
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.edits.phrases import ends
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.analytes import SUBJECTS
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scope import Scope

_TREATED = frozenset(["on", "receiving", "taking", "using", "undergoing"])
# With these a value is reached that says nothing of the value without them.
_HELPS = word_set(
    "oxygen air room transfusion transfused support supplement ventilation ventilator cpap aid cane walker device "
    "assistance study trial protocol investigationaldrug placebo"
)


def meanwhile(block: Insertion, above: Scope, *, exclusion: bool) -> Edit:
    """Class "while" with a treatment as a restriction.

    Of a value that an inclusion asks for it is not certain: the treatment may help to reach it.
    """
    ahead = block.every[: block.start]
    words = block.words()
    measured = SUBJECTS & {str(piece) for piece in ahead} or any(
        isinstance(piece, Limit) and piece.dimension not in {"", "time", "age"} for piece in ahead
    )
    helped = words & _HELPS or (ABILITY | UNDER_CONTROL) & {str(piece) for piece in ahead}
    sure = block.inside[1:2] and block.inside[1] in _TREATED and ends(block) and not {"not", "no"} & words
    if not sure or helped or (measured and not exclusion):
        return UNKNOWN
    if above.condition or above.stops or above.waived or above.example:
        return UNKNOWN
    return Edit(-above.sign, because(What.LIMITED, block.shown()))
