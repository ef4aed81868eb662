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
# A therapy, and what it is for in any case, as beginnings of words.
_OWN = {
    "chemother radiother radiati": "cancer tumor malign neoplas",
    "antiretrovir": "hiv",
    "insulin": "diabet t1dm t2dm",
    "antihypertens": "hypertens bp blood",
    "antibiot antivir antimicrob antifung": "infect",
    "antitubercul": "tubercul tb",
    "bariatric weight": "obes weight",
    "hormone": "menopaus",
    "thyroid": "hypothyr",
    "oxygen": "hypox",
    "asthma": "asthma",
    "pain analges": "pain",
    "cataract": "cataract",
    "anticoagul": "atrial dvt thromb embol",
    "condom contracept": "contracept birth",
    "dialys": "renal kidney ckd esrd",
}
_NO_PURPOSE = word_set(
    "reason last past prior purpose study trial participation protocol screening use any not than"
)
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
        and not _own(ahead, block.words())
    )


def _own(ahead: set[str], words: set[str]) -> bool:
    """Return whether the words say what a therapy is for in any case: "insulin [for diabetes]"."""
    return any(
        any(word.startswith(tuple(therapies.split())) for word in ahead)
        and any(word.startswith(tuple(aims.split())) for word in words)
        for therapies, aims in _OWN.items()
    )


def _other_study(block: Insertion) -> bool:
    """Return whether another study than this one stands right before the words: "another trial [for asthma]"."""
    ahead = [str(piece) for piece in block.every[max(0, block.start - _NEAR) : block.start]]
    return ahead[-1:] in (["study"], ["trial"]) and bool(_OTHER & set(ahead))
