"""Other names of the two parts: in other English words, and in the languages that sponsors write in."""

from __future__ import annotations

import re

from monitor.core.eligibility.model import Part

_ADJECTIVE = r"(?:(?:key|main|major|general|principal|primary|specific|selected|the|brief|most important|some|study|patient|subject|participant) ){0,3}"
_WHO = r"(?:patients?|subjects?|participants?|individuals?|volunteers?|people|persons|women|men|children|adults|candidates?)"
_FOR = r"(?: (?:for|of|in|to) [\w ,/'’()\"“”-]{1,60})?"
_ANY = r"(?: (?:any|one or more)(?: one)? of the (?:following|below)(?: criteria)?(?: (?:apply|applies|is met|are met|is present|are present))?)?"
_INCLUSIONS = (
    rf"{_ADJECTIVE}criteri(?:a|on) (?:for|of) (?:study |trial |the |patient )*(?:inclusion|entry|enrol?lment|participation|selection|recruitment){_FOR}",
    rf"{_ADJECTIVE}inclusions?",
    r"(?:to be )?(?:included|eligible)",
    rf"{_ADJECTIVE}eligible {_WHO}",
    rf"{_WHO} eligible(?: (?:for|to) (?:the |this )?(?:study|trial|enrol\w*|inclusion|particip\w+))?(?: (?:are|will be) (?:those )?(?:who|with|those))?",
    rf"{_ADJECTIVE}{_WHO} (?:must|should|have to|need to|will|shall)(?: (?:be|have|meet|fulfil|satisfy))?",
    rf"{_WHO} (?:are|will be|may be|is) (?:eligible|included|enrolled)(?: (?:if|when|who|in (?:the|this) (?:study|trial) if)(?: they)?(?: (?:have|are|meet))?)?",
    r"(?:you )?(?:may|can|could) (?:be eligible|join|take part|participate)(?: (?:in (?:the|this) (?:study|trial)|if)(?: you(?: are| have)?)?)*",
    rf"(?:{_WHO} )?(?:to be|who (?:can|may|could|will|should) be) (?:included|enrolled|recruited)",
    rf"{_ADJECTIVE}(?:requirements|conditions) for (?:study |trial |the )*(?:inclusion|entry|enrol?lment|participation|eligibility)",
    r"who (?:can|may|should|is able to) (?:participate|take part|join|enrol+)\??",
    rf"{_ADJECTIVE}(?:selection|entry|enrol?lment|admission|recruitment) criteria",
    r"(?:principales )?criterios? de inclusi[oó]n(?: [\w ]{1,40})?",
    r"(?:principaux )?crit[eè]res? (?:d ?['’]? ?inclusion|de s[eé]lection|d ?['’]? ?[eé]ligibilit[eé])(?: [\w ]{1,40})?",
    r"(?:die )?(?:wichtigste[n]? )?einschlu(?:ss|ß)kriterien",
    r"(?:principali )?criteri (?:d['’] ?|di )inclusione",
    r"(?:principais )?crit[eé]rios? de inclus[aã]o",
    r"(?:主要)?(?:入选|纳入|入组|納入|入選)(?:标准|標準|条件|基準)",
    r"inclusiecriteria|inklusionskriterier|kryteria włączenia|критерии включения|選択基準|선정 ?기준",
)
_EXCLUSIONS = (
    rf"{_ADJECTIVE}criteri(?:a|on) (?:for|of) (?:the |study |patient )*(?:exclusion|non[- ]?inclusion){_FOR}",
    rf"{_ADJECTIVE}exclusions?",
    r"(?:to be )?(?:excluded|ineligible)",
    rf"{_ADJECTIVE}(?:ineligible|non[- ]?eligible|excluded) {_WHO}",
    rf"{_WHO} (?:must|should|may|can|will) ?not(?: (?:be|have))?",
    rf"{_WHO} (?:will|can|may|should|shall|must) ?not be (?:eligible|included|enrolled|recruited)(?: (?:if|when|who)(?: they)?(?: (?:have|are|meet))?)?",
    rf"{_WHO} (?:are|will be|is) (?:not eligible|ineligible|excluded|not included)(?: from (?:the |this )?(?:study|trial|participation|enrol\w*))?(?: (?:if|when|who)(?: they)?(?: (?:have|are|meet))?)?{_ANY}",
    rf"(?:{_WHO} )?(?:not to be|who (?:can|may|could|will|should) ?not be) (?:included|enrolled|recruited)",
    rf"(?:{_WHO} )?(?:to be|who (?:may|will|must|should) be) excluded",
    r"(?:you )?(?:may not|cannot|can not|can't) (?:be eligible|join|take part|participate)(?: (?:in (?:the|this) (?:study|trial)|if)(?: you(?: are| have)?)?)*",
    r"who (?:cannot|can not|can't|may not|should not) (?:participate|take part|join|enrol+)\??",
    r"(?:reasons?|grounds?|conditions?) for (?:exclusion|ineligibility|non[- ]?(?:inclusion|participation|eligibility|enrol?lment))",
    rf"{_ADJECTIVE}(?:non[- ]?(?:inclusion|eligibility)|in-?eligibility) criteria",
    r"(?:principales )?criterios? de (?:no )?(?:exclusi[oó]n|no inclusi[oó]n)(?: [\w ]{1,40})?",
    r"(?:principaux )?crit[eè]res? (?:d ?['’]? ?exclusion|de non[- ]?inclusion|d['’]? ?non[- ]?inclusion)(?: [\w ]{1,40})?",
    r"(?:die )?(?:wichtigste[n]? )?ausschlu(?:ss|ß)kriterien",
    r"(?:principali )?criteri (?:d['’] ?|di )esclusione",
    r"(?:principais )?crit[eé]rios? de exclus[aã]o",
    r"(?:主要)?(?:排除|除外|剔除)(?:标准|標準|条件|基準)",
    r"exclusiecriteria|exklusionskriterier|kryteria wyłączenia|критерии (?:не)?(?:ис|в)ключения|제외 ?기준",
)
_NAMES = tuple(
    (part, re.compile(rf"(?:\d{{1,2}}[.)] )?(?:{'|'.join(rows)})\s*(?P<end>[:：.\-–]*)\s*", re.IGNORECASE))
    for part, rows in ((Part.EXCLUSION, _EXCLUSIONS), (Part.INCLUSION, _INCLUSIONS))
)
_LONGEST = 160


def part_name(line: str, *, item: bool) -> Part | None:
    """Return the part that a line names by itself; a line with a bullet has to end with a colon."""
    if len(line) > _LONGEST:
        return None
    for part, pattern in _NAMES:
        found = pattern.fullmatch(line)
        if found and (":" in found["end"] or "：" in found["end"] or not item):
            return part
    return None
