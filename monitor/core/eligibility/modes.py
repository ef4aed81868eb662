"""What a lead says of its list: one item is enough, all are needed, or neither is clear."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from monitor.core.eligibility.normal import key

_COUNT = r"(?:one|two|three|four|five|1|2|3|4|5)"
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5} | {
    str(number): number for number in range(1, 6)
}
_ANY = re.compile(
    rf"\bat least {_COUNT}\b(?! (?:year|month|week|day|hour|dose|cycle|measurable|lesion|tumou?r|prior|previous))|"
    rf"\b(?:a )?minimum of {_COUNT} (?:of|criteri|condition|sign|symptom)|≥\s?{_COUNT} of\b|"
    rf"\b{_COUNT} or more\b(?! (?:year|month|week|day|hour|dose|cycle|prior|previous))|"
    r"\bany(?: (?:one|two|1|2))?(?: or more)?(?: of)? (?:the )?(?:following|below|these)\b|\bany of the\b.*\bbelow\b|"
    rf"\beither\b|^\W*(?:any|{_COUNT}) of\W*$|\b{_COUNT} (?:(?:additional|further|other|more) )?of (?:the )?(?:following|these|below)\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\ball(?: of)?(?: the)?(?: (?:following|below|these|criteria|inclusion|above|three|four|five|listed))|"
    r"\b(?:each|both|every one) of the (?:following|below)",
    re.IGNORECASE,
)
_MET = re.compile(
    r"\b(?:satisf(?:y|ies|ying)|meet(?:s|ing)?|fulfil+(?:s|ing)?) the following\b", re.IGNORECASE
)
_LIMITED = re.compile(
    rf"\b(?:no|not|nor) more than\b|\bat most\b|\bonly {_COUNT}\b|\bexactly\b|\bnone of\b|\bneither\b|\bup to\b|\bfewer\b",
    re.IGNORECASE,
)
_ADEQUATE = re.compile(
    r"^(?:(?:have|has|having|must have|with|demonstrate[sd]?|patients? (?:must have|with|has|have)|subjects? (?:must have|with)|"
    r"participants? (?:must have|with)) )?(?:an? )?(?:adequate|acceptable|sufficient|normal)\b[\w ,/()-]{0,120}"
    r"\b(?:function|functions|reserve|parameters|values|results|tests?)\b",
    re.IGNORECASE,
)

# Not "for 3 months following surgery", "in the following 24 hours" or "12 years and below".
_ANNOUNCING = re.compile(
    r"(?:(?:\b(?:the|of|as|these|any|all|each)|^\W*) ?\bfollowing(?: (?!\d|(?:hour|day|week|month|year|visit)s?\b)\w+)?|"
    r"(?<!\bor )(?<!\band )(?<!\d )(?<!\byears )\bbelow(?: [^\W\d]+)?)[.:]?$",
    re.IGNORECASE,
)
_SHORT = 400  # letters of a lead


class Mode(StrEnum):
    """How the items of a list combine."""

    ANY = "any"
    ALL = "all"
    UNCLEAR = "unclear"


def mode(lead: str, *, exclusion: bool = False) -> Mode:
    """Read the lead of a list: "at least one of the following" is any, "all of the following" is all.

    "Meet the following" asks for all among inclusions; of an exclusion it does not tell.
    """
    return (_remembered if len(lead) <= _SHORT else _read)(lead, exclusion)


def _read(lead: str, exclusion: bool) -> Mode:  # as a cache asks
    """Read the lead of a list."""
    enough = _ANY.search(lead)
    needed = _ALL.search(lead) or (not exclusion and _MET.search(lead))
    if _LIMITED.search(lead) or (enough and needed):
        return Mode.UNCLEAR
    if enough:
        return Mode.ANY
    if needed:
        return Mode.ALL
    return Mode.ALL if _ADEQUATE.match(lead) else Mode.UNCLEAR


_remembered = lru_cache(maxsize=1024)(_read)  # a lead is asked for with each of its items


def any_of(lead: str) -> bool:
    """Return whether a lead says that one (or some) of its items is enough."""
    return mode(lead) is Mode.ANY


def enough(lead: str) -> int:
    """Return how many items of its list a lead says are enough, 0 where it does not say that."""
    found = _ANY.search(lead) if mode(lead) is Mode.ANY else None
    if found is None:
        return 0
    number = re.search(_COUNT, found[0], re.IGNORECASE)
    return _NUMBERS[number[0].lower()] if number else 1


def is_lead(text: str) -> bool:
    """Return whether a text announces a list, so that what stands beside it may belong under it."""
    return text.endswith(":") or bool(_ANNOUNCING.search(text))


def joins(text: str) -> bool:
    """Return whether a text is tied to its neighbour by "or", whatever its lead says."""
    last = text.rstrip(" .,;:)-")
    return (
        last.lower().endswith((" or", "/or"))
        or text.lower().startswith(("or ", "or,", "and/or", "(or "))
        or last.lower() == "or"
    )


def unlinked(text: str) -> tuple[str, str]:
    """Return a text without the "and" or "or" that ties it to the next one, and that word: "or" for "and/or"."""
    words = text.rstrip(" .,;:")
    for end, link in (("and/or", "or"), ("and", "and"), ("or", "or")):
        if words[-len(end) - 1 :].lower() in {f" {end}", f";{end}", f",{end}"}:
            return words[: -len(end)].rstrip(" .,;"), link
    return words, ""


def leads_on(text: str, longer: str) -> bool:
    """Return whether a text ends with a link to the next line, and another one goes on behind it: "A and/or (see note)"."""
    return bool(unlinked(text)[1]) and key(longer).startswith(f"{key(text)} ")
