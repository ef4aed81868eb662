"""Words that embrace everything of a kind: "of any severity", "whether or not treated", "ever". They limit nothing."""

from __future__ import annotations

import re

_KINDS = (
    r"(?:kinds?|types?|sorts?|forms?|durations?|severit(?:y|ies)|potenc(?:y|ies)|dos(?:e|es|age)|strengths?|causes?|origins?|stages?|grades?|"
    r"degrees?|sizes?|lengths?|natures?|routes?|lines?|levels?|locations?|sites?|aetiolog(?:y|ies)|etiolog(?:y|ies)|indications?|intensit(?:y|ies)|"
    r"extents?|histolog(?:y|ies)|subtypes?|outcomes?|amounts?|frequenc(?:y|ies)|periods?|reasons?|purposes?)(?! *(?:[\d≥≤<>]|[IVX]+\b))"
)  # not of a value: "any grade 3 or 4 toxicity"
_PLAIN = r"(?!(?:within|unless|except|if|who|that|which|and|with|in|during|prior to|before|at|for)\b)[\w/-]+"
_ALL = (
    rf"(?:of|at|in|by|for|with|from|(?:due|secondary) to|(?:as a result|because) of) (?:any|whatever|every|all|whichever) (?:\w+ )?{_KINDS}(?: of (?:administration|therapy|treatment))?",
    r"(?:of|from) (?:either|both|any|all) (?:sex|sexes|genders?)",
    (
        rf"(?:regardless|irrespective|independent(?:ly)?) of {_PLAIN}(?: {_PLAIN}){{0,7}}"
        r"(?:(?:, [\w -]{2,40}){1,3},? (?:or|and) [\w -]{2,40}(?=[.;)]|$))?(?=[,.;:)]|$)"
    ),
    (
        r"(?:regardless|irrespective) of (?:the )?[\w-]+(?: (?:or|and|of|the|any|its|their|prior|previous|disease|tumou?r) [\w-]+){0,2}(?: per [\w-]+)?"
        r"(?:(?: [\w-]+){1,2}(?= *(?:[.;,)]|$)))?"
    ),
    r"(?:no matter|regardless) (?:how|what|which|whether) [\w -]{1,60}",
    r"whether or not\b(?! with\b)[\w /-]{1,80}|whether [\w-]+ or not|whether (\w{4,}) or (?:not|un\1|in\1|non-?\1)",
    r"(?:currently |previously |already )?[a-z]{3,}ed(?: on| for)? or not(?= *(?:[.,;)]|$))",  # "operated on or not"
    r"whatever (?:the|its|their) (?:(?:number|amount|count|quantity|frequency|duration|length) of )?[\w-]+(?: per [\w-]+)?",
    r"at any (?:time|point)(?: in (?:the past|life))?",
    (
        r"(?:of )?(?:any|all|either|both) (?:sex(?:es)?|genders?|races?|ethnic\w*)"
        r"(?:(?:,| and| or|/| &){1,2} ?(?:any |all |either |both )?(?:sex(?:es)?|genders?|races?|ethnic\w*)){0,3}(?: (?:group|background|origin)s?)?"
    ),
    r"even (?:if|when) [^,.;:()]{1,60}(?=[,.;)]|$)",
)
_CONTRASTS = (
    (
        r"(?:either )?with(?:/| or )without [\w-]+(?: (?!(?:prior|within|in|for|at|who|that|and|during|as|if|on)\b)[\w-]+){0,7}"
        r"(?:(?:, [\w-]+(?: [\w-]+)?){1,4},? or [\w-]+)?"
    ),
    r"(?:upper (?:and|or|and/or) lower|left (?:and|or|and/or) right|(?:fe)?male (?:and|or|/) (?:fe)?male)(?= [a-z])",
    r"alone or (?:together|combined|in combination) with (?:any )?others?(?: \w+)?",
    r"(\w{5,})(?: or |/)(?:non-?|un|in)\1|(?:non-?|un|in)(\w{5,})(?: or |/)\2",
)


def _phrase(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for whole phrases, with the comma before them."""
    return re.compile(rf",?\s*(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])", re.IGNORECASE)


_ALL_TIMES = re.compile(
    r"\b(?:current|past|prior|previous)(?:ly)? (?:or|and|and/or) (?:current|past|prior|previous)(?:ly)?\b",
    re.IGNORECASE,
)
_OF_SOME_TIME = re.compile(
    r"\b(?:current|present|past|prior|previous|history|ongoing|active|former)", re.IGNORECASE
)
_WINDOW = re.compile(
    r"\b(?:within|during|in|over) (?:the )?(?:last |past |previous |prior |preceding )?(?:\d+ |one |two |three |six )?(?:day|week|month|year)s?\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_EMBRACES, _CONTRASTED = _phrase(_ALL), _phrase(_CONTRASTS)
_EVER = re.compile(r"(?<=\bhave )ever |(?<=\bhas )ever |(?<=\bhad )ever |\s+ever(?=\s*[.;]?$)", re.IGNORECASE)


def without_embraces(text: str) -> str:
    """Return a wording without the words that embrace all of a kind."""
    return _EVER.sub("", _EMBRACES.sub("", text)).strip(" ,")


def without_contrasts(text: str) -> str:
    """Return a wording without a thing and its opposite: "with or without asthma", "selective or non-selective"."""
    return _CONTRASTED.sub("", text).strip(" ,")


def without_times(text: str, other: str) -> str:
    """Return a wording without "current or previous", where the other one has a window instead, and no state of its own."""
    bare = _ALL_TIMES.sub("", text)
    if bare == text or _OF_SOME_TIME.search(bare) or _DIGIT.search(bare):
        return text
    rest = _WINDOW.sub("", other)
    return text if rest == other or _OF_SOME_TIME.search(rest) else " ".join(bare.split())
