"""Edits about consent: how, where, when and by whom it is given says nothing of who may take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import FORM
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion

CONSENT = word_set("consent assent icf")
_FORMALITIES = word_set(
    "my voluntarily copy authorization authorisation hipaa gdpr privacy declaration document paper writing electronic electronically "
    "verbal verbally oral orally telephone phone video remote remotely person witness witnessed hand handwritten digital "
    "digitally signature signature's certificate read understood explained voluntary voluntarily freely",
)
_TAKING_PART = CONSENT | word_set("participate participation participating join enter sign signing date")
_ENDS = word_set(". ; : ( ) and who whom that which with")
_TIMES = word_set("before after prior since until till at time date day within during")
_NEAR = 4


def consents(block: Insertion) -> bool:
    """Return whether a block is about consent.

    It only says that or how consent is given, or is an alternative or a restriction in a predicate that asks for consent.
    """
    content = {
        piece
        for piece in block.inside
        if piece not in FORM - {"date", "consent"} and piece not in {"and", "or"}
    }
    if content & _TAKING_PART and content <= _FORMALITIES | _TAKING_PART and CONSENT & set(block.every):
        return True  # "agrees to participate and signs the consent form"
    if content <= _FORMALITIES and (content or block.words() & CONSENT):
        return _about_consent(block, _ENDS)
    measured = any(isinstance(piece, Limit) and piece.dimension != "time" for piece in block.inside)
    return block.linked() != "and" and not measured and _about_consent(block, _ENDS | {","})


def _about_consent(block: Insertion, ends: frozenset[str]) -> bool:
    """Return whether the predicate in which a block stands asks for consent.

    In "within 4 weeks before consent" it is a point in time.
    """
    first, last = block.start, block.end
    while first > 0 and block.every[first - 1] not in ends:
        first -= 1
    while last < len(block.every) and block.every[last] not in ends:
        last += 1
    return any(
        block.every[at] in CONSENT
        and not _TIMES & {str(piece) for piece in block.every[max(first, at - _NEAR) : at]}
        for at in range(first, last)
    )
