"""A criterion's text as tokens: canonical words, numbers, operators and the punctuation that structures it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from monitor.core.eligibility.wording.signs import spelled
from monitor.core.eligibility.wording.synonyms import PHRASES

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-") | dict.fromkeys("'’‘`´\"“”„«»ʼ′*_", ""))
_SUPERSCRIPT = re.compile("(?<=[0-9])([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})")
_FOOTNOTE = re.compile(r"(?<=[^\W\d_]{4})[¹²³⁴⁵⁶⁷⁸⁹]+(?=\W|$)|^[¹²³⁴⁵⁶⁷⁸⁹]+(?=\s)")
_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_FRACTION = re.compile(r"(?:(?<![\d.,])(\d{1,3}) ?)?([½¼¾])")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_KEPT_DASH = re.compile(
    r"(?<=[\d%])\s?-\s?(?=[\d])|(?<=\b[tn][0-4][a-d])\s?-\s?(?=[tn][0-4])|(?<=\b[tn][0-4])\s?-\s?(?=[tn][0-4])|\b([ivx]{1,4}[a-d]?)\s?-\s?(?=[ivx]{1,4}[a-d]?\b)"
)
_UNIT_DASH = re.compile(r"(?<=\d)-(?=[a-z])|(?<=[a-z])-(?=[a-z])")
_MINUS = re.compile(r"(?<![\w%)])-(?=\d)")
_TO = "\ue000"
_TOKEN = re.compile(
    rf"-?\d+(?:[.,]\d+)*|[^\W\d_][^\W_]*|[<>≤≥=±%^+]|[.,;:()\[\]{{}}/&]|{_TO}",
)
_PLURAL = frozenset(["ss", "us", "is"])
_FIXED = frozenset(
    [
        "yes",
        "less",
        "his",
        "has",
        "was",
        "this",
        "these",
        "species",
        "diabetes",
        "herpes",
        "rabies",
        "ascites",
        "ms",
        "us",
        "gas",
        "bias",
        "pus",
        "as",
        "is",
        "its",
        "plus",
        "does",
        "ecog",
        "minus",
        "unless",
        "besides",
        "perhaps",
        "always",
        "across",
        "afterwards",
        "towards",
        "lens",
        "series",
        "sometimes",
    ]
)
_LINKS = frozenset([",", "or", "and"])
_NEXT = 6  # words and links between a name and the noun that it shares
_SHORT = 4  # letters; shorter last words of a phrase are no nouns
_OF_STUDY = frozenset(["investigationaldrug", "investigator", "screening", "enrollment", "receiving"])
_SPELLED_OUT = {  # words of which each may be edited
    "ics": ("inhaled", "corticosteroid"),
    "crc": ("colorectal", "cancer"),
}
_IRREGULAR = {
    "criteria": "criterion",
    "metastases": "metastasis",
    "diagnoses": "diagnosis",
    "women": "woman",
    "men": "man",
    "children": "child",
    "lives": "life",
    "sexes": "sex",
    "biopsies": "biopsy",
    "abnormalities": "abnormality",
    "ups": "up",
    "hrs": "hour",
    "hr": "hour",
    "wks": "week",
    "wk": "week",
    "yrs": "year",
    "yr": "year",
    "mos": "month",
    "percent": "%",
    "superior": "greater",
    "inferior": "less",
    "&": "and",
    "prescreening": "screening",
}


_REPEATED = frozenset(
    [
        "the",
        "to",
        "or",
        "and",
        "of",
        "in",
        "with",
        "for",
        "than",
        "by",
        "on",
        "at",
        "from",
        "is",
        "are",
        "that",
        "who",
        "as",
    ]
)


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """Return a text's canonical tokens; brackets are round, a range's dash is "to", punctuation stays."""
    text = _SUPERSCRIPT.sub(lambda found: "^" + found[1].translate(_DIGITS), _FOOTNOTE.sub("", text))
    text = _FRACTION.sub(lambda found: f"{int(found[1] or 0) + _PARTS[found[2]]:g}", text)
    text = unicodedata.normalize("NFKC", text.translate(_DASHES)).casefold()
    text = spelled(text)
    text = _KEPT_DASH.sub(lambda found: (found[1] or "") + _TO, text)
    text = _UNIT_DASH.sub(" ", text)
    found = [_singular(word) for word in _TOKEN.findall(_unminused(text))]
    return tuple(_canonical(_without_echoes(_canonical(found))))


def _unminused(text: str) -> str:
    """Leave a dash only where it is the sign of a number."""
    return _MINUS.sub("\ue001", text).replace("-", " ").replace("\ue001", " -")


def _singular(word: str) -> str:
    """Return a word without its plural, a bracket as a round one."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word == _TO:
        return "to"
    if word in "[]{}":
        return "(" if word in "[{" else ")"
    if len(word) > 5 and word.endswith("sses"):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and word[-2:] not in _PLURAL and word not in _FIXED:
        return word[:-3] + "y" if word.endswith("ies") and len(word) > 5 else word[:-1]
    return word


