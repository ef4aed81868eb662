"""What somebody is unable to do, and where a list of that goes on to a ground of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.normal import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.quantities.model import Piece

SKILLS = word_set("read speak write understand communicate comprehend")
LANGUAGES = word_set(
    "english spanish french german italian portuguese dutch danish swedish norwegian finnish polish czech hungarian "
    "romanian greek turkish russian ukrainian arabic hebrew farsi persian urdu hindi bengali punjabi tamil mandarin "
    "cantonese chinese japanese korean vietnamese thai malay tagalog swahili creole language"
)
# What may stand behind "unable to …, or" and still is something that somebody is unable to do.
ABILITIES = (
    SKILLS
    | LANGUAGES
    | word_set(
        "accept adhere attend comply complete consume cooperate decline discontinue eat fast follow give ingest inability maintain "
        "participate perform provide receive refuse return sign sit stand stop swallow take tolerate undergo unwilling walk"
    )
)
_STATES = word_set("prior current known recent active any family personal medical significant documented")
_GROUNDS = word_set(
    "history presence diagnosis evidence allergy contraindication intolerance pregnant breastfeeding"
)
_TELLING = word_set("disclose report reveal discuss recall share describe document remember")


def names_ground(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a ground of its own, and nothing that somebody does, is named at a place: "unable to walk, or [prior history of] stroke".

    "Unable to disclose a diagnosis or a history of abuse" names none.
    """
    if not _TELLING.isdisjoint(map(str, pieces[:at])):
        return False
    while at < len(pieces) and pieces[at] in _STATES:
        at += 1
    return at < len(pieces) and pieces[at] in _GROUNDS
