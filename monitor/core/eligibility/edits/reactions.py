"""What a reaction is to: "allergy [to penicillin]", "exposure [to asbestos]"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.normal import word_set

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion

_REACTIONS = word_set(
    "allergy allergic anaphylaxis reaction hypersensitivity intolerance sensitivity sensitization sensitized sensitive exposure "
    "exposed contraindication addiction"
)
_OF_STUDY = frozenset(
    ["study", "trial", "investigational", "procedure", "component", "cause", "imp", "excipient"]
)


def is_reacted_to(block: Insertion) -> bool:
    """Return whether the words say what a reaction, exposure or contraindication right before them is to."""
    first, *rest = block.inside
    before = block.every[block.start - 1] if block.start else ""
    known = _OF_STUDY & {str(piece) for piece in rest}  # what is given here is meant in any case
    return first == "to" and before in _REACTIONS and bool(rest) and not block.measures() and not known