def _canonical(words: list[str]) -> list[str]:
    """Replace each known phrase, the longest first, by its canonical word."""
    found: list[str] = []
    at = 0
    while at < len(words):
        shared = _shared(words, at) if words[at] in _FIRST_OF_TWO else None
        if shared is not None:
            found.append(shared)
            at += 1
            continue
        for length in range(min(_LONGEST_OF.get(words[at], 0), len(words) - at), 0, -1):
            canonical = _LOOKUP.get(tuple(words[at : at + length]))
            if canonical is not None:
                found.extend(_SPELLED_OUT.get(canonical, (canonical,)))
                at += length
                break
        else:
            found.append(words[at])
            at += 1
    return found


def _shared(words: list[str], at: int) -> str | None:
    """Return the canonical word of a name that shares its noun with the next ones: "rheumatoid, psoriatic or reactive arthritis"."""
    place, link = at + 1, ""
    while place - at <= _NEXT and words[place : place + 1] and words[place] in _LINKS:
        link = words[place]
        place += 1 if words[place + 1 : place + 2] and words[place + 1] in _LINKS else 2
    nouns = _FIRST_OF_TWO[words[at]] if link in {"or", "and"} else {}
    return next(
        (name for noun, name in nouns.items() if tuple(words[place : place + len(noun)]) == noun), None
    )


def _without_echoes(words: list[str]) -> list[str]:
    """Drop a bracket that only repeats what stands before it: "bmi ( bmi )", "asthma control test ( act )"."""
    found: list[str] = []
    at = 0
    while at < len(words):
        if words[at] == "(" and words[at + 2 : at + 3] == [")"] and found:
            inside = words[at + 1]
            size = len(inside)
            initials = "".join(word[0] for word in found[-size:])
            if inside == found[-1] or (size == 1 and found[-1].isalpha() and found[-1][0] == inside):
                at += 3
                continue
            if 2 <= size <= 6 and inside.isalpha() and initials == inside:
                del found[-size:]
                found.append(inside)
                at += 3
                continue
        if found and words[at] == found[-1] and words[at] in _NAMES | _REPEATED:
            at += 1
            continue
        found.append(words[at])
        at += 1
    return found


def acronyms(text: str) -> dict[tuple[str, ...], str]:
    """Return the abbreviations that a text itself explains, "Asthma Control Test (ACT)": {words: acronym}."""
    text = unicodedata.normalize("NFKC", text.translate(_DASHES)).casefold().replace("-", " ")
    words = [_singular(word) for word in _TOKEN.findall(text)]
    found = {}
    for at, (opening, inside) in enumerate(pairwise(words)):
        size = len(inside)
        if (
            opening != "("
            or words[at + 2 : at + 3] != [")"]
            or not (2 <= size <= 6 and inside.isalnum() and inside[0].isalpha())
        ):
            continue
        phrase = _explained(words[max(0, at - 2 * size) : at], inside.rstrip("0123456789"))
        if phrase:
            found[phrase] = inside
    return found


def _explained(words: list[str], short: str) -> tuple[str, ...]:
    """Return the last of some words that an abbreviation stands for: its letters in order, the first at the beginning of one."""
    wanted = list(short)
    for at in range(len(words) - 1, -1, -1):
        if not words[at].isalnum():
            break
        for letter in reversed(words[at][1:]):
            if len(wanted) > 1 and letter == wanted[-1]:
                wanted.pop()
        if wanted and words[at][0] == wanted[-1]:
            wanted.pop()
        if not wanted:
            return tuple(words[at:])
    return ()


_LOOKUP = {tuple(_singular(word) for word in phrase): name for phrase, name in PHRASES.items()} | PHRASES
_NAMES = frozenset(PHRASES.values())
_LONGEST_OF: dict[str, int] = {}  # by its first word, how many words the longest known phrase has
for _phrase in _LOOKUP:
    _LONGEST_OF[_phrase[0]] = max(len(_phrase), _LONGEST_OF.get(_phrase[0], 0))
# By its first word, the other words of a known name, which it may share with the next one.
_FIRST_OF_TWO: dict[str, dict[tuple[str, ...], str]] = {}
for _phrase, _name in _LOOKUP.items():
    if len(_phrase) > 1 and len(_phrase[-1]) > _SHORT and _name not in _OF_STUDY | _SPELLED_OUT.keys():
        _FIRST_OF_TWO.setdefault(_phrase[0], {})[_phrase[1:]] = _name
