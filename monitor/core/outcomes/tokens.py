"""A text of an outcome measure → the words that say what it measures, each in one form."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.core.outcomes.vocabulary import EQUAL, FUNCTION_WORDS, LABELLED, PHRASES, SYNONYMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MAX_LETTERS = 2000
"""Letters of a text that are read; its beginning says what is measured."""

_WORD = re.compile(
    r"[A-Z]{2,6}[-‐‑–][0-9]{1,3}[A-Za-z]?(?![\w-])"  # an instrument's or a substance's short name: SF-36, IL-6
    r"|[Ff]ollow-[Uu]p"
    r"|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+(?:\.[0-9]+)*"  # "4,8,12" are three numbers, "1,200" is one
    r"|[^\W\d_]+[0-9]*(?:[^\W\d_]+[0-9]*){0,3}"
    r"|[<>≤≥=%±]"
    r"|(?<![\w.])(?<![0-9] )[-‑–−](?=[0-9])"  # a minus
)
_APOSTROPHE = re.compile(r"['’](?:s\b)?")
_HYPHENS = str.maketrans("", "", "-‐‑–")
MINUS = "-"
_MINUS = "-‑–−"
_COMPARATORS = {">=": "≥", "=>": "≥", "<=": "≤", "=<": "≤", "+/-": "±", "+-": "±", "⩾": "≥", "⩽": "≤"}
_DOUBLE = re.compile("|".join(map(re.escape, _COMPARATORS)))
_NUMBER_WORDS = "zero one two three four five six seven eight nine ten eleven twelve"
NUMBERS = {word: str(number) for number, word in enumerate(_NUMBER_WORDS.split())}
_OVERALL = "#os"  # survival without more is overall survival
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_BRITISH = (("aemia", "emia"), ("haem", "hem"), ("oedema", "edema"), ("paed", "ped"), ("oesoph", "esoph"))
_LONGEST_PHRASE = max(len(phrase.split()) for phrase in PHRASES)


def words(text: str) -> tuple[str, ...]:
    """Return the words, numbers and comparators of a text in order: in lower case, singular, one word for all synonyms."""
    return tuple([word if word.isdecimal() else _form(word) for word in _found(text)])


def exact_words(text: str) -> tuple[str, ...]:
    """Return the same as ``words``, but one word only for synonyms that mean exactly the same."""
    return tuple([word if word.isdecimal() else _exact_form(word) for word in _found(text)])


def _found(text: str) -> list[str]:
    """Return the words, numbers and comparators of a text in their own form."""
    text = text[:MAX_LETTERS]
    if "'" in text or "’" in text:
        text = _APOSTROPHE.sub("", text)
    if "=" in text or "+" in text or not text.isascii():
        text = _DOUBLE.sub(lambda found: _COMPARATORS[found[0]], text)
    return _WORD.findall(text)


@lru_cache(maxsize=8192)
def _form(word: str) -> str:
    """Return the form of a word, number or comparator in which ``words`` has it."""
    return _in_form(word, SYNONYMS)


@lru_cache(maxsize=8192)
def _exact_form(word: str) -> str:
    return _in_form(word, EQUAL)


def _in_form(word: str, synonyms: Mapping[str, str]) -> str:
    if word[0].isdecimal():
        return _number(word)
    if word in _MINUS:
        return MINUS
    if word.isupper() and len(word) > 1:
        return word.translate(_HYPHENS).lower()
    return stem(word.casefold().translate(_HYPHENS), synonyms)


def _number(digits: str) -> str:
    """Return a number without commas that group thousands and without trailing zeros of a decimal."""
    digits = digits.replace(",", "")
    whole, point, rest = digits.partition(".")
    return f"{whole}.{rest.rstrip('0')}".rstrip(".") if point and rest.isdigit() else digits


def stem(word: str, synonyms: Mapping[str, str] = SYNONYMS) -> str:
    """Return a word in the singular and in American spelling, or the word that stands for all its synonyms."""
    if word in synonyms:
        return synonyms[word]
    if word in NUMBERS:
        return NUMBERS[word]
    for british, american in _BRITISH:
        word = word.replace(british, american)
    if len(word) > 3:
        if word.endswith("ies"):
            word = word[:-3] + "y"
        elif word.endswith(("sses", "shes", "ches", "xes")):
            word = word[:-2]
        elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
        word = re.sub(r"is(?=(?:e|ed|ing|ation)$)", "iz", word) if len(word) > 6 else word
    return synonyms.get(word, word)


def content(found: Sequence[str]) -> list[str]:
    """Return the words that say what is measured: without function words, known endpoints by their short name (``#pfs``)."""
    result: list[str] = []
    place = 0
    while place < len(found):
        word = found[place]
        if word in _BEGIN_ENDPOINTS or word[-1].isdecimal():
            length, name = _phrase(found, place)
            if name:
                result.append(name)
                place += length
                continue
        if word in LABELLED and place + 1 < len(found) and _is_label(found[place + 1]):
            result += [word, f"{word}:{_ROMAN.get(found[place + 1], found[place + 1])}"]
            place += 2
            continue
        if word not in FUNCTION_WORDS and (len(word) > 1 or not word.isalpha()):
            result.append(word)
        place += 1
    return [_OVERALL if word == "survival" else word for word in result]


def _phrase(found: Sequence[str], place: int) -> tuple[int, str]:
    """Return how many words from ``place`` on name a known endpoint, and its short name; (0, "") if none do."""
    word = found[place]
    if word in _PHRASE_STARTS:
        for length in range(min(_LONGEST_PHRASE, len(found) - place), 0, -1):
            name = _PHRASES.get(" ".join(found[place : place + length]))
            if name:
                return length, f"#{name}"
    short = word if word in _SHORT_NAMES else word.rstrip("0123456789")  # SVR12, HAMD-17
    return (1, f"#{short}") if short in _SHORT_NAMES else (0, "")


def spell_out(found: Iterable[str]) -> list[str]:
    """Return words with each known endpoint spelled out instead of its short name."""
    return [part for word in found for part in (_SPELLED[word[1:]] if word[0] == "#" else (word,))]


def _is_label(word: str) -> bool:
    return len(word) == 1 or word in _ROMAN or word.isdigit()


# the table's own words take the same stems as the texts
_PHRASES = {" ".join(stem(word) for word in phrase.split()): name for phrase, name in PHRASES.items()}
_PHRASE_STARTS = frozenset(phrase.split()[0] for phrase in _PHRASES)
_SHORT_NAMES = frozenset(PHRASES.values())
_BEGIN_ENDPOINTS = _PHRASE_STARTS | _SHORT_NAMES
_SPELLED: dict[str, tuple[str, ...]] = {}
for _phrase_words, _name in _PHRASES.items():
    _SPELLED.setdefault(_name, tuple(word for word in _phrase_words.split() if word not in FUNCTION_WORDS))
