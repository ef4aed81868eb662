"""Times of which it is not certain what lies in them, or whether longer means more people.

The longer a window, the more lies in it: "surgery within 8 weeks" describes more people than within 4. Not so:

`uncertain`   "arrhythmia not controlled within 3 months", where the arrhythmia or its control may lie in it
`capped`      "no more than 2 attacks in 12 months", where longer is harder; `harder` is certain of it
`looks_back`  "use of steroids 4 weeks before screening", without a comparator
`waited`      "a washout of 4 weeks", where longer lets fewer in
`unlasting`   "not in remission for at least 2 years", where what has to last is denied
`spared`      "except cancer with no recurrence for at least 3 years"
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.kinds import is_illness
from monitor.core.eligibility.edits.lexicon import LASTING, NEGATIVE, PROCEDURES
from monitor.core.eligibility.quantities.analytes import SUBJECTS
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.scale_names import SCALES
from monitor.core.eligibility.quantities.word_scales import WORDED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_STATES = LASTING | {"remission", "established", "controlled", "diseasefree", "maintenance", "clean", "sober"}
_WAIT = 5  # pieces before a time in which it is named
_WAIT_FORM = frozenset(["of", "for", "period", ":", "is", "time", "to", "after", "with"])
# Of what is stable within a time, all of it is meant: "a stable dose within the last 3 months".
_REGIMENS = frozenset(
    ["dose", "dosing", "dosage", "regimen", "use", "treatment", "therapy", "medication", "weight", "schedule"]
)
_CHANGES = frozenset(
    ["change", "changed", "interruption", "loss", "end", "adjustment", "modification", "lack"]
)
_RETURNS = frozenset(["recurrence", "relapse", "progression"])
_PLACES = frozenset(["local", "central", "physician", "board"])
_DONE = frozenset(
    [
        "recorded",
        "performed",
        "obtained",
        "done",
        "taken",
        "collected",
        "conducted",
        "measured",
        "on",
        "by",
        "at",
    ]
)
_ITEM_ENDS = frozenset([";", ",", ".", "and", "or", "before"])
_LINKS = frozenset(["or", "and", ",", ";", ":"])
_DATED = frozenset(
    ["diagnosis", "diagnosed", "onset", "planned", "scheduled", "started", "since"]
)  # of which a time may say how long ago at least
_NOT_BACK = frozenset(
    ["of", "for", "least", "most", "than", "to", "and", "or", "by", "at", "from", "until", ","]
)
_FOUND = frozenset(["abnormality", "abnormal", "finding", "evidence", "result", "positive", "negative"])


def uncertain(pieces: Sequence[Piece], above: Sequence[Scope], at: int, *, exclusion: bool) -> bool:
    """Return whether a time does not say in which way it counts.

    "Arrhythmia not controlled within 3 months": which of the two lies within them?
    """
    limit, scope = pieces[at], above[at]
    if not isinstance(limit, Limit):
        return False
    if harder(pieces, above, at) or unlasting(pieces, above, at) or spared(pieces, above, at):
        return False
    if scope.unable == scope.negations == scope.stops == 1 and pieces[at - 1] == "for":
        return False  # "that cannot be stopped for 3 days"
    if exclusion and limit.dimension == "time" and scope.negations and scope.inner:
        return True
    return limit.kind == "window" and (
        _measured_beside(pieces, above, at) or _tested(pieces, above, at, exclusion=exclusion)
    )


def _measured_beside(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Return whether something else with an upper limit stands in a window's clause: it is perhaps measured in that time."""
    return any(
        isinstance(piece, Limit)
        and place != at
        and scope.clause == above[at].clause
        and piece.kind in {"limit", "scale"}
        and piece.dimension not in {"age", "time", "halflife", "grade", "stage", "type", *WORDED}
        and piece.ranges[-1].high < _highest(piece)
        and not (_LINKS & set(pieces[min(at, place) : max(at, place)]) and place > at)
        and not _denied_since(pieces, above, place, at)
        for place, (piece, scope) in enumerate(zip(pieces, above, strict=True))
    )


def _denied_since(pieces: Sequence[Piece], above: Sequence[Scope], place: int, at: int) -> bool:
    """Return whether a window behind a limit is of what is denied there: "HbA1c ≤ 9%, with no hypoglycaemia in the past 6 months"."""
    begins = next((n for n in range(place, at) if pieces[n] == "," and pieces[n + 1] in NEGATIVE), None)
    return begins is not None and above[at].segment == above[begins].segment


def _highest(limit: Limit) -> float:
    """Return the end of the values that a limit may have."""
    return SCALES[limit.dimension][1] + 1 if limit.dimension in SCALES else inf


def _tested(pieces: Sequence[Piece], above: Sequence[Scope], at: int, *, exclusion: bool) -> bool:
    """Return whether a window says when a test is done of which the outcome is denied: "no ischaemia on an ECG within 14 days"."""
    words = {
        str(piece) for piece, scope in zip(pieces, above, strict=True) if scope.clause == above[at].clause
    }
    tested = PROCEDURES - _PLACES
    return bool((above[at].negations or exclusion) and tested & words and (_DONE | _FOUND) & words)


