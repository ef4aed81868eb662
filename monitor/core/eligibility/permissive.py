"""Lines that demand nothing: they permit something, name everybody, deny a limit, or are no criterion."""

from __future__ import annotations

import re

from monitor.core.eligibility.wording.opposites import opposed
from monitor.core.eligibility.wording.tokens import tokens

_I = re.IGNORECASE
_NO_MORE = (
    r"(?:there (?:is|are|will be) )?(?:none|nothing|no)(?: (?:other|further|additional|more|else|specific|special|formal|particular))*"
    r"(?: (?:inclusion|exclusion|eligibility))?(?: (?:criteri(?:a|on)|exclusions|(?:reasons?|grounds?) for exclusion))?"
    r"(?: (?:appl(?:y|ies)|applicable|exist|(?:(?:is|are|were|have been|will be) )?(?:applied|stated|listed|specified|defined|planned|set|known)))?"
    r"(?: for th(?:is|e) (?:study|trial))?(?:,? (?:beyond|besides|other than|than|apart from|aside from|except(?: for)?|in addition to)"
    r"(?: (?:the|those|these|what|that|ones|was|is|are|has|have|been|as|already|previously|listed|stated|mentioned|specified|given|"
    r"described|noted|named|above|below|before|here|reverse|opposite|of|in|under|inclusion|exclusion|eligibility|criteria)){1,12})?"
)
_BOILERPLATE = re.compile(
    rf"\W*(?:{_NO_MORE}|"
    r"n/?a|none|nil|nothing|no|not (?:specified|applicable|provided|stated|available)|unspecified|tbd|to be determined|"
    r"not known|unknown|see (?:above|below)|as above|except|exceptions?|and|or|and/or|etc|notes?|other|others|"
    r"none identified|no exclusion|"
    r"(?:[ivx]{1,5}|[a-z]|\d{1,3})|"
    r"(?:note[:.]? ?)?(?:other|additional|further|more|some)?[\w ,/-]{0,40}\b(?:inclusion|exclusion|protocol|eligibility|criteria)"
    r"[\w ,/-]{0,60}\b(?:may|will|could|can) (?:also )?apply[\w ,/-]{0,40}|"
    r"(?:note[:.]? ?)?(?:other|additional|further|more|some) (?:[\w/-]+ ){0,5}criteria (?:also )?appl(?:y|ies)|"
    r"(?:other|additional|further)?[\w ,/-]{0,30}protocol[- ](?:defined|specified)[\w ,/-]{0,40}|"
    r"(?:please )?(?:contact|refer to|see)\b[\w ,/.@-]{0,120}|for (?:more|further|full|additional) [\w ,/-]{0,80}|"
    r"(?:sin|aucun|aucune|keine|nessuno|nenhum|ninguno|ninguna|無|无)\w{0,3})\W*",
    _I,
)
_NOTE = re.compile(
    r"\W*(?:n\.?b\.?|notes?|nota|remarque|hinweis|definitions?|explanation|comment|important|reminder)\s*[:.\-–]|"
    r"\W*please note\b|[(\[][^()\[\]]{0,300}[)\]][.;]?$|"
    r"\W*(?:(?:the|an?|all|any|full|complete|more|further|additional|other|detailed|specific) )*(?:details?|information|definitions?|"
    r"lists?|descriptions?|explanations?|instructions?|examples?)\b(?:(?!\b(?:who|whose|that|which|must|should|not)\b)[^.;]){0,80}"
    r"\b(?:is|are|can be|will be|may be) (?:also )?(?:described|given|listed|found|specified|outlined|detailed|defined|explained|"
    r"shown) (?:in (?:detail|full) )?(?:in|on|under|at|below|above|elsewhere)\b|"
    r"\W*(?:(?!\b(?:who|whose|that|which|with|must|should|not)\b)[^.;]){3,120}?\b(?:is|are|can be|will be|may be) (?:also )?"
    r"(?:described|given|listed|found|specified|outlined|detailed|defined|explained|shown|set out) (?:in (?:detail|full) )?(?:in|on|under|at) "
    r"(?:the |an? )?(?:(?:study|trial|full|clinical|separate|investigators?'?s?) )*"
    r"(?:protocols?|appendi\w+|annex\w*|sections?|tables?|manuals?|brochures?|labels?|synopsis|supplements?|documents?|websites?)\b",
    _I,
)
_PEOPLE = r"(?:patients?|subjects?|participants?|individuals?|persons?|women|men|females?|males?|children|adults|adolescents|volunteers?|those|people)"
_SEX = r"(?:men|males?|boys|women|females?|girls)"
_EVERYBODY = re.compile(
    rf"\W*(?:(?:healthy |adult |both )*(?:{_PEOPLE} )?(?:of )?(?:either |both |any |all )?(?:{_SEX}\W*(?:and|or|/|&|,|and/or)\W*{_SEX}|"
    r"(?:either|both|any|all) (?:sex(?:es)?|genders?|races?)|(?:sex|gender) ?: ?(?:both|all|any|either))\b[\w ,]{0,20}\W*|"
    r"(?:any|all|both|either|every|no restrictions? (?:on|for|regarding|as to))\b(?!.{0,60}\b(?:following|must|required|below|should)\b).{0,200}|"
    r"with (?:or|and) without\b.{0,200}|with/without\b.{0,200}|(?:may or may not|might or might not)\b.{0,200}|(?:presence (?:or|and) absence|absence (?:or|and) presence|presence/absence)\b.{0,200}|.{0,80}\b(?:with (?:or|and) without|regardless of|irrespective of|independent of|"
    r"no matter|whether or not)\b.{0,200}|"
    r"no (?:upper|lower|age|minimum|maximum|weight|bmi|other)\b[\w ,-]{0,40}\b(?:limits?|restrictions?|bounds?|cut-?offs?|requirements?)\b.{0,80}|"
    r"no (?:(?:other|further|additional|specific|special|particular) )?(?:limits?|restrictions?|requirements?|limitations?)\b.{0,120}|there (?:is|are|will be) no\b.{0,60}\b(?:limit|restriction|requirement|discrimination|preference)s?\b.{0,80}|"
    r".{0,80}\b(?:unlimited|no limit|no restriction|not restricted|(?<!but )not limited)\b.{0,120})",
    _I,
)
_ONLY = re.compile(
    r"\W*only\b[^.;]{3,200}\b(?:are|is|will be|may be|can be) (?:eligible|included|enrolled|admitted|accepted|recruited)\b[^.;]{0,60}\W*$",
    _I,
)
_RELATIVE = re.compile(
    r"\b(?:on|in|with|for|by|from|at) which\b[^.;]*", _I
)  # says what a thing is for, and permits nothing
_ANY_OF_A_KIND = re.compile(
    r"\W*(?:any|all|both|either|every)\b(?! (?:sex|gender|race|ethnic)).|"
    r".{0,80}\b(?:with or without|with/without|regardless of|irrespective of|independent of|no matter|whether or not)\b",
    _I,
)
_NO_EXCLUSION = re.compile(
    r"\b(?:(?:not|no|never|nor|isnt|arent) (?:be |a |an |considered (?:as )?|regarded as |by (?:itself|themselves) |lead to |in itself )*"
    r"(?:a |an |any |the )?(?:reasons? for |grounds? for |cause (?:for|of) |criteri(?:on|a) for )?(?:exclu\w+|disqualif\w+|ineligib\w+)|"
    r"(?:nobody|no[ -]?one|none of (?:them|these)|no (?:patients?|subjects?|participants?|person)) (?:is|are|will be|shall be) (?:exclu|disqualif)\w+|"
    r"no (?:reasons?|grounds?|cause|criteri\w+) (?:for|to) (?:exclu\w+|disqualif\w+)|(?:does|do|will|would|shall|should) not (?:lead to |result in |be |by (?:itself|themselves) )*"
    r"(?:exclu\w+|disqualif\w+|preclude|prevent|prohibit|bar|rule out|make|render|affect|apply)|not (?:be )?(?:required|mandatory|necessary|needed|apply)|"
    r"(?:is|are|be) not (?:barred|kept out|turned away|refused|debarred|shut out|hindered|prevented|ruled out|denied|turned down)\b|\bfree to\b|"
    r"no longer (?:require|need|appl)\w*|do(?:es)? not apply|need not|not exclusionary|may (?:still |also |be |have |participate|enrol\w*|enter|continue|receive|take|use|join|remain)|"
    r"(?<!who )(?<!that )(?:can|could|might) (?:still |also |be |participate|enrol\w*|enter|continue|receive|take|join|remain|have)|"
    r"(?:is|are|be|will be|remains?|still|also|considered|become|deemed) (?:potentially |considered |still |also |generally )?"
    r"(?:eligible|acceptable|accepted|admitted|allowed|permitted|permissible|included|welcome|tolerated|ok|fine|possible|optional|exempt)|"
    r"(?:(?<!to )allow\w*|permit\w*|permissible|acceptable(?=\W*$|\W+(?:if|when|provided|as long)\b)|welcome|optional|exempt\w*|waive\w*|tolerated)\b|eligible (?:if|when|after|provided)|"
    r"except\w* (?:to|from) this|^\W*no\b[\w ,/-]{1,60}\b(?:needed|required|necessary|mandatory)\b)",
    _I,
)
# "… is no obstacle", but not "a tumour that is not measurable" nor "the patient is not able".
_DENIED = re.compile(
    r"(?<!that )(?<!which )(?<!who )\b(?:is|are|do|does|will|shall)(?: no| not|n't| never)\b", _I
)
_OF_SOMEBODY = re.compile(rf"\W*(?:the |any |all )?(?:\w+ )?{_PEOPLE}\b|\W*(?:is|are|do|does|will)\b", _I)
_OPENS = re.compile(
    rf"\W*(?:(?:adult |paediatric |pediatric |elderly |female |male |previously |newly |both )*{_PEOPLE}\b(?! (?:must|should|shall|have to|need|is|are|able|"
    r"willing|agree|can |ha(?:s|ve) (?!(?:been|(?:the |an )?(?:option|opportunity|choice|right|possibility|chance))\b)|be ))|(?:an? )?(?:prior|previous(?:ly)?|earlier|former(?:ly)?|past|preceding|remote) (?!(?:medical )?history\b)|"
    r"(?:treatment|therapy|drug)[- ]na[iï]ve|na[iï]ve|pre-?treated|one prior|up to|also |including |for |in |"
    r"cohorts?\b|arms?\b|parts?\b|groups?\b|phase\b|healthy\b|controls?\b|cases?\b|if\b|when\b|alternatively|or\b)",
    _I,
)
_CONSENT = re.compile(
    r"\b(?:informed|written|signed)?\s?consent\b|\bassent\b|\bICF\b|\bprivacy authori[sz]ation\b|\bHIPAA\b",
    _I,
)
# When something is so, and no matter of consent: "before signing the informed consent form", "at the time of consent".
_CONSENT_TIME = re.compile(
    r"\b(?:(?:on|within)(?: the)? (?:time|day|date|moment)|(?:at|before|prior to|after|since|until|from|preceding)(?: the)?(?: (?:time|day|date|moment|point))?)"
    r"(?: (?:the|their|of|signing|signature|signed|giving|providing|obtaining|provision|written|informed|main|study)){0,5} "
    r"(?:consent|assent|ICF)\b",
    _I,
)
_WHO = r"(?:patient|subject|participant|parent(?:al)?|guardian|famil(?:y|ies)|child(?:ren)?|legal \w+)s?'?s?"
_UNWILLING = (
    r"(?:(?:do|does|did|will|would) not (?:wish|want|agree|intend|like)|no (?:wish|desire|interest|intention|motivation)|(?:lack of|without) (?:interest|willingness|motivation)|unmotivated|prefer(?:s|ence)? not|"
    r"not (?:wish|want|agree|intend|interested|motivated|inclined|prepared|keen|ready|in favou?r)(?:ing)?|(?:declin|refus|reluctan|oppos|object|disinclin)\w+)"
)
_TO_JOIN = (
    r"(?: (?:to|in|of|at|their|his|her|the|this|own|being|be))*+ (?:participat\w+|tak(?:e|ing) part|join(?:ing)?|enrol\w*|inclu(?:ded|sion)|enter(?:ing)?|study|trial)"
    r"(?: (?:in|into|to))?+(?: (?:the|this|our|any|present|current|clinical|research))*+(?: (?:study|trial|research|project|investigation)s?)?"
)
_CIRCULAR = re.compile(
    r"\W*(?:.{0,60}\b(?:not|none|fail\w*|unable|inability|absence|lack\w*)\b.{0,40}\binclusion criteri.{0,40}|"
    r".{0,80}\b(?:specified|defined|required|stated|set) (?:for|in|by) the (?:study|trial|protocol)\W*|"
    r"(?:same as|as for|as in)\b.{0,80}|(?:none|any|all) of the above\W*|"
    r"(?:(?:patient|subject|participant)s?'?s? )?refus\w*(?: (?:to|of)\b.{0,40}\b(?:participat\w*|take part|stud(?:y|ies)|trial|enrol\w*)\b.{0,40})?|"
    rf"(?:the )?{_WHO} (?:own )?(?:preference|wish(?:es)?|choice|request)|"
    rf"(?:the )?(?:{_WHO} )?refus(?:al|es?)(?: (?:of|by|from) (?:the )?{_WHO})?|.{{0,60}}\b{_UNWILLING}{_TO_JOIN}|"
    r".{0,40}\b(?:un|not )willing(?:ness)? to (?:participate|take part|enrol\w*|join)\b.{0,40}|"
    r"(?:the )?investigator(?:s'|'s|s)? (?:decision|discretion|judge?ment|opinion)\b.{0,40})\W*",
    _I,
)
_ALLOWANCE = re.compile(
    r"^\W*(?:[\w-]+ ){0,4}(?:therapy|treatment|medication|supplements?|supplementation|replacement)\b(?!.{0,60}\b(?:not|no|without|un)\b).{0,60}\bstable\b|"
    r"\b(?:stable|controlled|treated|asymptomatic|resected|cured|suppressed)\b(?=.{0,80}\b(?:brain|cns|central nervous|hiv|hepatitis|"
    r"hypertension|thyroid\w*|hypothyroidism|autoimmune|diabetes)\b)|"
    r"^\W*(?:(?:well|adequately|medically|diet|previously)[- ])?(?:controlled|treated|coexisting|co-existing|concomitant|concurrent|asymptomatic)\b|"
    r"\b(?:brain|cns|central nervous system|leptomeningeal) metastas\w+.{0,60}\b(?:stable|controlled|treated|asymptomatic|resected)\b",
    _I,
)
# "Stent placed more than one year ago" may say who is let in all the same.
_LONG_AGO = re.compile(
    r"\b(?:placed|completed|performed|implanted|finished|done|removed|treated|resected|received|given|inserted|ended|undergone|healed|resolved)\b"
    r"(?:(?!\b(?:not|no|never)\b)[^.;]){0,40}\b(?:more than|at least|over|longer than|greater than|[>≥]=?) ?[\w.]{1,12} "
    r"(?:days?|weeks?|months?|years?) (?:ago|earlier|previously|before|prior)\b",
    _I,
)
_DEMANDS = re.compile(
    r"\b(?:must|should|shall|ha(?:ve|s) to|needs? to|required to|(?:is|are) (?:required|able|willing))\b|"
    r"^\W*(?:agree(?:s|ment)? |willing |able |ability |willingness )",
    _I,
)
# "Postmenopausal is defined as …", but not "the patient is defined as high risk by the score".
_DEFINES = re.compile(
    rf"\W*(?:for (?:the )?purposes? of (?:this|the) \w+\W+(?!.{{0,400}}\b(?:must|should|shall)\b)[^.;]{{3,120}}? (?:is|are|means?|refers? to)\b|"
    rf"(?!(?:the |each )?{_PEOPLE} (?:is|are)\b)(?:(?!\b(?:who|whose|that|which|with)\b)[^.;:]){{3,80}}? (?:is|are) (?:defined (?:as|by)|those (?:who|with|that))\b|"
    rf"(?:an? |the |all )?(?:woman|man|child|{_PEOPLE}) (?:is|are|will be) (?:considered|deemed|regarded)(?: to be| as)? "
    r"(?!.{0,20}(?:eligib|fit\b|suitab|exclu|appropriate|able\b))[\w -]{3,60}? (?:if|when|from|after|until|unless|once)\b)",
    _I,
)
# Lines that name no ground at all, so that not even an exclusion is one.
_WHOEVER = re.compile(
    rf"\W*(?:with(?: or |/)without\b|{_PEOPLE} of (?:any|all|every|either|both) [\w-]+(?: (?:or|and) [\w-]+)?\W*$)",
    _I,
)
_PAIR = 3  # words of a line that is nothing but a thing and its opposite
_SHORT = 12
_LONGEST = 600


