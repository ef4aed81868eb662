"""Edits whose effect is not certain: for some groups only, about who consents, in a permission, or repeated words."""

from __future__ import annotations

from itertools import dropwhile
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.consents import CONSENT, consents
from monitor.core.eligibility.edits.lexicon import ATTRIBUTES, FORM, PERMISSIONS, RELATIVES
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

_GROUPS = frozenset(["cohort", "arm", "part", "stratum", "strata", "substudy", "phase", "module"])
_CONSENTING = frozenset(
    [
        "parent",
        "guardian",
        "representative",
        "caregiver",
        "lar",
        "subject",
        "infant",
        "child",
        "relative",
        "person",
        "understand",
        "competent",
        "mentally",
        "sign",
        "assent",
        "read",
        "surrogate",
        "proxy",
        "family",
        "themselve",
        "themselves",
        "himself",
        "able",
        "willing",
        "unwilling",
        "inability",
    ]
)
_STUDY = frozenset(
    [
        "study",
        "trial",
        "participation",
        "participate",
        "enrollment",
        "enroll",
        "inclusion",
        "randomization",
        "protocol",
        "cohort",
        "arm",
        "part",
        "be",
        "join",
        "enter",
        "take",
    ]
)
_SIDES = frozenset(
    [
        "affected",
        "unaffected",
        "left",
        "right",
        "upper",
        "dominant",
        "nondominant",
        "paretic",
        "injured",
        "operated",
    ]
)
_LINKS = frozenset(["or", "and"])
_COURSE = frozenset(["during", "throughout", "participation"])
_NOW = frozenset(["current", "concurrent", "concomitant", "ongoing", "still"])
_REFERENCES = frozenset(["table", "appendix", "annex", "section", "figure", "schedule"])
_NEAR = 4  # pieces from "which" to what permits
_BE = frozenset(["is", "are", "be", "been", "was", "were", "not", "considered", "remain"])
_TWINS = tuple(
    frozenset(row.split())
    for row in [
        "abuse misuse addiction dependence dependency disorder",
        "drug substance narcotic",
        "cooperation compliance adherence",
        "allergy intolerance sensitivity allergic",
        "live attenuated",
        "guardian representative parent",
        "disease disorder illness condition syndrome",
        "cancer malignancy tumor neoplasm carcinoma",
        "randomization enrollment inclusion",
        "insufficiency failure impairment dysfunction",
        "infarction mi",
        "shunt bypass",
        "stroke cva",
        "embolism thrombosis",
        "excipient component ingredient",
        "breastfeeding lactating nursing",
        "unstable uncontrolled",
        "serious severe",
        "recurrent relapsed",
        "ecg electrocardiographic",
        "unwilling inability",
    ]
)


def doubtful(block: Insertion, *, exclusion: bool) -> bool:
    """Return whether the effect of a block is not certain.

    It speaks of a group of the trial, of a table, or of consent and who gives it; or, in an exclusion, its clause permits
    something.
    """
    words = block.words()
    groups = words & _GROUPS - ({"part"} if _whole(block) else set()) - ({"arm"} if _limb(block) else set())
    if groups or words & _REFERENCES or consents(block):
        return True
    if block.repeated() or (block.measures() and block.shared()) or _numbers(block):
        return True
    if _says_now(block) or _course(block) or _second_window(block):
        return True
    clause, sentence = _around(block)
    if clause & CONSENT and words & _CONSENTING:
        return True
    return exclusion and sentence


def _numbers(block: Insertion) -> bool:
    """Return whether a block is one more number of a list of names: "cohorts 2 [and 3]"."""
    content = [piece for piece in block.content() if piece not in {"or", "and"}]
    if not content or not all(isinstance(piece, Limit) and piece.kind == "bare" for piece in content):
        return False
    ahead = dropwhile(
        lambda piece: isinstance(piece, Limit) or not piece.isalpha() or piece in _LINKS,
        block.every[: block.start][::-1],
    )
    return next(ahead, "") in _GROUPS


