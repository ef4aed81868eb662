"""Edits that get no direction: form that may turn the meaning, limits that only say whom a rule is for.

"Men under 50 must use contraception": the limit does not say who may take part.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import addressed, windows
from monitor.core.eligibility.edits.doubts import permission
from monitor.core.eligibility.edits.lexicon import (
    ANNOUNCED,
    FORM,
    LASTING,
    MARKERS,
    NEGATIVE,
    PEOPLE,
    PERMISSIONS,
    PREDICATES,
)
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit, Range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

# What has to be left off or done for a time: the longer, the harder.
_DUTY = frozenset(
    [
        "abstain",
        "abstinence",
        "abstinent",
        "refrain",
        "avoid",
        "agree",
        "willing",
        "commit",
        "hold",
        "withhold",
        "discontinue",
        "discontinuing",
        "stop",
        "stopping",
        "cease",
        "wait",
        "contraception",
        "contraceptive",
        "washout",
    ]
)
_COMES_BACK = word_set(
    "relapse relapsed recur recurred return returned progress progressed flare flared worsen worsened"
)
_MEANS = frozenset(["average", "mean", "median", "throughout"])
HELD = _DUTY | _MEANS | LASTING
_SINCE = frozenset(
    ["since", "prior", "before", "from", "elapsed", "washout", "ago", "stable", "apart", "after"]
)
_ONSETS = word_set("arrival onset symptom admission presentation injury birth trauma bite exposure")
_BEGAN = word_set("began begin begun started start happen happened occurred occur appeared first")
_BEFORE_TIME = word_set("began begun started happened occurred occur appeared onset")
_GIVEN_THEN = word_set(
    "dose dosing treatment therapy drug medication vaccination vaccine surgery procedure transplant transplantation transfusion "
    "chemotherapy radiotherapy radiation washout infusion injection"
)
_NEAR = 6  # pieces before a time in which an onset is named
_STOPPED = word_set(
    "stopped stop last completed free interval washout stable resolved recovered sober abstinent"
)
_VISITS = FORM - {"treatment", "therapy", "use", "disease", "medication", "drug"}
_PLANS = frozenset(["planned", "scheduled", "intended"])
_GIVEN = frozenset(["with", "to", "at", "after", "by"])
_RULES = frozenset(["must", "allowed", "permitted", "should", "count"])
_JOINING = frozenset(["participate", "enroll"])
_FEW = 4  # pieces behind the beginning of an exception in which people are named
_ASIDE = frozenset(["with", "although", "however"])  # what begins a remark behind a comma
# A clause with one of these explains, and sets no limit.
_PROSE = frozenset(
    [
        "repeated",
        "rescreened",
        "counted",
        "note",
        "definition",
        "explained",
        "recommended",
        "considered",
        "regarded",
    ]
)
# Words of form that do not stand for each other: "able to" is not "prior". Those of one row do.
_MODES = {
    word: row.split()[0]
    for row in (
        "able",
        "willing agree",
        "must should need",
        "prior history received",
        "current receive receiving",
        "will would",
        "new",
        "before",
        "after",
    )
    for word in row.split()
}


def marked(gone: Sequence[Piece], come: Sequence[Piece]) -> bool:
    """Return whether two stretches of form differ in a word that may turn the meaning."""
    return turned(gone, come) or bool(
        (MARKERS & {str(piece) for piece in gone}) ^ (MARKERS & {str(piece) for piece in come})
    )


def turned(gone: Sequence[Piece], come: Sequence[Piece]) -> bool:
    """Return whether each of two stretches of form speaks of a time or a mode of which the other one does not."""
    before, after = ({_MODES[word] for word in map(str, side) if word in _MODES} for side in (gone, come))
    return bool(before - after and after - before)


def aside(pieces: Sequence[Piece], above: Sequence[Scope], at: int, *, exclusion: bool) -> bool:
    """Return whether a limit does not state the criterion itself, or may count the other way round."""
    limit, scope = pieces[at], above[at]
    if isinstance(limit, Limit) and limit.kind == "window" and scope.form and scope.negations:
        return True  # "not pregnant as confirmed by a test within 3 days"
    if not isinstance(limit, Limit) or (scope.condition and not (scope.exceptions or scope.waived)):
        return True
    excepted = bool(scope.exceptions) and limit.kind in {"limit", "scale"}
    listed = _of_list(pieces, at)
    defines = limit.dimension == "time" or excepted or listed or example_defines(pieces, above, at)
    if scope.example and not defines:
        return True
    clause = [place for place in range(len(pieces)) if above[place].clause == scope.clause]
    words = [str(pieces[place]) for place in clause if isinstance(pieces[place], str)]
    near = {str(pieces[place]) for place in clause if above[place].segment == scope.segment}
    if exclusion and not scope.negations and _permitted(pieces, above, at):
        return True
    behind = [
        str(pieces[place])
        for place in clause
        if place > at and isinstance(pieces[place], str) and above[place].brackets <= scope.brackets
    ]
    ahead = [str(pieces[place]) for place in clause if place < at and isinstance(pieces[place], str)]
    if _given(limit, ahead) or (limit.kind == "until" and (not exclusion or scope.negations or HELD & near)):
        return True
    counted = not limit.dimension and ":" in behind and ANNOUNCED & set(behind[: behind.index(":")])
    leads = limit.kind == "count" or ANNOUNCED & set(ahead) or counted or listed
    if not leads and ":" in behind and ":" not in ahead and behind.index(":") < len(behind) - 1:
        return True
    around = {
        str(pieces[place])
        for place in clause
        if above[place].brackets <= scope.brackets and not _attribute(pieces, place)
    }
    planned = limit.kind == "duration" and _PLANS & set(words)  # "treatment for 6 weeks is planned"
    ruled = scope.sentence and _RULES & set(words) and not _demanded(ahead)
    if planned or _PROSE & around or ruled:
        return True
    if windows.uncertain(pieces, above, at, exclusion=exclusion) or addressed.elsewhere(
        pieces, above, at, exclusion=exclusion
    ):
        return True
    upper = limit.ranges[-1].high != float("inf") and limit.ranges[0].low == float("-inf")
    if upper and limit.dimension == "time" and not scope.waived and not scope.exceptions:
        lasting = near & LASTING and not windows.harder(pieces, above, at)
        lasting = lasting and not (_recurs(pieces, at) or (not exclusion and _unchanged(pieces, above, at)))
        return bool(near & (_DUTY | _MEANS) or lasting)
    return bool(
        exclusion
        and limit.dimension == "time"
        and not upper
        and limit.ranges != (Range(),)
        and not (scope.exceptions or scope.waived or scope.negations or scope.brackets)
        and _SINCE & set(words)
        and limit.kind != "duration"
        and list(pieces[at - 1 : at]) != ["for"]
        and not _late(pieces, at)
        and not _spent(pieces, at)
    )


def _recurs(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a time is of what comes back, whatever else lasts: "remains active or relapses within 6 months"."""
    return pieces[at - 1] in _COMES_BACK and pieces[at - 2] in {"or", "and"}


