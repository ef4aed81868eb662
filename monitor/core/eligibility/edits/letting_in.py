"""A sentence put in that lets somebody in: "(controlled hypertension is allowed)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.counting import counts
from monitor.core.eligibility.edits.lexicon import (
    ATTRIBUTES,
    COURSE,
    FORM,
    MAY,
    NEGATIVE,
    PEOPLE,
    PERMISSIONS,
    PERMITTED,
    PREDICATES,
    QUALIFIERS,
    RELATIVES,
)
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.word_scales import WORDED
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

_CONDITIONS = frozenset(["if", "when", "where"])
_THOSE = (PEOPLE | word_set("people person individual those volunteer candidate")) - {"part"}
_OPPOSED = tuple(
    frozenset(row.split())
    for row in [
        "systemic oral intravenous topical inhaled intranasal local ocular",
        "uncontrolled unstable controlled stable increasing changing poorly well",
        "untreated treated",
        "active inactive acute chronic resolved remission cured healed",
        "severe moderate mild",
        "live attenuated killed inactivated recombinant mrna toxoid subunit",
        "benign malignant",
        "hormonal barrier",
        "positive negative seropositive seronegative",
        "current former past",
        "pregnant nonpregnant",
    ]
)
_OPENS = frozenset(["(", ".", ";"])
_FEW = 5  # words of one more thing with its link
_NO_LIST = (
    _CONDITIONS
    | NEGATIVE
    | RELATIVES
    | _OPENS
    | {")", "than", "but", "except", "unless", "other", "only", ":"}
)
_NEAR = 3  # pieces from a negation to the word that it denies: "not to be allowed"
_OBJECT = 5  # pieces from a negation to the end of what it denies
_PARTS = word_set(
    "symptom sign sequela complication treatment therapy medication need requirement recurrence relapse progression surgery "
    "steroid corticosteroid immunosuppression immunosuppressant oxygen transfusion dialysis hospitalization involvement activity "
    "damage impairment deficit",
)
_REPEATED = word_set("re rescreening rescreened rescreen retest retesting retested repeat repeated repeating")
_STUDIES = frozenset(["study", "trial"])
_EVERYBODY = frozenset(["both", "either", "any", "all", "regardless", "irrespective", "or", "and"])


def permission(block: Insertion, *, exclusion: bool) -> Edit:
    """Class a sentence that lets somebody in: among inclusions only where it names people, and not all of them."""
    words = block.words()
    if {"other", "another"} & words and _STUDIES & words and not _STUDIES & _outside(block):
        return UNKNOWN  # "patients may take part in other studies"
    forbids = exclusion or any(scope.negations for scope in block.above[: block.start])
    if (
        counts(block.every, exclusion=exclusion)
        or words & _REPEATED  # who may be examined once more is not let in by that
        or (exclusion and (_contrasts(block) or _names_others(block)))
    ):
        return UNKNOWN
    if words & COURSE or (not exclusion and words - FORM - PEOPLE - PERMISSIONS - MAY <= _outside(block)):
        return (
            UNKNOWN  # "patients with asthma may be rescreened", of people whom the criterion lets in anyway
        )
    if forbids or ((words & PEOPLE or {"allowed", "if"} <= words) and not words & _EVERYBODY):
        return Edit(0, because(What.LET_IN, block.shown()), waiver=1)
    return UNKNOWN


def one_more(block: Insertion, *, exclusion: bool) -> Edit | None:
    """Class one more thing that a sentence of its own lets somebody have: "opioids (codeine [or tramadol] is allowed)"."""
    first = next((at for at in range(block.start - 1, -1, -1) if block.every[at] in _OPENS), -1)
    ahead, inside = block.every[first + 1 : block.start], block.words()
    alone = block.measures() and not block.words() - FORM - {"and", "or"}
    if first < 1 or len(inside) > _FEW or alone or not (block.linked() or "," in inside):
        return None
    permitting = next(
        (at for at in range(block.end, len(block.every)) if _lets(block.every, at, first=block.end)), -1
    )
    subject = {str(piece) for piece in (*ahead, *block.every[block.start : permitting])}
    ends = str((*block.every[permitting + 1 :], ".")[0]) in _CONDITIONS | {")", ".", ";"}
    banned = exclusion or any(scope.negations for scope in block.above[:first])
    if (
        permitting < 0
        or not ends
        or not banned
        or subject & _NO_LIST
        or counts(block.every, exclusion=exclusion)
    ):
        return None
    adjectives = block.linked() != "or" and {*map(str, block.content())} - {"and", ","} <= QUALIFIERS
    if adjectives or opposed({str(piece) for piece in block.every[:first]}, subject):
        return UNKNOWN  # "systemic steroids (topical [and inhaled] steroids are allowed)"
    if block.linked() == "and" and "with" in ahead:
        return UNKNOWN  # "patients with gout [and asthma]" may have to have both
    named = " ".join(str(piece) for piece in block.inside if piece not in PREDICATES | {"and", "or", ","})
    return Edit(0, because(What.ALTERNATIVE, named), waiver=1)


def condition_of_permission(block: Insertion, *, exclusion: bool) -> Edit | None:
    """Class the condition of a permission behind a ban that names what it permits: "gout or rash. Gout is allowed [if cured]"."""
    first = next((at for at in range(block.start - 1, -1, -1) if block.every[at] in _OPENS), 0)
    ban, subject = ({*map(str, block.every[:first])}, {*map(str, block.every[first : block.start - 2])})
    ends = block.end == len(block.every) or block.every[block.end] in {".", ";", ")"}
    if not ends or not first or block.inside[0] not in _CONDITIONS | {"provided"} or not block.content():
        return None
    if block.every[block.start - 1] not in PERMITTED or block.every[block.start - 2] not in {
        "is",
        "are",
        "be",
    }:
        return None
    banned = exclusion or any(scope.negations for scope in block.above[:first])
    if not banned or counts(block.every, exclusion=exclusion):
        return None
    if opposed(ban, subject) or not ban & (subject - FORM):
        return UNKNOWN
    return Edit(0, because(What.CONDITION, block.shown()), waiver=-1)


def _contrasts(block: Insertion) -> bool:
    """Return whether a permission is about others than those kept out: "uncontrolled asthma (controlled asthma is allowed)"."""
    ahead = {str(piece) for piece in block.every[: block.start]}
    words = block.words()
    degrees = [
        {piece.text for piece in pieces if isinstance(piece, Limit) and piece.dimension in WORDED}
        for pieces in (block.every[: block.start], block.inside)
    ]
    if (
        opposed(ahead, words)
        or (degrees[0] and degrees[1] - degrees[0])
        or beyond(block.every[: block.start], block.inside)
    ):
        return True
    excepted = {
        str(piece)
        for piece, scope in zip(block.every[: block.start], block.above, strict=False)
        if scope.exceptions and piece not in FORM
    }
    return bool(excepted & words)


def beyond(ahead: Sequence[Piece], inside: Sequence[Piece]) -> bool:
    """Return whether a permission is for values that keep nobody out: "NYHA > II (those with NYHA I-II may enrol)"."""
    banned, let_in = (
        [piece for piece in pieces if isinstance(piece, Limit) and piece.kind in {"limit", "scale"}]
        for pieces in (ahead, inside)
    )
    return any(
        first.dimension == second.dimension
        and (first.ranges[-1].high <= second.ranges[0].low or second.ranges[-1].high <= first.ranges[0].low)
        for first in banned
        for second in let_in
    )


def _outside(block: Insertion) -> set[str]:
    """Return the words that stand outside of a block."""
    return {str(piece) for piece in (*block.every[: block.start], *block.every[block.end :])}


def opposed(ahead: set[str], words: set[str]) -> bool:
    """Return whether some words are about the opposite of what the words before them name: "controlled" behind "uncontrolled"."""
    return any(ahead & kinds and words & kinds - ahead for kinds in _OPPOSED)


def _names_others(block: Insertion) -> bool:
    """Return whether a permission is for people who lack a thing, and so perhaps what keeps out: "those without diabetes may enrol".

    Who lacks a part of it, as symptoms, has the rest of it.
    """
    if {"all", "other"} <= block.words() or {"remaining"} & block.words():
        return True
    if "without" not in block.inside or not _THOSE & block.words():
        return False
    lacked = {str(piece) for piece in block.inside[block.inside.index("without") + 1 :]} & _PARTS
    return not lacked or bool(lacked & {str(piece) for piece in block.every[: block.start]})


def permits(block: Insertion) -> bool:
    """Return whether the words are a sentence that lets somebody in."""
    words = [piece for piece in block.inside if isinstance(piece, str)]
    ends = block.end == len(block.every) or block.every[block.end] in {".", ";", ")"}
    opens = (
        block.start == 0
        or block.every[block.start - 1] in {".", ";", "(", ",", "but"}
        or block.inside[0] == "."
    )
    permitting = [
        place for place in range(block.start, block.end) if _lets(block.every, place, first=block.start)
    ]
    if not permitting or not (ends and opens) or "but" in words or _denied(block, permitting):
        return False
    return not _CONDITIONS & {str(piece) for piece in block.every[block.start : permitting[0]]}


def _denied(block: Insertion, permitting: Sequence[int]) -> bool:
    """Return whether a negation may deny what is permitted, rather than describe people: "who are not on steroids", "not requiring"."""
    kept_out = {str(piece) for piece in block.every[: block.start]} - FORM - PEOPLE
    for place in range(block.start, block.end):
        if block.every[place] not in NEGATIVE or block.every[place] == "without":
            continue
        following = [str(piece) for piece in block.every[place + 1 : min(place + 1 + _OBJECT, block.end)]]
        ahead = {str(piece) for piece in block.every[block.start : place]}
        describes = (following and following[0].endswith("ing")) or ahead & (RELATIVES | _CONDITIONS)
        if (
            not describes
            or kept_out & set(following)
            or any(place < at <= place + _NEAR for at in permitting)
        ):
            return True  # "who have no cancer", in a ban of cancer, says the ban again
    return False


def _lets(pieces: Sequence[Piece], at: int, *, first: int) -> bool:
    """Return whether a word lets somebody in: "may be enrolled", "acceptable if stable", but not "that included a drug"."""
    if pieces[at] == "exception":  # "are an exception to this criterion"
        return pieces[at - 1] in {"is", "are"} and list(pieces[at + 1 : at + 2]) == ["to"]
    if pieces[at] not in PERMISSIONS:
        return False
    before = pieces[at - 1] if at > first else ""
    if pieces[at] in {"allowed", "permitted"} and list(pieces[at + 1 : at + 2]) in (["if"], ["when"]):
        return True
    return (
        before in PREDICATES
        or (before in {"", ".", "(", ","} and pieces[at] in ATTRIBUTES | {"exempt"})
        or (before in {"may", "can"} and pieces[at] not in ATTRIBUTES)
    )