def _says_now(block: Insertion) -> bool:
    """Return whether a block is an alternative that a time beside it embraces: "[current use or] use within 30 days"."""
    if block.linked() != "or" or _NOW.isdisjoint(block.words()) or block.measures():
        return False
    beside = [*block.every[: block.start], *block.every[block.end :]]
    content = {piece for piece in block.content() if piece not in {"or", "and"}} - _NOW
    windows = any(isinstance(piece, Limit) and piece.kind == "window" for piece in beside)
    return windows and bool(content) and content <= set(beside)


def _second_window(block: Insertion) -> bool:
    """Return whether a block is a window of the first of a list whose end has one, which was perhaps that of all: "A [within a year] or B within a month"."""
    content = block.content()
    if not content or not all(isinstance(piece, Limit) and piece.kind == "window" for piece in content):
        return False
    above = block.above[block.start]
    behind = [
        piece
        for piece, scope in zip(block.every[block.end :], block.above[block.end :], strict=True)
        if scope.clause == above.clause and scope.brackets == above.brackets
    ]
    last = next(
        (at for at, piece in enumerate(behind) if isinstance(piece, Limit) and piece.kind == "window"), 0
    )
    return not _LINKS.isdisjoint(map(str, behind[:last]))


def _course(block: Insertion) -> bool:
    """Return whether a block only says that something is so in the course of the study: "during participation in the study"."""
    return block.inside[:1] in (["during"], ["throughout"]) and {*block.content()} <= _COURSE


def _whole(block: Insertion) -> bool:
    """Return whether "part" is one of a whole that is not the study: "the northern part of Italy"."""
    inside = [str(piece) for piece in block.inside]
    at = inside.index("part") if inside.count("part") == 1 else len(inside)
    return inside[at + 1 : at + 2] == ["of"] and inside[at + 2 : at + 3] not in ([], ["study"], ["trial"])


def _limb(block: Insertion) -> bool:
    """Return whether "arm" is a part of the body: "on the affected arm"."""
    inside = [str(piece) for piece in block.inside]
    at = inside.index("arm") if inside.count("arm") == 1 else 0
    return at > 0 and inside[at - 1] in _SIDES


def _around(block: Insertion) -> tuple[set[str], bool]:
    """Return the words of the block's clause, and whether its sentence permits something outside of the block."""
    above = block.above[min(block.start, len(block.above) - 1)]
    clause = {
        piece
        for piece, scope in zip(block.every, block.above, strict=True)
        if isinstance(piece, str) and scope.clause == above.clause
    }
    permits = any(
        permission(block.every, at)
        and not block.above[at].negations
        and not (above.exceptions and _restated(block.every, at))
        for at, scope in enumerate(block.above)
        if scope.sentence == above.sentence
        and scope.clause == above.clause
        and not block.start <= at < block.end
    )
    return clause, permits


def _restated(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a permission only says of what is excepted that it is: "except warts, which are permitted"."""
    return bool(RELATIVES & {str(piece) for piece in pieces[max(0, at - _NEAR) : at]})


def permission(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a word at a place permits something: "are acceptable", but not "an acceptable method"."""
    word = pieces[at]
    if word not in PERMISSIONS or (word == "eligible" and _for_something(pieces, at)):
        return False
    return word not in ATTRIBUTES or (at > 0 and pieces[at - 1] in _BE)


def _for_something(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether people are eligible for something else than the study: "eligible for surgery"."""
    if list(pieces[at + 1 : at + 2]) not in (["for"], ["to"]):
        return False
    following = next((piece for piece in pieces[at + 2 :] if piece not in {"this", "these"}), "")
    return following not in _STUDY


def said_already(block: Insertion, other: Sequence[Piece]) -> bool:
    """Return whether all that a block says stands somewhere in the other wording."""
    content = {piece for piece in block.inside if piece not in FORM and piece not in {"or", "and"}}
    return bool(content) and content <= set(other)


def twin(block: Insertion, content: Sequence[Piece]) -> bool:
    """Return whether an alternative of one word says what a word beside it says: "addiction or abuse"."""
    words = [piece for piece in content if isinstance(piece, str) and piece not in {"or", "and"}]
    if len(words) != 1 or any(isinstance(piece, Limit) for piece in content):
        return False
    near = {
        str(piece)
        for piece in (
            *block.every[max(0, block.start - 3) : block.start],
            *block.every[block.end : block.end + 3],
        )
    }
    return any(words[0] in row and near & row for row in _TWINS)