def _unchanged(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Return whether a time is of a change that is denied of what lasts: "a stable diet with no change within 4 weeks"."""
    lasts = [above[place].negations for place in range(at) if pieces[place] in LASTING]
    return above[at].negations == 1 and bool(lasts) and not any(lasts)


def _of_list(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a limit counts the items of a list: "at least two of: birch, grass", "at least two of the following"."""
    following = [str(piece) for piece in pieces[at + 1 : at + 3]]
    return following[:1] == ["of"] and bool((ANNOUNCED | {":"}) & {*following[1:]})


def _demanded(ahead: Sequence[str]) -> bool:
    """Return whether the words before a limit say what people must have or be: "patients must not have had"."""
    must = next((at for at, word in enumerate(ahead) if word in {"must", "should"}), 0)
    verb = next((word for word in ahead[must + 1 :] if word != "not"), "")
    return bool(PEOPLE & {*ahead[:must]}) and verb in {"have", "be"}


def _attribute(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether "repeated" describes what follows it, and is no predicate: "amenable to repeated measurement"."""
    return pieces[at] == "repeated" and pieces[at - 1] not in PREDICATES


def _given(limit: Limit, ahead: Sequence[str]) -> bool:
    """Return whether a limit says what was given in a test, and is not what was measured: "negative challenge with less than 100 mg"."""
    return limit.kind in {"limit", "scale"} and "negative" in ahead and ahead[-1] in _GIVEN


def _late(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a time says how late somebody comes: "more than 4 hours since arrival"."""
    following = list(pieces[at + 1 : at + 5])
    ahead = [str(piece) for piece in pieces[max(0, at - _NEAR) : at]]
    if not following or _STOPPED & {str(piece) for piece in pieces}:
        return False
    if following[0] == "before" or ahead[-1:] == ["onset"]:
        begun = ahead[-1:] and ahead[-1] in _BEFORE_TIME
        return (bool(begun) or ("onset", "of") in pairwise(ahead)) and not _GIVEN_THEN & {*ahead}
    if following[0] not in {"since", "after", "from", "ago"}:
        return False
    began = {*ahead}
    return bool(_ONSETS & {*map(str, following)} or (_ONSETS & began and _BEGAN & began))


def _spent(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a time says how long something goes on: "more than 14 days of absence from work"."""
    following = [str(piece) for piece in pieces[at + 1 : at + 3]]
    return following[:1] == ["of"] and bool({*following[1:]} - _VISITS)


def spares_people(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Return whether an exception may spare people a demand: "a positive test, except in patients who …".

    Of "adults, except patients who …" it keeps them out; which of the two is meant shows where people are named before it.
    """
    begun = next(place for place in range(at, -1, -1) if place == 0 or not above[place - 1].exceptions)
    return bool(PEOPLE & set(pieces[begun : begun + _FEW])) and not PEOPLE & set(pieces[:begun])


def permitted(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Return whether a limit says what is let in, in the same clause: "up to 10 mg a day are allowed"."""
    scope = above[at]
    opened = (
        next((place for place in range(at, -1, -1) if pieces[place] == "("), at) if scope.brackets else at
    )
    outer = above[opened].negations if scope.brackets else 0  # "no steroids (up to 5 mg is allowed)"
    if scope.negations > outer or scope.exceptions or scope.waived or scope.condition:
        return False
    for place in range(at + 1, len(pieces)):
        if above[place].clause != scope.clause or above[place].brackets != scope.brackets:
            return False
        predicate = pieces[place] == "," and pieces[place + 1 : place + 2] in (["is"], ["are"], ["may"])
        if pieces[place] in NEGATIVE or (pieces[place] in {",", ":"} and not predicate):
            return False
        if permission(pieces, place):
            lets = {"is", "are", "be"} | ({"may", "can"} if pieces[place] in _JOINING else set())
            return pieces[place - 1] in lets and above[place].negations <= outer
    return False


def _permitted(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Return whether a limit's clause permits something, unless that is said only behind it: "…, with topical steroids allowed"."""
    for place, piece in enumerate(pieces):
        if place > at and piece in _ASIDE and pieces[place - 1] in {"and", ",", "but"}:
            return False
        if (
            piece in PERMISSIONS
            and above[place].clause == above[at].clause
            and above[place].brackets <= above[at].brackets
            and "not" not in pieces[max(0, place - 3) : place]
        ):
            return True
    return False


def example_defines(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Return whether the example that a limit stands in defines what is meant: "i.e.", "including", or a list behind "such as:"."""
    for place in range(at, -1, -1):
        if pieces[place] in {"ie", "including", "include"}:
            return above[place].sentence == above[at].sentence
        if pieces[place] in {"eg", "such", "example"}:
            return ":" in pieces[place : place + 3]
    return False
