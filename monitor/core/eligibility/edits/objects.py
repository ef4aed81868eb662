"""What a reaction is to, and where in the body a disease is: "allergy [to penicillin]", "psoriasis [of the scalp]"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.normal import word_set

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion

# What is to something.
_REACTIONS = word_set(
    "allergy allergic anaphylaxis reaction hypersensitivity intolerance sensitivity sensitization sensitized sensitive exposure "
    "exposed contraindication addiction"
)
_BODY = word_set(
    "scalp face hand foot knee hip shoulder elbow wrist ankle back neck arm leg trunk chest ear nose lip tongue jaw finger toe thumb "
    "groin thigh calf forearm heel palm sole nail eyelid cheek forehead limb"
)
_SIDES = word_set("left right upper lower dominant affected both either the")


def has_object(block: Insertion) -> bool:
    """Return whether the words say what a reaction before them is to, or where in the body it is, which nothing else says."""
    first, *rest = block.inside
    before = block.every[block.start - 1] if block.start else ""
    if first == "to":
        return before in _REACTIONS and bool(rest) and not block.measures()
    others = {str(piece) for piece in (*block.every[: block.start], *block.every[block.end :])}
    sited = bool(rest) and _BODY.issuperset(rest[-1:]) and _SIDES.issuperset(rest[:-1])
    return first in {"of", "in", "on"} and sited and not _BODY & others
