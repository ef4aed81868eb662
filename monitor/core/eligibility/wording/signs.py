"""Signs, abbreviations and set phrases in one spelling each, before a text is cut into words."""

from __future__ import annotations

import re

from monitor.core.eligibility.wording.turns import TURNS

_COUNTED = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
)
_TWICE = re.compile(rf"\b({'|'.join(_COUNTED)}) ?\( ?(\d\d?) ?\)|\b(\d\d?) ?\( ?({'|'.join(_COUNTED)}) ?\)")
NOT_EXCLUDED = re.compile(
    r"\b(?:not (be )?(?:generally |usually |necessarily )?(?:considered |regarded )?(?:as |to be )?"
    r"(?:result in |lead to |(?:an? )?(?:(?:reason|ground|cause)s? |criteri(?:on|a) )?(?:for )?)?|"
    r"no (?:reasons?|grounds?|causes?|criterion) for )exclu(?:ded|sionary|sion)\b"
)
_SPECIES = (
    r"(?:fumigatus|aureus|coli|pylori|difficile|pneumoni(?:ae|a)|aeruginosa|tuberculosis|falciparum|vivax|albicans|influenzae|burgdorferi|"
    r"meningitidis|gonorrhoeae|trachomatis|pyogenes|baumannii|cepacia|abscessus|monocytogenes|jejuni|cruzi|gondii|mansoni|typhi|faecalis|"
    r"faecium|epidermidis|acnes|jirovecii|neoformans|marcescens|avium|leprae|bovis)"
)
_GOES_ON = (
    r"(?= ?[,;)/]| (?:of|or|and|to|in|for|at|on|from|with|by|per|prior|before|after|daily|a|old|ago)\b)"
)
_PLURALS = "yrs?|mos?|wks?|hrs?|mins?|secs?|mg|kg|ml|cm|mm|spp?|ssp|subsp|var|hx|dx|tx|resp"
_NEW = r"(?:patients?|subjects?|participants?|individuals?|women|men|the|no|must|if|they|any|all)\b"  # begins a sentence
_UNITS = (
    r"(?:(?:kilo|milli|micro)?gram(?:me)?s?|(?:milli|deci)?lit(?:er|re)s?|(?:centi|milli)?met(?:er|re)s?|(?:milli)?seconds?|"
    r"minutes?|hours?|days?|weeks?|months?|years?)"
)
_SIGNS = (
    (re.compile(r"≧|⩾|> ?/? ?=|= ?/? ?>|> ?or ?="), "≥"),
    (re.compile(r"≦|⩽|< ?/? ?=|= ?/? ?<|< ?or ?="), "≤"),
    # "40% < FEV1 < 80%" is "FEV1 > 40% and < 80%".
    (
        re.compile(r"(?<![\d.,])(\d[\d.,]{0,8} ?%?) ?< ?([a-z][a-z0-9 /-]{0,30}?) ?([<≤]) ?(?=\d)"),
        r"\2 > \1 and \3 ",
    ),
    (
        re.compile(r"(?<![\d.,])(\d[\d.,]{0,8} ?%?) ?≤ ?([a-z][a-z0-9 /-]{0,30}?) ?([<≤]) ?(?=\d)"),
        r"\2 ≥ \1 and \3 ",
    ),
    # A comparator in words and again in a bracket: "greater than or equal to (≥) 16", "≥ (at least) 16".
    (re.compile(r"(?<= or equal to) ?\([≥≤]\)|(?<= or equal) ?\([≥≤]\)"), ""),
    (
        re.compile(
            r"\b(equal to or (?:more|less|greater|lower|fewer|higher) than|at (?:least|most)) ?\([≥≤]\)"
        ),
        r"\1",
    ),
    (re.compile(r"(?<!equal to or )\b((?:more|greater|higher|older) than|above|over) ?\(>\)"), r"\1"),
    (re.compile(r"(?<!equal to or )\b((?:less|fewer|lower|younger) than|below|under) ?\(<\)"), r"\1"),
    (
        re.compile(
            r"([≥≤]) ?\((?:at (?:least|most)|(?:more|less|greater|lower|fewer|higher) than or equal to|"
            r"equal to or (?:more|less|greater|lower|fewer|higher) than)\)"
        ),
        r"\1",
    ),
    (re.compile(r"([<>]) ?\((?:more|less|greater|lower|fewer|higher) than\)"), r"\1"),
    (re.compile(r"^([a-z]{4,}(?: [a-z/]{1,20}){0,2}) - (?=[a-z])"), r"\1: "),
    (re.compile(r"\b(?:with)?in (?:the |a )?range (?:of |from |between )?(?=[≥>]? ?\d)"), ""),
    (
        re.compile(
            r"\b(?:by which (?:is|are) meant|which (?:is|are) (?:defined|understood) as|meaning(?: that)?)(?= )"
        ),
        "defined as",
    ),
    (re.compile(r"[(\[](?:please )?(?:see|refer to) [^()\[\]]{1,60}[)\]]"), ""),
    (re.compile("[×✕✖∙·]"), " x "),
    (re.compile(r"(?<= )\+(?=\d)"), ""),
    (re.compile(r"(?<=\b\d)(?=(?:or|and) ?\d\b)"), " "),  # "1or 2"
    (re.compile(r"(?<![\d,.])(\d),(\d),(\d)\b"), r"\1, \2, \3"),
    (
        re.compile(
            r"(?<![\d,.])(0(?=,1,? ?(?:or|and) ?2\b)|1(?=,2,? ?(?:or|and) ?3\b)|2(?=,3,? ?(?:or|and) ?4\b)),"
        ),
        r"\1, ",  # "0,1 or 2" are three values
    ),
    (re.compile(r"(?<=\d)x(?=\d)"), " x "),
    (re.compile(r"(?<=\()\s?[~≈∼≅] ?(?=\d)"), "approximately "),
    (re.compile(r"(?<=\d)\s?~\s?(?=\d)"), "-"),
    (
        re.compile(
            rf"\b({_UNITS}) ?\((?:kg|mg|mcg|ug|g|ml|dl|l|cm|mm|m|msec|ms|sec|s|min|hrs?|h|d|wks?|w|mos?|yrs?|y)\)"
        ),
        r"\1",
    ),
    (re.compile(r"\s?[~～]\s?(?=[ivx]{1,4}\b)"), "-"),
    (re.compile("µ|μ"), "u"),
    (re.compile(r"\bexcl\.(?=\s)"), "excluding"),
    (re.compile(r"\bincl\.(?=\s)"), "including"),
    (re.compile(r"\bw/o\b"), "without"),
    (re.compile(r"\bapprox\."), "approximately"),
    (re.compile(r"\bi\.\s?e\b\.?,?"), " ie "),
    (re.compile(r"\be\.\s?g\b[.,:]*"), " eg "),
    (re.compile(r"\bvs\."), " versus "),
    (re.compile(r"\bhepatitis b (and|or|and ?/ ?or|/) c\b"), r"hepatitis b \1 hepatitis c"),
    (re.compile(r",? ?\bbut (?:is |are )?not (?:only )?limited to\b,?"), " "),
    (re.compile(r"\bno\.(?= ?\d)"), "no"),
    # The stop of an abbreviation ends no sentence: "i.v. antibiotics", "St. John's wort", "6 mos. of entry".
    (re.compile(rf"\b([a-z])\.([a-z])\.(?:([a-z])\.)?(?= ?[,;)/a-z])(?! {_NEW})"), r"\1\2\3"),
    (re.compile(r"\b(st|dr|prof|et al|vit|cf)\.(?= [a-z])"), r"\1"),
    (re.compile(r"\b(max|min|ca|cca)\.(?= ?\d)"), r"\1"),
    (re.compile(rf"\b({_PLURALS})\.{_GOES_ON}"), r"\1"),
    (NOT_EXCLUDED, r"\1permitted"),
    (re.compile(r"(?:\+ ?/ ?-|±)(?= ?[a-z])"), " with or without "),
    (re.compile(r"(?<= )\+(?= [a-z])"), " with "),
    (re.compile(r"(?<=\b[ivx]) ?~ ?(?=[ivx])|(?<=[ivx]{2}) ?~ ?(?=[ivx])"), "-"),
    (re.compile(r"(?<=\d[a-d])\s?[-~]\s?(?=\d)"), " to "),
    (re.compile(r"\b([a-z])(\d[a-d]?)\s?[-~]\s?(?=\1\d[a-d]?\b)"), r"\1\2 to "),
    (re.compile(r"(?<=\b[abc]\d)\s?[-~]\s?(?=[abc]\d\b)"), " to "),
    (re.compile(r"(?<=\b[a-e])\s?[-~]\s?(?=[b-e]\b)"), " to "),
    (re.compile(r"\b([cpy]{0,2}t[0-4x][a-d]?(?:(?:-| to )[0-4][a-d]?)?)(?=n[0-3x])"), r"\1 "),
    (re.compile(r"(?<=n[0-3x])(?=m[01x]\b)"), " "),
    (re.compile(r"\b((?:19|20)\d\d)[-.](\d\d?)[-.](\d\d?)\b"), r"\1/\2/\3"),
    (re.compile(r"\b(\d\d?)[-.](\d\d?)[-.]((?:19|20)\d\d)\b"), r"\1/\2/\3"),
    (re.compile(r"\b(\d{1,3}) (?=\d{3}\b(?![.,]\d))"), r"\1"),
    (re.compile(r"(?<=[a-z])-(?=\d)"), ""),
    (re.compile(r"\bnon[- ](?=[a-z])"), "non"),
    (re.compile(r"\b(in|out)-(?=patients?\b)"), r"\1"),
    (re.compile(r"\bv(\d{1,2})\.(\d{1,2})\b(?!\.\d)"), r"v\1point\2"),  # "CTCAE v5.0" ends no sentence
    (re.compile(rf"\b([a-z])\. ?(?={_SPECIES}\b)"), r"\1 "),  # "A. fumigatus" ends no sentence
    (re.compile(r"\band ?/ ?or\b"), " or "),
    (
        re.compile(r"(?:,|;|\band|\bwith|\() ?no (?:upper|maximum) (?:age )?limit(?: (?:of|on|for) age)?\)?"),
        " ",
    ),
    (
        re.compile(
            r"\b((?:day|week|month|year|hour)s?) prior (?=(?:the|study|enrol\w+|randomi[sz]ation|screening|inclusion|baseline)\b)"
        ),
        r"\1 before ",
    ),
    (re.compile(r"\bnever (?=(?:had|[a-z]+(?:ed|en|one))\b(?<!smoked))"), "not "),
    (
        re.compile(
            r"\bat any (?:time|point|timepoint),? (?=(?:with|dur)?in(?:g)?\b(?! (?:the |their )?(?:past|life)))"
        ),
        "",
    ),
    (
        re.compile(
            r"\bever (?=(?:had|[a-z]+(?:ed|en|ent|one))\b(?<!smoked))|(?<=[a-z]) ever\b(?= *(?:[.,;)]|$))"
        ),
        "",
    ),
    (re.compile(r"\b(?:any |a )?lifetime history\b"), "history"),
)


def spelled(text: str) -> str:
    """Return a text in small letters with each sign and set phrase in one spelling."""
    text = _TWICE.sub(_in_figures, text)
    for pattern, sign in (*_SIGNS, *TURNS):
        text = pattern.sub(sign, text)
    return text


def _in_figures(found: re.Match[str]) -> str:
    """Return a number that is given in a word and in figures as figures: "twelve (12)"; as it is where they differ."""
    word, figures = found[1] or found[4], found[2] or found[3]
    return figures if _COUNTED.index(word) == int(figures) else found[0]
