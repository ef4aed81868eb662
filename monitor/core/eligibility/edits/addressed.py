"""Limits that say whom a duty is for, or what is done in the study, and so nothing of who takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import CLAUSE_WORDS
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_DUTIES = frozenset(
    ["must", "should", "shall", "assent", "parental", "guardian", "agree", "need", "required", "will"]
)
OWED = frozenset(["must", "should", "shall", "need", "required"])
_TOLD_OF = frozenset(["with", "whose", "having", "who", "on", "taking", "receiving", "treated"])
_AUXILIARIES = frozenset(["be", "also", "then", "not"])
_GIVEN = word_set("given administered dosed kept maintained titrated adjusted repeated continued")
_COURSE = _GIVEN | word_set(
    "receive receiving treated followed monitored observed undergo keep continue randomized started stopped take taken discontinue discontinued"
)
_CONDITIONAL_PEOPLE = frozenset(["from", "of", "by", "for", "in", "those", "assent"])
_GROUPED = word_set("or and if consent assent parental guardian dose contraception not no must")
_MUST = frozenset(["must", "should", "shall"])
_SAYS = _MUST | {"is", "are", "was", "were", "has", "have", "had", "will"}
_STOPS = frozenset([".", ";", ",", ":", "("])
# Of what is to be there, or of whom is let in or kept out, a restriction means what it says.
_EXISTS = word_set(
    "required present mandatory necessary documented confirmed proven established diagnosed eligible ineligible excluded exclude included "
    "enrolled allowed permitted acceptable accepted planned scheduled indicated prohibited forbidden contraindicated suspected evident known current"
)
_SETTLED = word_set(
    "resolved recovered healed treated controlled stable resected removed cured managed corrected inactive quiescent suppressed over "
    "remission stabilized irradiated"
)
_NEAR = 5  # pieces of a predicate
_KIN = frozenset(["mother", "father", "parent", "caregiver", "carer", "sibling"])
_WHO = frozenset(
    [
        "patient",
        "subject",
        "participant",
        "child",
        "adult",
        "infant",
        "female",
        "male",
        "individual",
        "person",
    ]
)


def elsewhere(pieces: Sequence[Piece], above: Sequence[Scope], at: int, *, exclusion: bool) -> bool:
    """Return whether a limit is about whom a duty is for ("patients over 65 must have …") or about the course of the study."""
    scope = above[at]
    clause = [place for place in range(len(pieces)) if above[place].clause == scope.clause]
    words = [pieces[place] for place in clause]
    if done(words, later=bool(scope.clause or scope.brackets)):
        return True
    if _SETTLED & {*_predicate(pieces, above, (at, at + 1), exclusion=exclusion)}:
        return True  # "fractures within 6 months must be healed"
    ahead = [str(pieces[place]) for place in clause if place < at and isinstance(pieces[place], str)]
    behind = [str(pieces[place]) for place in clause if place > at and isinstance(pieces[place], str)]
    beside = [
        str(pieces[place]) for place in clause if place > at and above[place].brackets <= scope.brackets
    ]
    if _WHO & set(ahead[:2]) and _TOLD_OF & set(ahead) and not OWED & set(ahead) and OWED & set(beside):
        return True  # "patients with HbA1c above 8% must have their eyes examined"
    if exclusion and _kept_out(pieces, above, at, ahead, behind):
        return False
    return _describes(ahead, behind, exclusion=exclusion)


def _kept_out(
    pieces: Sequence[Piece], above: Sequence[Scope], at: int, ahead: list[str], behind: list[str]
) -> bool:
    """Return whether a limit of age says whom a finding keeps out, of no other group beside: "abnormal ECG for subjects over 50"."""
    scope = above[at]
    denied = scope.negations or scope.exceptions or scope.waived or scope.stops or scope.brackets
    others = [piece for place, piece in enumerate(pieces) if isinstance(piece, Limit) and place != at]
    aged = any(piece.dimension in {"age", "time"} for piece in others)
    groups = {*ahead[:-1], *behind} & (_WHO | OWED | _GROUPED)
    return (
        len(ahead) > 2 and ahead[-2] in {"for", "in"} and ahead[-1] in _WHO and not (denied or aged or groups)
    )


def asked_of(block: Insertion) -> bool:
    """Return whether the words say of whom a duty is asked: "patients with gout [or leprosy] must have …", "women [and men] must be …"."""
    above = block.above[block.start]
    clause = [place for place in range(len(block.every)) if block.above[place].clause == above.clause]
    ahead = [str(block.every[place]) for place in clause if place < block.start]
    behind = {str(block.every[place]) for place in clause if place >= block.end}
    return (
        bool(_WHO & set(ahead[:2]) and OWED & behind)
        and not OWED & set(ahead)
        and bool(_TOLD_OF & set(ahead) or _WHO & block.words())
    )


def of_subject(block: Insertion, *, exclusion: bool) -> bool:
    """Return whether the words restrict of what something is demanded: "any [severe] toxicity must be resolved" asks for less."""
    predicate = _predicate(block.every, block.above, (block.start, block.end), exclusion=exclusion)
    return bool(predicate) and not _EXISTS & {*predicate}


def _predicate(
    pieces: Sequence[Piece], above: Sequence[Scope], span: tuple[int, int], *, exclusion: bool
) -> list[str]:
    """Return the first words of what is demanded of the subject that a span of pieces is part of; [] where it is part of none."""
    scope = above[span[0]]
    clause = [place for place in range(len(pieces)) if above[place].clause == scope.clause]
    ahead = {str(pieces[place]) for place in clause if place < span[0]}
    if ahead & (_SAYS | CLAUSE_WORDS) or scope.brackets:
        return []
    owing = _MUST if exclusion or _WHO & ahead else _SAYS
    for place in clause:
        if place < span[1]:
            continue
        if pieces[place] in CLAUSE_WORDS | _STOPS:
            return []
        if pieces[place] in owing:
            return [str(word) for word in pieces[place + 1 : place + _NEAR]]
    return []


def done(words: Sequence[Piece], *, later: bool) -> bool:
    """Return whether a clause says what is done in the study: "patients will be followed for", "the drug is given".

    `later`: it is not the first one of its criterion.
    """
    for at, word in enumerate(words):
        verb = next((piece for piece in words[at + 1 : at + 4] if piece not in _AUXILIARIES), "")
        if word == "will" and verb in _COURSE and not {"who", "that"} & {*words[max(0, at - 1) : at]}:
            return True
        if later and word in {"is", "are"} and verb in _GIVEN:
            return True
    return False


def _describes(ahead: list[str], behind: list[str], *, exclusion: bool) -> bool:
    """Return whether a limit only says of whom a duty is asked ("patients under 18 must have consent")."""
    people = bool(_WHO & set(ahead[-2:])) and len(ahead) <= 3
    if people and _DUTIES & set(behind[:6]):
        return True
    if ahead[-2:-1] == ["of"] and _KIN & set(ahead[-3:-2]) and not _DUTIES & {*ahead, *behind}:
        return exclusion and bool(
            {"must", "shall"} & {*ahead, *behind}
        )  # "mothers of infants under 6 months"
    if ahead[-2:] and ahead[-1] in _WHO and len(ahead) > 1 and ahead[-2] in _CONDITIONAL_PEOPLE:
        return True
    return exclusion and bool({"must", "shall"} & {*ahead, *behind})