def boilerplate(text: str) -> bool:
    """Return whether a line is no criterion: "None", "ii.", "EXCEPT", "Other protocol-defined criteria may apply"."""
    return len(text) <= _LONGEST and bool(_BOILERPLATE.fullmatch(text))


def note(text: str) -> bool:
    """Return whether a line only notes or explains something."""
    return bool(_NOTE.match(text[:_LONGEST]))


def defines(text: str) -> bool:
    """Return whether a line only says what a word means: "a woman is considered postmenopausal if …"."""
    return bool(_DEFINES.match(text[:_LONGEST]))


def permits(text: str, *, exclusion: bool) -> bool:
    """Return whether a line permits something, embraces everybody or says that there is no limit.

    "Any earlier treatment" and "with or without metastases" embrace people among the inclusions; as an exclusion
    they are a ground like another.
    """
    if not exclusion and only(text):
        return False
    text = _RELATIVE.sub("", text[:_LONGEST].replace("n't", " not").replace("’", ""))
    if _NO_EXCLUSION.search(text):
        return True
    if exclusion and _DENIED.search(text) and not _OF_SOMEBODY.match(text):
        return True
    if exclusion and (_WHOEVER.match(text) or (embraces(text) and len(text.split()) <= _PAIR)):
        return True
    return bool(_EVERYBODY.match(text)) and not (exclusion and _ANY_OF_A_KIND.match(text))


