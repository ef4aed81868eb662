"""Words that reverse what a criterion means, or leave it open. Its changes then have no direction.

The functions take the words of `normal.key`.
"""

from __future__ import annotations

import re

_WHO = (
    r"(?:patients?|subjects?|participants?|individuals?|persons?|women|men|females?|males?|children|adults|they|those|mothers|fathers|"
    r"parents|infants|people|volunteers|adolescents|caregivers|smokers|boys|girls)"
)

PERMITS = re.compile(
    r"\b(?:notes?|(?<!to )allow(?:ed|s|able)?|permit\w*|permissible|exempt\w*|waive\w*|optional|discretion|however|although|"
    r"though|regardless|irrespective|even if|whether or not|alternative(?:ly)?|instead|otherwise|preferred|"
    r"(?:is|are|be|remain|still|also|considered|become) (?:potentially )?(?:eligible|acceptable|accepted|admitted)|"
    r"(?:is|are|not) (?:considered )?exclusionary|not (?:be )?(?:excluded|exclude|required|mandatory|necessary|apply)|"
    rf"{_WHO} (?:who |with (?:(?!(?:which|that)\b)\w+ ){{0,9}})?(?:may|can|could|might)|may (?:be|participate|enrol\w*|enter|continue|receive|still|also)|"
    r"(?:will be|is|are) (?:followed|asked|given|assigned|contacted|paid|reimbursed|informed|told|observed|monitored|counted)|"
    r"will be (?:stratified|randomi[sz]ed|followed|enrolled|recruited|included|invited|asked|accepted|considered|offered))\b",
)
EXCEPTS = re.compile(
    r"\b(?:except\w*|unless|excluding|other than|apart from|aside from|save for|not including|not counting)\b"
)
_STARTS_AS_NOTE = re.compile(
    r"(?:except\w*|unless|with the exception|excluding|definitions?|defined as|for example|e g|i e|examples?|including|such as|"
    r"notes?|this includes|please|see|refer|the above|these criteria|this criterion|only for|if|when|for (?:patients|subjects|"
    r"participants|those|women|men|females|males)|in (?:case|patients|subjects|participants))\b",
)
_NOTHING = re.compile(
    r"(?:none|no|n a|na|not applicable|nil|nothing|no exclusion criteria|none (?:identified|stated|specified|known))|"
    r".*\b(?:criteria|restrictions) (?:may |will |also )*appl.*|.*\bprotocol (?:defined|specified|related)\b.*|"
    r".*\b(?:see|refer to|available in|described in) (?:the )?(?:study |full )?protocol\b.*",
)
_WAY_IN = re.compile(
    r"(?:additional |specific )*(?:inclusion|exclusion|eligibility) criteri(?:a|on) (?:for|of|in)\b|"
    r"(?:for |in )?(?:the )?(?:cohorts?|arms?|parts?(?! of the (?!study|trial))|groups?|strat(?:um|a)|phases?|modules?|sub ?study|stage|dose(?! limiting)|expansion|"
    r"population|panel|segment)\b|(?:healthy|normal|control)\b.*\b(?:volunteers?|controls?|subjects?|individuals?|participants?|donors?)\b|"
    r".*\bhealthy (?:volunteers?|controls?)\b|(?:controls?|cases?|siblings?|relatives?|parents?|partners?|spouses?|twins?|donors?|family members|caregivers?)\b",
)
_GROUP = re.compile(
    r"^.{0,80}\b(?:cohorts?|arms?|stratum|strata|sub ?study|modules?|phase \d\w?|(?:group|part) (?:\d\w?|[a-f]))\b|"
    r"^(?!(?:\w+ ){0,4}(?:oncology|study|working|cooperative) group\b)(?:\w+ ){0,4}(?:cases|controls|group)\b|^sub ?groups?\b",
)
_NAMED_GROUP = re.compile(  # an arm may be a limb
    r"\b(?:cohorts?|strat(?:um|a)|sub ?study)\b|\b(?:arms?|parts?|groups?|phase|modules?) (?:\d\w?|[a-f]|i{1,3}|only)\b",
)
_CANCER = re.compile(
    r"\b(?:\w*carcinomas?|cancers?|\w*lymphomas?|leuk\w+|melanoma|\w*sarcomas?|myeloma|gli\w*oma|\w*blastoma|tumou?rs?|"
    r"malignanc\w+|neoplasms?)\b",
)
_STATE = re.compile(
    r"\b(?:advanced|metastatic|unresectable|inoperable|relaps\w+|refractory|recurrent|confirmed|documented|proven|"
    r"diagnos\w+|progress\w+|stage|treated|pretreated)\b",
)
_PEOPLE = re.compile(
    rf"(?:adult |paediatric |pediatric )?(?:{_WHO}|people|infants|diagnos(?:is|ed)|confirmed|histolog\w+|known|established|newly)\b",
)
_COMPLEMENT = re.compile(r"\b(?:exclu\w+|ineligible|not eligible|disqualif\w+)\b")
_CONDITION = re.compile(
    rf"\b(?:from|of|by|with|to|and|or|than) (?:\w+ )?{_WHO}$|\bassent\b|\bconsent (?:for|from|by|of|if)\b|"
    r"\b(?:if|when|whenever|where|provided|depending|unless|until|among|in case|in the event|those|"
    rf"(?:for|in) (?:all |the |any )?(?:\w+ )?{_WHO})\b",
)


def blurs_presence(words: str) -> bool:
    """Return whether a criterion may permit or explain something, or name a way to qualify.

    That it was added or removed then says nothing about who may take part.
    """
    return any(
        (
            PERMITS.search(words),
            _STARTS_AS_NOTE.match(words),
            _NOTHING.fullmatch(words),
            _WAY_IN.match(words),
        ),
    )


def groups_only(words: str) -> bool:
    """Return whether a criterion names a group of the trial, so that it may be asked of that group alone."""
    return bool(_NAMED_GROUP.search(words))


def names_group(words: str) -> bool:
    """Return whether an inclusion names a group, which may be a further way to qualify."""
    return bool(_GROUP.search(words))


def names_tumour(words: str) -> bool:
    """Return whether an inclusion names a tumour in some state: perhaps one of several kinds of them."""
    return bool(_CANCER.search(words) and _STATE.search(words))


def names_people(words: str) -> bool:
    """Return whether a criterion names a kind of people or a diagnosis: perhaps one of several ways to qualify."""
    return bool(_PEOPLE.match(words))


def excepts(words: str) -> bool:
    """Return whether a text makes an exception."""
    return bool(EXCEPTS.search(words) or PERMITS.search(words))


def conditional(words: str) -> bool:
    """Return whether a criterion holds under a condition or for some people only: "if bilirubin > 2", "in women"."""
    return bool(_CONDITION.search(words))


def contradicts_presence(words: str, *, exclusion: bool) -> bool:
    """Return whether a whole criterion may belong to the other part: "… are excluded", "must be …"."""
    if exclusion:
        return bool(re.search(r"^(?:inclusion|(?:\w+ )?must (?:be|have)\b)", words))
    return bool(_COMPLEMENT.search(words))
