"""Whether a criterion that stays says already what another one says, from the other part or more broadly."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.eligibility.edits.lexicon import FORM, NEGATORS, PEOPLE, SEX
from monitor.core.eligibility.model import Part
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.wording.tokens import tokens

if TYPE_CHECKING:
    from monitor.core.eligibility.parse import Node

_LACKING = NEGATORS | {"negative", "seronegative", "naive", "failure", "fail", "dont", "doesnt"}
_LACKING |= {"abstinent", "abstinence", "abstain", "abstained", "sober", "sobriety", "off"}
_LACKING |= {"inadequate", "inadequately", "insufficient", "insufficiently"}
_FILLER = word_set(
    "or and but such above below between with within at in on of for to from by all every other another any able positive "
    "seropositive speak speaking speaker understand read write fluent fluently language only kind type form least more than "
    "less non sex gender",
)
_EMPTY = FORM | (PEOPLE - SEX) | _FILLER | _LACKING
_ENDS = word_set("within with in during before after that which who ( , . ; :")
# When something is lacking or there: "free from seizures for 8 weeks" and "seizures in the last 8 weeks".
TIMES = frozenset(
    word[:5]
    for word in word_set(
        "last past recent recently preceding precede previous previously prior ago since until hour day week month year "
        "consecutive duration period minimum maximum"
    )
)
# "A stable dose" and "a change of dose" say the same from two sides, "adequate renal function" and "renal impairment" too.
_TURNED = tuple(
    tuple(frozenset(word[:5] for word in word_set(row)) for row in rows)
    for rows in [
        ("stable constant steady", "change adjustment adjusted modification modified"),
        (
            "adequate normal sufficient intact preserved function good well controlled",
            "impairment dysfunction abnormal insufficiency reduced poor poorly",
        ),
    ]
)
_UNDONE = re.compile(
    r"un(?!der|i[fot])\w{3,}(?:ed|[ai]ble)"
)  # "uncontrolled", "unstable", but no "undertreated"
_IMPAIRED = frozenset(word[:5] for word in word_set("disability disabled handicap deficit deficiency"))
# How somebody does what is asked, or how well: "agree to use adequate contraception", "able to swallow tablets".
_DUTY = word_set(
    "able ability capable willing willingness agree agreement use using used practice practise practicing practising consent "
    "method measure means form way adequate sufficient satisfactory normal acceptable accepted acceptably appropriate approved "
    "suitable effective highly reliable proper properly safely tablet capsule pill complete completing fill keep "
    "keeping maintain throughout entire whole daily during duration period strict strictly"
)
_BEGINNING = 8  # letters that tell "contraception" from "contraindication"
_UNITS = word_set("hour day week month year")
_BOTH_PARTS = {Part.INCLUSION, Part.EXCLUSION}


class Core(NamedTuple):
    """What a criterion is about.

    `words`: the first five letters of the words for it, seven of "uncontrolled".
    `head`: those of its head noun, "asthm" of "severe asthma in childhood".
    `lacking`: the criterion says that it is lacking: "no asthma", "non-smoker".
    """

    words: frozenset[str]
    head: str
    lacking: bool


@lru_cache(maxsize=4096)
def core(text: str) -> Core:
    """Return what a criterion is about; "non-smoker" is a smoker lacking."""
    lacking, head, ended = False, "", False
    words: list[str] = []
    for token in tokens(text):
        word = token
        if word.startswith("non") and len(word) > len("non") + 3:
            word, lacking = (*tokens(word[len("non") :]), word)[0], True
        lacking = lacking or word in _LACKING
        ended = ended or (bool(words) and word in _ENDS)
        if word[0].isalpha() and len(word) > 1 and word not in _EMPTY:
            words.append(_stem(word))
            head = head if ended else words[-1]
    return Core(frozenset(words), head, lacking)


def _stem(word: str) -> str:
    """Return the letters by which a word is known: "uncontr" of "uncontrolled", of which "contr" is the opposite."""
    if _UNDONE.fullmatch(word):
        return word[:7]
    return "impai" if word[:5] in _IMPAIRED else word[:5]


def settled(node: Node, other: Node) -> bool:
    """Return whether a criterion that stays, `other`, already keeps out or lets in those of whom `node` speaks."""
    mine, theirs = core(node.text), core(other.text)
    if {node.part, other.part} == _BOTH_PARTS:
        return _opposed(mine, theirs)
    if node.part is other.part is Part.INCLUSION:
        first, second = _asked(node.text), _asked(other.text)
        return mine.lacking == theirs.lacking and bool(first) and first <= second
    broader = theirs.words < mine.words and theirs.head == mine.head
    return node.part is other.part is Part.EXCLUSION and broader and not (mine.lacking or theirs.lacking)


def _opposed(mine: Core, theirs: Core) -> bool:
    """Return whether one part asks for what the other one keeps out who lack it: "non-smokers" and "smokers"."""
    sexes = {word[:5] for word in SEX}
    if mine.words | theirs.words == sexes and len(mine.words) == len(theirs.words) == 1:
        return mine.lacking == theirs.lacking
    first, second = mine.words - sexes - TIMES, theirs.words - sexes - TIMES
    for one, other in ((first, second), (second, first)):
        undone = {word for word in one if f"un{word}" in other}
        if undone:
            turned = undone | {f"un{word}" for word in undone}
            return one - turned <= other - turned or other - turned <= one - turned
    opposite = mine.lacking != theirs.lacking
    for sound, unsound in _TURNED:
        if (first & sound and second & unsound) or (second & sound and first & unsound):
            first, second, opposite = first - sound - unsound, second - sound - unsound, True
    return opposite and bool(first and second) and (first <= second or second <= first)


def _asked(text: str) -> frozenset[str]:
    """Return what an inclusion asks for, without how and of which sex; nothing where it sets a limit."""
    words = tokens(text)
    following = (*words[1:], "")
    if any(word[0].isdigit() and unit not in _UNITS for word, unit in zip(words, following, strict=True)):
        return frozenset()
    return frozenset(
        word[:_BEGINNING]
        for word in words
        if word[0].isalpha() and len(word) > 1 and word not in _EMPTY | _DUTY | SEX and word[:5] not in TIMES
    )
