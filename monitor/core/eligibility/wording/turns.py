"""Turns of phrase that say at more length, or the other way round, what another one says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_ORDINALS = {
    word: str(at)
    for at, words in enumerate(("first|1st", "second|2nd", "third|3rd", "fourth|4th"), 1)
    for word in words.split("|")
}
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)})"
# An end of the normal range, where a comparator or a multiple stands before it.
_RANGE = (
    r"(?:(?:institutional |laboratory |local )?(?:normal|reference) (?:range|limits?|interval)|range of normal|limits? of normal)"
    r"(?! (?:for|of|in|by)\b)"
)
_NORMAL = rf"(?:{_RANGE}|normal(?= *(?:$|[.;,)])))"


def _degrees(found: re.Match[str]) -> str:
    """Return degrees in figures behind their name: "degree 2 or 3" for "second- or third-degree"."""
    figures = re.sub(_ORDINAL, lambda ordinal: _ORDINALS[ordinal[0]], found[0])
    return f"degree {re.sub(r'[- ]degrees?|(?<=[0-9])-', '', figures)}"


# Pattern in a text of small letters → what stands for it.
TURNS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(
            rf"\b{_ORDINAL}(?:[- ]degree)?-?(?:(?: ?(?:,|/|\bor\b|\band\b|\bto\b) ?){{1,2}}{_ORDINAL}(?:[- ]degree)?-?){{0,3}}(?<![- ]degree)[- ]?degrees?\b(?! (?:[a-z]+ )?(?:relative|famil|kin))"
        ),
        _degrees,
    ),
    # "Up to the 21st day of life" is up to 21 days.
    (
        re.compile(r"\b(\d{1,3})(?:st|nd|rd|th) (day|week|month|year) of (life|age|gestation|pregnancy)\b"),
        r"\1 \2s of \3",
    ),
    (re.compile(r"\b(full|part)[- ]time (?=[a-z])"), r"\1time "),
    # "Above the normal range", "twice the normal limit"; not "within normal limits".
    (
        re.compile(
            rf"(?<![a-z])(above|over|exceeding|exceeds?|(?:greater|higher|more) than|>) (?:the )?{_NORMAL}"
        ),
        r"\1 uln",
    ),
    (re.compile(rf"(?<=[a-z\d]) (times|twice|thrice|fold|x) (?:the )?{_RANGE}"), r" \1 uln"),
    (re.compile(rf"(?<![a-z])(below|under|(?:less|lower) than|<) (?:the )?{_NORMAL}"), r"\1 lln"),
    (re.compile(r"(\(|, ?)([a-z][^(),;.]{2,80}) excepted\b(?= *(?:[),;.]|$))"), r"\1except \2"),
    (re.compile(r",? ?\b(?:that is(?: to say)?,|in other words,?|or rather,)"), " ie "),
    (re.compile(r"\bex[- ](?=smok)"), "former "),
    (re.compile(r"\band another\b"), "and one other"),  # which goes with the first, as "and others" need not
    (
        re.compile(
            r"\b((?:mild|moderate|severe|any)(?: (?:to|or|and) (?:moderate|severe))?) (?:degree|intensity)\b"
        ),
        r"\1 severity",
    ),
    # "Treated with diet alone" is with diet only; not "alone or with insulin", "living alone".
    (
        re.compile(
            r"\b((?:with|by|on|using|through|via) (?:[a-z]{2,20}[ -]){0,3}[a-z]{3,20}) alone(?= *(?:$|[.;)]))"
        ),
        r"\1 only",
    ),
    (re.compile(r"\b(?:solely|exclusively)\b"), "only"),
    (re.compile(r"\bbeing (?=treated with\b)"), "currently "),
    (re.compile(r"\bnon-?smokers? (?=for\b)"), "has not smoked "),
    (re.compile(r"\bwith no (?=[a-z])"), "without "),
    (re.compile(r"\b([a-z]+ (?:in|to|of|with|by) )?neither ([^,;.()]{1,60}?) nor\b"), r"not \1\2 or"),
    (re.compile(r"\b(except(?: for)?|excluding|other than|with the exception of|apart from|unless):"), r"\1"),
    (
        re.compile(
            r"\b(before|after|until|prior to) ((?:the )?(?:study |trial |investigational )?(?:treatment|therapy|drug|medication|product)) "
            r"(?:is|was|has been|had been|are|were) (?:first )?(?:started|initiated|begun|given|administered|taken|used|introduced)\b"
        ),
        r"\1 start of \2",
    ),
    (re.compile(r"\b(before|after|until|prior to) (?:starting|initiating|beginning)\b"), r"\1 start of"),
    (re.compile(r"\b(?:both|the) (?:limits|ends|bounds|values) (?:are )?included\b"), "inclusive"),
    (re.compile(r"\btakes? part\b"), "participate"),
    (re.compile(r"\b(diabetes(?: mellitus)?(?: \([^()]{1,40}\))?),? either (?=types? )"), r"\1 "),
    (re.compile(r"\beven (?:an? )?(?:one|single|1)\b"), "at least one"),
    (
        re.compile(
            r"\b(may|can|could|will) be considered(?: eligible\b| (?:for|to) (?:study |trial |the study |the trial )?"
            r"(?:enrol\w*|inclusion|participation|participate|entry|study|trial)\b)"
        ),
        r"\1 be eligible ",
    ),
    (
        re.compile(
            r"\b((?:patient|subject|participant|individual)s?\b[^.;]{0,100}\b(?:may|can|could|will) be) considered "
            r"(?=if\b|when\b|provided\b)"
        ),
        r"\1 eligible ",
    ),
    (re.compile(r"(?<=[a-z)]),? nor (?=(?:have|has|had|be|been|is|are)\b)"), " and not "),
    (
        re.compile(r",? ?\b(?:provided|providing|on condition) that\b|\b(?:as|so) long as\b|\bonly if\b"),
        " if",
    ),
    (re.compile(r"\b(?:but )?not including\b"), "excluding"),
    (re.compile(r"\bin (?:the )?absence of\b"), "without"),
    (re.compile(r"\bwhether or not with\b"), "with or without"),
    (re.compile(r"\b((?:in|ex)clud\w+|such as|eg),? among(?:st)? others?,?(?= )"), r"\1"),
    (re.compile(r"(?:, ?)?\b(?:and|or) (?:so (?:on|forth)|the like)\b|, ?amongs?t? others\b"), ", etc"),
    (re.compile(r"(?:\betc|,|(?<!\.))\.{3,}+(?=\s*[)\],;}])|\betc\.(?=\s*[)\],;}])"), " etc "),
)