def waited(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Return whether a time says how long somebody has to wait: "steroids (wait 1 month)", "a washout of 4 weeks"."""
    limit, scope = pieces[at], above[at]
    if (
        not isinstance(limit, Limit)
        or limit.dimension not in {"time", "halflife"}
        or limit.ranges[0].low == -inf
    ):
        return False
    if scope.negations or scope.exceptions or scope.waived or scope.condition or scope.stops or scope.vague:
        return False
    before = [piece for piece in pieces[max(0, at - _WAIT) : at] if piece not in _WAIT_FORM]
    return before[-1:] in (["wait"], ["washout"])


def unstoppable(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Return whether a time is how long before something a drug of a list cannot be stopped: "unable to stop: antihistamines 3 days"."""
    limit = pieces[at]
    if not isinstance(limit, Limit) or limit.dimension != "time" or ":" not in pieces[:at]:
        return False
    lead = above[list(pieces).index(":")]
    ends = at + 1 == len(pieces) or pieces[at + 1] in _ITEM_ENDS
    return (
        limit.kind == "bare"
        and ends
        and lead.stops == lead.negations == 1
        and not (lead.exceptions or lead.waived)
    )


def looks_back(pieces: Sequence[Piece], above: Sequence[Scope], at: int, *, exclusion: bool) -> bool:
    """Return whether a bare time says how far back what keeps somebody out counts: "use of steroids 4 weeks before screening"."""
    limit, scope = pieces[at], above[at]
    if not isinstance(limit, Limit) or limit.kind != "bare" or limit.dimension != "time":
        return False
    clause = [piece for piece, other in zip(pieces, above, strict=True) if other.clause == scope.clause]
    words = {piece for piece in clause if isinstance(piece, str)}
    denied = scope.negations == 1 and not scope.inner
    return (
        pieces[at + 1 : at + 2] == ["before"]
        and (scope.negations == 0 if exclusion else denied)
        and not (
            scope.exceptions or scope.waived or scope.condition or scope.stops or scope.failed or scope.vague
        )
        and not (
            words & (_STATES | _DATED | PROCEDURES | LASTING) or _NOT_BACK & {*map(str, pieces[at - 1 : at])}
        )
        and sum(isinstance(piece, Limit) for piece in clause) == 1
    )


def capped(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Return whether a window goes with an upper limit ("no more than 2 attacks in 12 months"): longer is harder."""
    limit = pieces[at]
    if not isinstance(limit, Limit) or limit.kind != "window":
        return False
    return any(
        isinstance(piece, Limit)
        and place != at
        and scope.clause == above[at].clause
        and piece.kind == "limit"
        and piece.dimension == ""
        and piece.ranges[0].low == float("-inf")
        for place, (piece, scope) in enumerate(zip(pieces, above, strict=True))
    )


def harder(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Return whether a longer window certainly describes fewer people: a count with a cap right before it, or what lasts."""
    limit = pieces[at]
    if not isinstance(limit, Limit) or limit.kind != "window":
        return False
    for place in range(at - 1, -1, -1):
        piece = pieces[place]
        if above[place].segment != above[at].segment or above[place].brackets != above[at].brackets:
            return False
        if piece in LASTING:
            # "stable, with no change in the past 4 weeks": the window is of the change
            on = not above[at].negations and _keeps_on(pieces, place)
            through = (limit.through or on) and not _of_ailment(pieces, place)
            return through and above[place].negations == above[at].negations
        if isinstance(piece, Limit) and piece.dimension not in WORDED:
            counted = piece.kind == "limit" and not piece.dimension and piece.ranges[0].low == -inf
            return counted and not SUBJECTS & {str(word) for word in pieces[max(0, place - 4) : place]}
        if piece in _LINKS:
            return False
    return False


def _keeps_on(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a regimen is what is said to be stable: "on a [stable] dose of"."""
    return bool(_REGIMENS & {*map(str, pieces[at + 1 : at + 2])})


def _of_ailment(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether an illness is called stable, or a regimen of which a change is named: "[stable] angina", "change of a [stable] dose"."""
    begun = next((place for place in range(at - 1, -1, -1) if pieces[place] in _LINKS), -1)
    changed = _CHANGES & {*map(str, pieces[begun + 1 : at])}
    return bool(changed) or any(is_illness(str(piece)) for piece in pieces[at + 1 : at + _WAIT])


def unlasting(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Return whether a state that has to last is denied: "not in remission for at least 2 years"."""
    if not above[at].negations:
        return False
    for place in range(at - 1, -1, -1):
        if pieces[place] in _STATES:
            return above[place].negations == above[at].negations
        if pieces[place] in {",", ".", ";", "(", ")"} or isinstance(pieces[place], Limit):
            return False
    return False


def spared(pieces: Sequence[Piece], above: Sequence[Scope], at: int) -> bool:
    """Return whether a time is how long an exception must have been spared: "except cancer with no recurrence for at least 3 years"."""
    limit = pieces[at]
    if not isinstance(limit, Limit) or limit.ranges[0].low == -inf or not above[at].exceptions:
        return False
    return above[at].negations == 1 and bool(_RETURNS & {str(piece) for piece in pieces[max(0, at - 3) : at]})
