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
_STAFF = (
    r"(?:investigators?|surgeons?|physicians?|doctors?|clinicians?|sponsors?|pharmacists?|\w+iatrists?|\w+ologists?|"
    r"specialists?|dieti[ct]ians?|nurses?|monitors?|committees?|boards?|teams?|staff|sites?|cent(?:er|re)s?|"
    r"coordinators?|study|trial|protocol|interpreters?|hospital|clinic)"
)
_DOES = (
    r"(?:decides?|determines?|reviews?|records?|explains?|checks?|assess(?:es)?|evaluates?|documents?|assigns?|chooses?|selects?|approves?|"
    r"informs?|keeps?|reports?|judges?|performs?|arranges?|provides?|offers?|discuss(?:es)?|consults?|follows?|uses?|takes?|measures?|"
    r"plans?|includes?|compares?|examines?|investigates?|aims?|enrol+s?|recruits?|counsels?|advises?|has|makes?|gives?|grants?|waives?|allows?)"
)
# "The treating surgeon decides on …", not "the physician determines that the patient …".
_STAFF_DOES = re.compile(
    rf"^\W*(?:(?:in|for|at|after|before|if|when) [^,.;]{{1,60}}?,? )?(?:(?:the|an?|each|every|this|our|all) )?(?:[\w'’-]+ ){{0,3}}{_STAFF}"
    rf"(?: (?:of|at|in) (?:the |each |this )?[\w-]+)?(?:(?: and| or) (?:the )?(?:[\w-]+ ){{0,2}}{_STAFF})?"
    rf" (?:(?:will|may|can|shall|also|then|always|first) )*{_DOES}\b(?! (?:that|whether the (?:patient|subject|participant)|the (?:patient|subject|participant)))",
    re.IGNORECASE,
)
_COLLECTED = (
    r"(?:measured|recorded|stratified|randomi[sz]ed|judged|assessed|evaluated|classified|graded|counted|reviewed|repeated|taken|drawn|"
    r"collected|performed|done|given|offered|provided|explained|calculated|determined|logged|entered|assigned|followed|contacted|informed|"
    r"reimbursed|documented|examined|tested|screened|monitored|observed|paid|asked|told|invited|trained|supplied|analy[sz]ed|compared|"
    r"scored|rated|estimated|derived|reported|registered|stored|destroyed|obtained|replaced|adjusted|divided|grouped|described|listed|"
    r"discussed|decided|checked|sent|shown|used)"
)
SUBJECT = r"(?:(?!\b(?:who|whose|that|which|with|without|not|no|if|unless)\b)[^.;:<>≤≥=]){2,90}?"
_WILL_BE_DONE = re.compile(
    rf"^\W*{SUBJECT} will (?:(?:also|all|first|only|then|always) )?be (?:\w+ly )?{_COLLECTED}\b",
    re.IGNORECASE,
)
_OF_THE_STUDY = re.compile(
    r"^\W*(?:all |the |any )?(?:excluded|screened|withdrawn|randomi[sz]ed|enrolled|non-?eligible|ineligible|included) "
    r"(?:patients?|subjects?|participants?|individuals?|persons?|people|women|men|children) "
    r"(?:are|is|were|will|may|can|receive|undergo|attend|continue|remain|have access)\b",
    re.IGNORECASE,
)
_TAKES_PLACE = re.compile(
    rf"^\W*{SUBJECT} (?:takes? place|(?<=recruitment )[a-z]+s|(?<=enrolment )[a-z]+s|(?<=enrollment )[a-z]+s|(?<=accrual )[a-z]+s|"
    r"rests? with|lies? with|ha(?:s|ve) the (?:final )?say|(?<=period )lasts?|(?<=phase )lasts?|(?<=study )lasts?|(?<=trial )lasts?|(?<=visit )lasts?|(?<=up )lasts?|"
    r"consists? of|comprises?|serves? as|depends? on|remains? free|are free|is free)\b",
    re.IGNORECASE,
)
_MUST_BE_REPORTED = re.compile(
    rf"^\W*{SUBJECT} (?:must|should|shall|is to|are to|has to|have to) be (?:\w+ly )?(?:reported|recorded|notified|registered|entered|logged|stored|"
    r"returned|sent|recruited|enrolled|communicated|replaced)\b",
    re.IGNORECASE,
)
_PERSON_DOES = re.compile(
    r"^\W*(?:(?:the|an?|each|every|two|three|both|one) )?(?:[\w'’-]+ ){0,3}(?:investigators?|surgeons?|physicians?|doctors?|clinicians?|nurses?|dieti[ct]ians?|"
    r"pharmacists?|\w+iatrists?|\w+ologists?|specialists?|coordinators?|monitors?|committees?|boards?)(?: (?:of|at|in) (?:the |each |this )?[\w-]+)? "
    r"(?!(?:is|was|has|does|considers?|deems?|believes?|thinks?|feels?|finds?|suspects?|regards?|expects?|states?|confirms?)\b)[a-z]{2,14}(?<!s)s (?:the|an?|all|each|every|on|in|with|whether|what|how|which|any|both|this)\b",
    re.IGNORECASE,
)
_OF_STUDY = (_PERSON_DOES, _TAKES_PLACE, _MUST_BE_REPORTED, _STAFF_DOES, _WILL_BE_DONE, _OF_THE_STUDY)


def conducts(text: str) -> bool:
    """Return whether a line says what is done in the study: "Screening takes place within 28 days before the first dose"."""
    return len(text) <= _LONGEST and bool(_RUN.match(text)) and not _ASKS.search(text)


def of_study(sentence: str) -> bool:
    """Return whether a sentence says what the staff does or what happens in the study: "the surgeon decides on the graft"."""
    return any(kind.match(sentence) for kind in _OF_STUDY)
