"""What a line above a criterion does to it: a heading or lead that may turn its meaning round."""

from __future__ import annotations

import re

from monitor.core.eligibility.caution import EXCEPTS, excepts
from monitor.core.eligibility.normal import key

# Said of the whole text, or of whom the list is for: it turns nothing round.
_ASIDE = re.compile(
    r"^\W*if [^,:;.]{1,120},|\bunless (?:otherwise )?(?:noted|specified|stated|indicated|mentioned)(?: otherwise)?\b|"
    r"\b(?:(?:but|and|(?:al)?though|however),? )?(?:(?:they|these|those|the|such) )?(?:(?:patients?|subjects?|participants?|individuals?) )?"
    r"(?:(?:may|can|could|might) (?:later )?be re-?(?:screened|assessed|evaluated|tested|checked|considered)|"
    r"re-?(?:screening|testing|assessment|evaluation) (?:is|may be|will be) (?:allowed|permitted|possible|considered))\b(?! if\b)",
    re.IGNORECASE,
)
_LACKING = re.compile(
    r"\b(?:no|not|never|without|none|neither|nor|cannot|absence|absent|lacks?|lacking|free|unwilling\w*|unable|"
    r"inability|refus\w*|declin\w*|outside|beyond|ineligible|exclu\w*|prohibited|forbidden|disallowed|contraindicat\w*|"
    r"restricted|avoid\w*|failure to|fails?|failing|rarely|hardly|withdr[ae]wn?|reduction|"
    r"(?:is|are|do|does|did|has|have|was|were|wo|would|could|should|ca)nt|unless)\b",
)
_STOPPING = re.compile(
    r"\b(?:discontinu\w*|stop(?:s|ped|ping)?|ceas\w+|abstain\w*|refrain\w*|withh[eo]ld\w*|wash ?out|washed out|off|intoleran\w+|"
    r"hold|quit)\b"
)
_SINCE = re.compile(
    r"\W*(?:at least |more than |over |a minimum of )?[≥>]?\s?=?\s?\d+ (?:hours?|days?|weeks?|months?|years?|half[- ]li\w+)\b",
    re.IGNORECASE,
)
_ADMITS = re.compile(
    r"\b(?:inclu(?:ded|sion)|must|should|ha(?:s|ve) to|need(?:s|ed)? to|adequate|acceptable)\b"
)
_KEEPS_OUT = re.compile(
    r"\b(?:(?:(?:must|may|can|should|will|do|does|are|is) ?)?(?:not|cannot|never) (?:be )?(?:allowed to (?:take part|participate|enrol\w*|enter)|eligible|included|"
    r"enrolled|recruited|admitted|enter\w*|participate|take part|have(?: any)?)|non(?: ?eligible| ?inclusion)?|exclu\w+|ineligible|disqualif\w+|"
    r"contraindicat\w+|prohibited|forbidden|disallowed|restricted)\b"
)
_EXCLUDES = re.compile(r"\b(?:exclu\w+|ineligible|not eligible|disqualif\w+)\b")


def reverses(line: str, *, heading: bool, names_part: bool, exclusion: bool) -> bool:
    """Return whether a line above a criterion may reverse its meaning.

    `names_part` for the heading of a part, of which the words for the part itself turn nothing round.
    """
    words = key(_ASIDE.sub(" ", line))
    if names_part:
        return bool(EXCEPTS.search(words)) or (not exclusion and bool(_LACKING.search(words)))
    if exclusion:
        words = _KEEPS_OUT.sub(" ", words) if heading else words
        return excepts(words) or bool(_LACKING.search(words) or _ADMITS.search(words))
    lacking = bool(_LACKING.search(words) or _EXCLUDES.search(words))
    return lacking or (bool(EXCEPTS.search(words)) if heading else excepts(words))


def lacks(words: str) -> bool:
    """Return whether a key says that something is lacking, denied or kept away from."""
    return bool(_LACKING.search(words))


def stops(line: str, criterion: str) -> bool:
    """Return whether a line above a criterion says that what it names is stopped; how long ago is no such thing."""
    return bool(_STOPPING.search(key(line))) and not _SINCE.match(criterion)