def only(text: str) -> bool:
    """Return whether a line lets in those alone whom it names: "only women over 50 are eligible"."""
    return bool(_ONLY.match(text[:_LONGEST]))


def embraces(text: str) -> bool:
    """Return whether a short line names a thing and its opposite: "smokers and non-smokers", "inpatients or outpatients"."""
    words = tokens(text[:_LONGEST])
    if len(words) > _SHORT:
        return False
    return any(
        words[at + 1 :] == ("not",)
        or any(opposed(words[at - size : at], words[at + 1 : at + 1 + size]) for size in range(1, _PAIR + 2))
        for at, link in enumerate(words[:-1])
        if at and link in {"or", "and", "/"}
    )


def opens(text: str) -> bool:
    """Return whether an inclusion may be one more kind of people let in, rather than one more demand."""
    return bool(_OPENS.match(text[:_LONGEST]))


def demands(text: str) -> bool:
    """Return whether a line says explicitly that it is asked of everybody."""
    return bool(_DEMANDS.search(text[:_LONGEST]))


def allowance(text: str) -> bool:
    """Return whether an inclusion describes what may only be let in: an illness under control, "stable brain metastases", or what is long past."""
    text = text[:_LONGEST]
    return bool(_ALLOWANCE.search(text) or _LONG_AGO.search(text)) and not demands(text)


def formality(text: str) -> bool:
    """Return whether a line only asks for consent, which every trial does, or only refers to other criteria."""
    if len(text) <= _LONGEST and _CIRCULAR.fullmatch(text):
        return True
    return bool(_CONSENT.search(_CONSENT_TIME.sub("", text[:_LONGEST]))) and len(text.split()) <= 40
