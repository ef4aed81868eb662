"""What a line above a criterion does to it: a heading or lead that may turn its meaning round."""

from __future__ import annotations

import re

from monitor.core.eligibility.caution import EXCEPTS, excepts
from monitor.core.eligibility.headings import group_words
from monitor.core.eligibility.normal import key

# Said of the whole text, or of whom the list is for: it turns nothing round.
_ASIDE = re.compile(
    r"^\W*if [^,:;.]{1,120},|\bunless (?:otherwise )?(?:noted|specified|stated|indicated|mentioned)(?: otherwise)?\b|"
    r"(?:,? ?\bbut)? (?:is |are )?not limited to\b|\bwithout limitation\b|"
    r"\b(?:(?:but|and|(?:al)?though|however),? )?(?:(?:they|these|those|the|such) )?(?:(?:patients?|subjects?|participants?|individuals?) )?"
    r"(?:(?:may|can|could|might|will) (?:not |later )?be re-?(?:screened|assessed|evaluated|tested|checked|considered)|"
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
    r"enrolled|recruited|admitted|enter\w*|participate|take part|(?:have|meet)(?: any)?)|non(?: ?eligible| ?inclusion)?|(?:(?:must|should|to) be )?exclu\w+(?! from (?:this criterion|these|the (?:definition|list))\b)|ineligible|disqualif\w+|"
    r"contraindicat\w+|prohibited|forbidden|disallowed|restricted)\b"
)
# The same of a line with its list among the exclusions, where "excluding" and "not included" may make an exception.
_ALL_KEPT_OUT = re.compile(
    r"\b(?:(?:(?:must|should|to) )?(?:are|is|were|was|be|being) (?:also )?excluded(?! from (?:this criterion|these|the (?:definition|list))\b)|"
    r"(?:will|would|shall) exclude|excludes|(?:not (?:be )?(?:eligible|enrolled)|ineligible)(?! (?:in|into|for|to|at) (?:any|one|either|all)\b)|disqualif\w+|"
    r"(?:must|may|should|can|will) ?not (?:be (?:included|enrolled|recruited)|enter|enrol\w*|participate|take part|(?:have|meet)(?: (?:had|any))?))\b"
)
_ALL_LET_IN = re.compile(r"\b(?:are|is|will be) eligible\b")
_BUT = re.compile(r"\bbut\b")
_SENTENCES = re.compile(r"[.;] \S")
_EXCLUDES = re.compile(r"\b(?:exclu\w+|ineligible|not eligible|disqualif\w+)\b")


def reverses(line: str, *, heading: bool, names_part: bool, exclusion: bool) -> bool:
    """Return whether a line above a criterion may reverse its meaning.

    `names_part` for the heading of a part, of which the words for the part itself turn nothing round.
    """
    words = key(_ASIDE.sub(" ", line))
    if names_part:
        return bool(EXCEPTS.search(words)) or (not exclusion and bool(_LACKING.search(words)))
    if exclusion:
        rest = (_KEEPS_OUT if heading else _ALL_KEPT_OUT).sub(" ", words)
        apart = not heading and rest != words and (_BUT.search(rest) or _SENTENCES.search(line))
        return excepts(rest) or bool(apart or _LACKING.search(rest) or _ADMITS.search(rest))
    if {*group_words(line)} <= {"including"}:
        words = _ALL_LET_IN.sub(
            " ", words
        )  # "Those who meet all of these are eligible" says what its part says
    lacking = bool(_LACKING.search(words) or _EXCLUDES.search(words))
    return lacking or (bool(EXCEPTS.search(words)) if heading else excepts(words))


def keeps_out(line: str) -> bool:
    """Return whether a line above a list says that what it lists keeps out: "The following drugs are excluded:"."""
    return bool(_ALL_KEPT_OUT.search(key(line)))


def lacks(words: str) -> bool:
    """Return whether a key says that something is lacking, denied or kept away from."""
    return bool(_LACKING.search(words))


def stops(line: str, criterion: str) -> bool:
    """Return whether a line above a criterion says that what it names is stopped; how long ago is no such thing."""
    return bool(_STOPPING.search(key(line))) and not _SINCE.match(criterion)
