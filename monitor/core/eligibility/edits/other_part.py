"""Criteria worded for the other part, as a ban, or so that they leave all to the investigator."""

from __future__ import annotations

import re

from monitor.core.eligibility.wording.signs import NOT_EXCLUDED

_COMPLEMENT = re.compile(
    r"(?<!been )\b(?:exclu(?:de|sion)\w*|(?:ineligible|not (?:be )?eligible)(?! (?:for|to)\b)|(?<!not )disqualif\w+|"
    r"(?:ineligible|not (?:be )?eligible) (?:for|to) (?:th(?:e|is) )?(?:stud|trial|enrol|particip|inclu|randomi|cohort|part)\w*)\b",
    re.IGNORECASE,
)
_FORBIDS = re.compile(
    r"\b(?:not (?:be )?(?:allowed|permitted|acceptable|accepted)|prohibit\w*|forbid\w*|disallow\w*|banned|may not)\b",
    re.IGNORECASE,
)
_FROM_INCLUSION = re.compile(
    r"^(?:no|none|must|at least \d+ \w+ since|all(?! (?:patients?|subjects?|participants?) (?:with|who|having|receiving|under)\b)|inclusion)\b|\b(?:must|should|shall)\b|"
    r"\b(?:are|is|were|was) not to (?:have|be|take|use|receive|donate)\b|"
    r"(?<!who )(?<!that )\b(?:cannot|can not|may not) have (?!(?:a|an|the|any)\b)\w+|"
    r"\b(?:patients?|subjects?|participants?|women|men) (?:are|is|were|will be|shall be) not (?:allowed|permitted)\b|"
    r"(?<!who )(?<!that )(?<!or )\b(?:ha(?:s|ve) to|needs to)\b|\b(?:patients?|subjects?|participants?|women|men) need to\b",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\((?:their |such |the )?(?:enrol\w*|inclusion|eligibility|participation) (?:must|should|shall) be "
    r"(?:determined|decided|discussed|judged|approved|confirmed|reviewed|assessed)\b[^()]{0,120}\)",
    re.IGNORECASE,
)
_OUT = frozenset(["excluded", "ineligible"])
_ELIGIBLE = re.compile(
    r"(?P<who>[^.;:]{3,300}?) (?:is|are|will be) (?P<not>not )?(?P<word>eligible|included|enrolled|excluded|ineligible)"
    r"(?: (?:for|in|from|to) (?:the |this )?(?:study|trial|participat\w+|enrol\w*|inclusion))?(?P<if> (?:if|when|provided|unless) [^.;]{1,200})?[.;]?",
    re.IGNORECASE,
)
_BANS = re.compile(
    r"\W*(?:the |all )?(?:study |healthy )?(?:patients?|subjects?|participants?|volunteers?|individuals?) "
    r"(?:(?:must|should|shall) not|(?:are|were) not to) (?:have|be|take|use|receive|donate)\b(?!.*\b(?:who|that|which|unless|except)\b)",
    re.IGNORECASE,
)
_DEMANDS = re.compile(
    r"[A-Z](?!\w*ny of)(?:(?!\b(?:who|that|which|whose|if|unless|when)\b)[^.;:]){2,150} (?:must|should|shall) (?:not )?"
    r"(?:have|be)\b(?!.*\b(?:excluded|ineligible|eligible|except|unless|if|who|that)\b)[^;:]*",
)
_ANYTHING = re.compile(
    r"\b(?:any|other)\b[\w ,/-]{0,60}\b(?:conditions?|reasons?|circumstances?|illness(?:es)?|factors?|findings?|diseases?|disorders?)\b",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"\b(?:opinion|judge?ment|discretion|confound\w*|interests?|unsuitable|inappropriate|not appropriate|unsafe|compromise\w*|"
    r"jeopardi[sz]e\w*|interferes?|interfering|preclude\w*|investigators? (?:consider|believ|deem|feel)\w*)\b",
    re.IGNORECASE,
)


def leaves_all(text: str, *, exclusion: bool) -> bool:
    """Return whether an exclusion leaves all to the investigator: "any condition that may interfere"."""
    return exclusion and bool(_ANYTHING.search(text) and _JUDGED.search(text))


def from_other(text: str, *, exclusion: bool) -> bool:
    """Return whether a criterion may speak from the other part."""
    if exclusion:
        return bool(_FROM_INCLUSION.search(_REMARK.sub("", text).strip()))
    return bool(_COMPLEMENT.search(NOT_EXCLUDED.sub("", text.casefold())))


def turned(before: str, after: str) -> int:
    """Return +1 where those who were kept out are eligible now, -1 for the reverse, 0 where other things are said too."""
    old, new = (_ELIGIBLE.fullmatch(text.strip()) for text in (before, after))
    if not old or not new or old["who"].casefold() != new["who"].casefold() or (old["if"] and new["if"]):
        return 0
    lets = [bool(found["not"]) == (found["word"].casefold() in _OUT) for found in (old, new)]
    return lets[1] - lets[0]


def bans(text: str) -> bool:
    """Return whether a criterion says what those who take part must not have done: it counts as an inclusion wherever it stands."""
    return bool(_BANS.match(text))


def demands(sentence: str) -> bool:
    """Return whether a sentence says what must be so: "All other side effects must have resolved"."""
    return bool(_DEMANDS.fullmatch(sentence))


def forbids(text: str) -> bool:
    """Return whether a criterion says that something is forbidden, which turns all that it names round."""
    return bool(_FORBIDS.search(text))
