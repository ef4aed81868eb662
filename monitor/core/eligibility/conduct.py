"""Lines that say how the study is run or who decides, and nothing of who takes part."""

from __future__ import annotations

import re

_LONGEST = 400
_BE = r"(?:(?:will|must|should|shall|may|can|is|are|was|were|has to|have to) (?:also |only |first |all |always )?(?:be )?)"
_DONE = (
    r"(?:done|taken|performed|obtained|collected|drawn|repeated|completed|recorded|reviewed|conducted|carried out|documented|noted|"
    r"assessed|checked|verified|confirmed|scheduled)"
)
_TOLD = r"(?:informed|notified|contacted|consulted|counsell?ed|advised|instructed|encouraged|reminded|asked|invited|reimbursed|told|made aware)"
_RUN = re.compile(
    r"\W*(?:note:? |please note that |nb:? )?(?:"
    # who decides, and when
    r"(?:the )?(?:final )?decisions?\b[^.;:]{0,80}\b(?:rests?|lies?|is|are|will|made|taken)\b|"
    r"(?:the )?(?:eligibility|enrol\w+|inclusion|recruitment|screening|participation)(?: criteria| assessments?| of (?:the |all )?\w+| in (?:this|the) (?:study|trial))? "
    r"(?:is|are|will|takes?|rests?|lies?|starts?|begins?|must be (?:confirmed|determined|decided|approved|documented))\b|"
    r"(?:all|these|the) (?:\w+ )?criteria (?:apply|(?:must be|should be|will be|are) (?:met|fulfilled|assessed|applied|checked))\b|"
    # what is done with everybody who takes part
    rf"(?:all |the |these |any )?(?:laboratory |blood |urine |screening |baseline |study ){{0,3}}(?:tests?|samples?|assessments?|procedures?|visits?|evaluations?|examinations?) {_BE}{_DONE}\b|"
    rf"(?:concomitant medications?|(?:the )?medical (?:history|records?)|adverse events|vital signs|demographic data|data|results) {_BE}{_DONE}\b|"
    r"(?:the )?study (?:treatment|drug|medication) (?:starts|begins|is started|is given|will (?:start|begin|be (?:started|given|administered)))\b|"
    rf"(?:all )?(?:patients?|subjects?|participants?|women|men|parents) (?:will|must|should|shall|are|is)(?: to)? (?:be )?(?:also )?{_TOLD}\b|"
    rf"(?:the )?(?:sponsor|medical monitor|monitor|principal investigator|investigator|site|general practitioner) {_BE}{_TOLD}\b)",
    re.IGNORECASE,
)
# What only sounds so: "screening is negative", "participation is not possible if …".
_ASKS = re.compile(
    r"\b(?:not|no|only|without|unless|if|except|prohibit\w*|limited|restricted|exclud\w*|requir\w*|able|willing|agree\w*|normal|negative|"
    r"positive|possible|feasible|available|less|more|least|than)\b|[<>≤≥=]",
    re.IGNORECASE,
)


def conducts(text: str) -> bool:
    """Return whether a line says what is done in the study: "Screening takes place within 28 days before the first dose"."""
    return len(text) <= _LONGEST and bool(_RUN.match(text)) and not _ASKS.search(text)
