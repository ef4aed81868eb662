"""What a therapy or another study is for: "steroids [for asthma]", "another trial [for the treatment of gout]"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.normal import word_set

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion

THERAPIES = word_set(
    "therapy treatment drug medicine medication steroid corticosteroid chemotherapy radiotherapy surgery "
    "antibiotic immunotherapy hospitalization hospitalized admission admitted transfusion treated received receiving insulin "
    "opioid anticoagulant use"
)
_STUDIES = frozenset(["study", "trial"])
_AIMS = word_set("treatment prevention management prophylaxis")
# "For any reason", "for this study" is no purpose of a therapy.
_NO_PURPOSE = word_set("reason purpose study trial participation protocol screening use any not than")
# "Another trial for asthma" is not this one.
_OTHER = frozenset(["another", "other", "interventional", "investigational", "clinical", "drug", "prior"])
_NEAR = 4  # pieces


def has_purpose(block: Insertion) -> bool:
    """Return whether the words say what a therapy before them is for: "steroids for asthma"."""
    ahead = {str(piece) for piece in block.every[: block.start]}
    if (
        ahead & _STUDIES
        and block.inside[1:2]
        and block.inside[1] in _AIMS
        and list(block.inside[2:3]) == ["of"]
    ):
        return block.inside[0] == "for" and not block.measures()
    return (
        block.inside[0] == "for"
        and bool(ahead & THERAPIES or _other_study(block))
        and not block.words() & _NO_PURPOSE
        and not block.measures()
    )


def _other_study(block: Insertion) -> bool:
    """Return whether another study than this one stands right before the words: "another trial [for asthma]"."""
    ahead = [str(piece) for piece in block.every[max(0, block.start - _NEAR) : block.start]]
    return ahead[-1:] in (["study"], ["trial"]) and bool(_OTHER & set(ahead))
