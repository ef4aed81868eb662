"""Sentences that say nothing of who takes part: remarks, definitions, who decides, what is of no importance.

A criterion names a condition, or says something of the people or of what is measured in them. A sentence about the staff,
the study or a word does not, and its coming or going has no direction.
"""

from __future__ import annotations

import re

from monitor.core.eligibility.conduct import SUBJECT, of_study
from monitor.core.eligibility.permissive import permits

_LONGEST = 600  # letters of a line that are looked at
_WORDS = 12  # of a subject; what is longer is no subject
_SENTENCE = re.compile(r"(?<=[a-z)\]])[.;]\s+(?=\S)", re.IGNORECASE)
_LABEL = (
    r"(?:caution|attention|warning|tip|background|rationale|reason|remark|comment|advice|info|information|disclaimer|clarification|"
    r"hint|example|context|purpose|abbreviation|legend|key|glossary|source|reference|footnote)s?\s*[:–-]"
)
_TERM = (
    r"(?:menopause|postmenopausal|sterility|abstinence|wocbp|(?:women of )?childbearing potential|remission|relapse|flare|response|"
    r"progression|exacerbation|measurable disease|treatment[- ]na[iï]ve|lines? of (?:prior )?therapy|baseline) ?[:=]"
)  # "Menopause: no menses for a year" says what the word means
_NAMED = re.compile(rf"\W*(?:{_LABEL}|{_TERM})", re.IGNORECASE)
_STARTS = re.compile(
    rf"\W*(?:{_LABEL}|whether\b|whatever\b|whichever\b|however many\b|no matter\b|it (?:is|was|does|will|has|makes)\b|this (?:study|trial|protocol|criterion|rule|list|section|applies)\b|"
    r"the (?:above|list|rule|criteri(?:on|a)) |(?:the )?first \d+ (?:enrolled )?(?:patients?|subjects?|participants?)\b|none other\b|nobody\b|no one\b|every(?:one|body)\b|anyone\b|"
    r"no (?:minimum|maximum|upper|lower) (?:\w+ ){0,2}(?:age|weight|height|bmi|mass|number|duration|size|interval|score|level|count|dose|"
    r"length|time|amount|period|threshold|value)\b)",
    re.IGNORECASE,
)
# What matters to nobody; not "of which one is of no importance", which is said of a thing.
_NO_MATTER = re.compile(
    r"(?<!that )(?<!which )(?<!who )\b(?:(?:is|are|was|were|be|being) (?:(?:therefore|thus|also|considered|of) )*"
    r"(?:(?:no|little|not of|without) (?:\w+ )?(?:importance|consequence|relevance|concern|significance|interest|influence|barrier|obstacle|hindrance|"
    r"impediment|problem|issue|matter|bearing|reason)|irrelevant|immaterial|unimportant|inconsequential|insignificant|not (?:relevant|decisive|a "
    r"(?:barrier|problem|concern|hindrance|reason|factor)))|(?:do|does|did|will|shall) not (?:matter|count|play|influence|decide)|"
    r"(?:makes?|has|have|plays?) no (?:difference|bearing|influence|role|part)|(?:is|are|be) (?:left|up) to (?:the|their|each|local))\b",
    re.IGNORECASE,
)
_MEANS = re.compile(
    rf"^\W*{SUBJECT} (?:(?<!by )means|denotes?|refers? to|stands? for|(?:is|are) (?:understood (?:as|to)|taken to mean|counted (?:as|from)|"
    r"calculated|computed|measured (?:as|from|with|by|at|in)|scored (?:as|from|on)|derived)|is the (?:mean|median|average|sum|day|date|first|last|"
    r"highest|lowest|worst|best|time|number|period|interval|difference|ratio|product|total|moment|visit))\b",
    re.IGNORECASE,
)
_QUALIFY = re.compile(
    r"^\W*(?:(?!\b(?:who|that|which|not|only)\b)[^.;:]){3,90}? (?:also |still |all |equally )?qualif(?:y|ies)\b(?! (?:for|as)\b)[^.;:]{0,30}\W*$",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:patients?|subjects?|participants?|individuals?|persons?|wom[ae]n|m[ae]n|females?|males?|child(?:ren)?|adults?|adolescents?|"
    r"volunteers?|those|people|they|he|she|you|infants?|parents?|guardians?|mothers?|fathers?|caregivers?|carers?|partners?|"
    r"famil(?:y|ies)|boys?|girls?|smokers?|candidates?|applicants?|donors?|recipients?|carriers?|representatives?|there|newborns?|"
    r"neonates?|bab(?:y|ies)|students?|residents?|workers?)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"^(?P<subject>(?:(?!\b(?:who|whose|that|which|if|when|unless|where|because|while|but|whether|as|since|although|than|until|has|have|had|"
    r"must|should|shall|needs?|requires?)\b)[^;:<>≤≥=?])"
    r"{2,140}?)\b(?P<verb>is|are|was|were|will|does|do|did)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# What is said of an illness, a test or an organ: its state, or a value.
_STATE = re.compile(
    r" ?(?:(?:not|no longer|still|also|currently|clinically|histologically|pathologically|definitely|clearly|confirmed|at least|partially|expected|"
    r"estimated|assessed|considered|well|fully|completely|adequately|poorly|known|likely|all|both|being)(?: to be| as)? )*"
    r"(?:[<>≤≥=\\\d]|(?:more|less|higher|lower|greater|older|younger|longer|shorter|above|below|over|under|between|within|up to|equal|zero|one|two|"
    r"three|\w+er than|normal|abnormal|\w+able|\w+ible|positive|negative|known|unknown|present|absent|stable|unstable|adequate|inadequate|sufficient|insufficient|"
    r"diagnosed|confirmed|proven|found|seen|visible|identified|expected|planned|scheduled|indicated|contraindicated|uncontrolled|controlled|unresectable|resectable|inoperable|"
    r"amenable|induced|detected|met|fulfilled|elevated|increased|decreased|reduced|raised|impaired|low|high|refractory|resistant|active|"
    r"inactive|progressive|progressing|intact|due|caused|treated|untreated|suitable|unsuitable|localized|limited|confined|metastatic|advanced|severe|"
    r"mild|moderate|chronic|acute|symptomatic|asymptomatic|in (?:remission|range|place)|complete|incomplete|compromised|suspected|healed|"
    r"required|needed|necessary|documented|established|at least|at most|from|\w+ing\b|free|clear|out of|outside|consistent|compatible|fulfil|"
    r"excluded|prohibited|forbidden|exclusions?\b|occluded|blocked|damaged|broken|infected|involved|affected|enlarged|dilated|swollen|painful|worse|better|evident|obvious|certain))",
    re.IGNORECASE,
)
_WILL = re.compile(
    r" (?:need|require|undergo|interfere|prevent|forbid|exclude|preclude|not allow|start|begin|continue|receive|lead|result|be (?:excluded|prohibited|forbidden|needed|required|necessary))\b",
    re.IGNORECASE,
)
# Of what a number is no value of somebody.
_MEASURE = re.compile(
    r"\b(?:units?|drinks?|windows?|cycles?|courses? of (?:therapy|treatment)|visits?|servings?|packs?)\b[^.]{0,40}$",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"\bwill (?:not )?be (?:replaced|stratified|randomi[sz]ed|reimbursed|compensated|notified|logged|recorded)\b|\b(?:is|are) meant\b|\b(?:is|are) planned (?:together|jointly|in agreement|by)\b|\b(?:is|are) going to be\b|\bnot kept out\b|\b(?:is|are) not (?:a|an|any) (?:condition|prerequisite|requirement|demand)\b",
    re.IGNORECASE,
)


def is_remark(text: str) -> bool:
    """Return whether all that a line says is a remark: "Baseline is the mean of three readings", "the surgeon decides on the graft"."""
    text = text[:_LONGEST].strip()
    return bool(text) and (bool(_NAMED.match(text)) or all(map(_remark, _SENTENCE.split(text))))


def without_remarks(text: str) -> str:
    """Return a criterion without the sentences behind its first that are remarks and permit nothing."""
    first, *others = _SENTENCE.split(text)
    left = [sentence for sentence in others if not _remark(sentence) or permits(sentence, exclusion=True)]
    return text if len(left) == len(others) else ". ".join([first, *left])


def _remark(sentence: str) -> bool:
    """Return whether one sentence is a remark."""
    return bool(
        _STARTS.match(sentence)
        or _NO_MATTER.search(sentence)
        or _MEANT.search(sentence)
        or _MEANS.match(sentence)
        or _QUALIFY.match(sentence)
        or of_study(sentence)
        or _of_something_else(sentence)
    )


def _of_something_else(sentence: str) -> bool:
    """Return whether a sentence with "is" or "will" is about no people, and gives no state or value of theirs."""
    says = _SAYS.match(sentence)
    if says is None or _PEOPLE.search(says["subject"]) or len(says["subject"].split()) > _WORDS:
        return False
    verb, rest = says["verb"].casefold(), says["rest"]
    if verb == "will":
        return not _WILL.match(rest)
    if verb in {"do", "does", "did"}:
        return False
    return not _STATE.match(rest.removeprefix(" ")) or bool(_MEASURE.search(says["subject"]))
