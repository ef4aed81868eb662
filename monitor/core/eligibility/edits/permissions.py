"""A whole criterion turned round: a ban into a permission, a demand into a permission, one sex into both.

"Steroids are not allowed" became "Steroids are allowed if the dose is stable".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.counting import counts
from monitor.core.eligibility.edits.doubts import permission as permission_word
from monitor.core.eligibility.edits.lexicon import COURSE, FORM, MAY, PERMISSIONS, PERMITTED, RELATIVES, SEX
from monitor.core.eligibility.edits.model import Edit
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import What, because
from monitor.core.eligibility.wording.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.quantities.model import Piece

_DEMANDED = frozenset(["required", "mandatory", "necessary"])
_ABOUT_NOTHING = FORM | PERMISSIONS | _DEMANDED | {"or", "and", "but", "not"}
_ALLOWED = PERMITTED | {"optional"}
_PREDICATES = frozenset(["is", "are", "be", "was", "were", "not"])
_OPEN, _ASKED, _ASKED_NOT = ("may", "or", "may", "not"), ("must",), ("must", "not")
_LINKS = frozenset(["or", "and", "but", "also"])
_LINKING = frozenset(["or", "and", "only", ",", ".", "either", "both"])
_EITHER_SEX = re.compile(r"\b(?:of )?(?:either|both|any|all) (?:sex(?:es)?|genders?)\b", re.IGNORECASE)
_ADULT = re.compile(r"\b(?:wo)?m[ae]n\b", re.IGNORECASE)
_ANYBODY = frozenset(["patient", "subject", "participant", "volunteer", "person", "people", "individual"])
_OF_WOMEN = frozenset(
    [
        "premenopausal",
        "perimenopausal",
        "postmenopausal",
        "pregnant",
        "breastfeeding",
        "nulliparous",
        "parous",
        "primiparous",
        "multiparous",
    ]
)
_AUXILIARIES = frozenset(["are", "is", "be", "not", "may", "can", "will", "also", "still"])
_OUT = frozenset(["excluded", "ineligible", "prohibited", "forbidden", "disallowed"])
_BANS = frozenset(["not", "no", "prohibited", "forbidden", "excluded", "disallowed"])


def with_sexes(before: str, after: str) -> tuple[str, str]:
    """Return two wordings with "of either sex" as "male or female", where the other one differs in the sex alone."""
    named = [SEX & {*tokens(text)} for text in (before, after)]
    both = (
        before if named[0] else _EITHER_SEX.sub("male or female", before),
        after if named[1] else _EITHER_SEX.sub("male or female", after),
    )
    return both if any(named) and sexes(*both) else (before, after)


def sexes(before: str, after: str) -> Edit | None:
    """Class a change of the sexes asked for where nothing else differs: "Females only" → "Adults of either sex"."""
    sides = [_without_people(before, after), _without_people(after, before)]
    further = (sides[0] - SEX) ^ (sides[1] - SEX)
    fewer = min(sides, key=lambda side: len(side & SEX))
    if not all(side & SEX for side in sides) or not (further <= fewer and further <= _OF_WOMEN):
        return None
    if (
        any(({"no", "not", "without", "except", "unless"} | PERMISSIONS) & side for side in sides)
        or len(sides[0] - SEX - FORM) > 4
    ):
        return None
    old_sexes, new_sexes = sides[0] & SEX, sides[1] & SEX
    if old_sexes == new_sexes or not (old_sexes < new_sexes or new_sexes < old_sexes):
        return None
    both = Edit(1, because(What.BOTH_SEXES))
    return both if old_sexes < new_sexes else both.opposite()


def _without_people(text: str, other: str) -> set[str]:
    """Return the words of a text, without links and words for people; adults are none where the other text says "women" or "men"."""
    words = tokens(text)
    dropped = _LINKING | (_ANYBODY if SEX & {*words} else set())
    return {*words} - (dropped | {"adult"} if _ADULT.search(other) else dropped)


def permission(old: Sequence[Piece], new: Sequence[Piece], *, exclusion: bool) -> Edit | None:
    """Class a ban that became a permission of the same thing, or the reverse; a permission may have conditions behind it."""
    if counts(old, exclusion=exclusion) or counts(new, exclusion=exclusion):
        return None
    banned = [sum(_bans(side, at) for at in range(len(side))) for side in (old, new)]
    if banned[0] == banned[1]:
        return None
    eased = banned[1] < banned[0]
    ban, permit = (old, new) if eased else (new, old)
    permitting = [at for at in range(len(permit)) if _lets(permit, at)]
    if list(ban[: len(permit)]) == list(permit):
        return None  # what was permitted is so still: "diseases that may interfere (not eligible)"
    if not permitting or not _covers(ban, permit[: permitting[-1]]) or _of_relative(permit, permitting[-1]):
        return None
    if COURSE & set(map(str, permit[: permitting[-1] + 3])):
        return None
    lifted = Edit(0, because(What.BAN_LIFTED), waiver=1)
    return lifted if eased else lifted.opposite()


def _of_relative(side: Sequence[Piece], at: int) -> bool:
    """Return whether a word only says what people are like: "patients who are allowed to drive"."""
    while at > 0 and side[at - 1] in _AUXILIARIES:
        at -= 1
    return at > 0 and side[at - 1] in RELATIVES


def _covers(ban: Sequence[Piece], subject: Sequence[Piece]) -> bool:
    """Return whether a ban names all that a permission is about, with the same limits; it may have a window more."""
    limits, banned = ([piece for piece in side if isinstance(piece, Limit)] for side in (subject, ban))
    if banned[: len(limits)] != limits or any(limit.kind != "window" for limit in banned[len(limits) :]):
        return False
    words = {piece for piece in subject if isinstance(piece, str)}
    return not words - set(ban) - FORM - PERMISSIONS - _LINKS - MAY


def demand(old: Sequence[Piece], new: Sequence[Piece]) -> Edit | None:
    """Class a demand that became a permission, or the reverse, with the same other words."""
    left = [_without_modals(side) for side in (old, new)]
    if left[0][1] == left[1][1] and None not in (left[0][0], left[1][0]) and left[0][0] != left[1][0]:
        optional = Edit(0, because(What.DEMAND_OPTIONAL), waiver=1)
        return optional if left[1][0] else optional.opposite()
    sides = [_Demand(side) for side in (old, new)]
    if sides[0].about != sides[1].about or None in (sides[0].asked, sides[1].asked):
        return None
    if sides[0].asked == sides[1].asked:
        return None
    eased = Edit(0, because(What.DEMAND_EASED), waiver=1)
    return eased if sides[0].asked else eased.opposite()


def _without_modals(side: Sequence[Piece]) -> tuple[bool | None, list[Piece]]:
    """Return whether a wording leaves something open, asks for it (False) or neither (None), and its other words.

    "May or may not have" leaves open; "must have" and "must not have" ask.
    """
    for phrase, leaves in ((_OPEN, True), (_ASKED_NOT, False), (_ASKED, False)):
        size = len(phrase)
        for at in range(len(side) - size + 1):
            if tuple(side[at : at + size]) == phrase:
                return leaves, [*side[:at], *side[at + size :]]
    return None, list(side)


class _Demand:
    """Whether a wording demands something, only permits it, or neither (None), and what it is about."""

    def __init__(self, side: Sequence[Piece]) -> None:
        words = {piece for piece in side if isinstance(piece, str)}
        asking = [at for at in range(1, len(side)) if side[at] in _DEMANDED and side[at - 1] in _PREDICATES]
        waived = any("not" in side[max(0, at - 2) : at] for at in asking)
        self.about = [piece for piece in side if isinstance(piece, Limit) or piece not in _ABOUT_NOTHING]
        self.asked: bool | None = None
        if asking and not waived and not words & {*PERMISSIONS, "not"}:
            self.asked = True
        elif waived or (
            any(side[at] in _ALLOWED and side[at - 1] in _PREDICATES for at in range(1, len(side)))
        ):
            self.asked = False


def _bans(side: Sequence[Piece], at: int) -> bool:
    """Return whether a word at a place forbids: a permission shortly behind a negation, or "may" right before one."""
    ahead = list(side[max(0, at - 3) : at])
    permits = permission_word(side, at)
    if permits:
        begin = max(
            (
                place + 1
                for place in range(at)
                if isinstance(side[place], str) and side[place] in {".", ";", "("}
            ),
            default=0,
        )
        if side[begin] in {"no", "not"} and side[begin + 1] not in {"more", "less"}:
            return True  # "neither lithium nor warfarin is allowed"
    while ahead and not {")", ",", ".", ";"}.isdisjoint(map(str, ahead)):
        ahead.pop(0)
    if side[at] in _OUT:
        return not {"not", "no"} & set(ahead)
    if side[at] in MAY:
        return list(side[at + 1 : at + 2]) == ["not"]
    return permits and bool(_BANS & set(ahead)) and not MAY & set(ahead)


def _lets(side: Sequence[Piece], at: int) -> bool:
    """Return whether a word permits something and is not denied."""
    permits = side[at] in MAY or side[at] in _ALLOWED or permission_word(side, at)
    return permits and not _bans(side, at)
