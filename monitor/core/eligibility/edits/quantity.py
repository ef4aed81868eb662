"""An edit of a limit: compared as sets of values, and turned by what stands over it."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, TypeAlias

from monitor.core.eligibility.edits import counted, guards, windows
from monitor.core.eligibility.edits.conditions import conditioned
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.edits.outcomes import Treated, recovered, treated
from monitor.core.eligibility.quantities.analytes import analyte
from monitor.core.eligibility.quantities.edges import next_step
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.scale_ends import opened
from monitor.core.eligibility.quantities.sets import SAME, WIDER, relation
from monitor.core.eligibility.reasons import Reasons, What, because, opposite, turned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_Spot: TypeAlias = (
    "tuple[Sequence[Piece], Sequence[Scope], int]"  # a wording, its scopes, the place of a limit
)
_LENGTHS = frozenset(["time", "halflife"])
_TENS = frozenset(["kps", "lansky"])
_AROUND = 8  # pieces before or behind a limit among which its scale is named
_LACKS = frozenset(["lack", "lacking", "absence", "absent", "failure", "fail", "inability", "unwilling"])
_ATTENDED = frozenset(
    ["attend", "attending", "attendance", "comply", "complying", "adhere", "compliance", "adherence"]
)
_RANGE = "normal"  # in the text of a limit that is a whole range, not its upper end
_NEAR = 5  # pieces before a limit in which its scale is named
# Limits of these are of the patient, not of what stands before their bracket.
_PATIENT = frozenset(["age", "aged", "stage", "ecog", "kps", "edss", "bmi", "weight"])


def edit(before: _Spot, after: _Spot, *, exclusion: bool) -> Edit | None:
    """Class a limit that moved; None where it is the same in another form."""
    old, new = before[0][before[2]], after[0][after[2]]
    if not isinstance(old, Limit) or not isinstance(new, Limit):
        return UNKNOWN
    related = relation(old, new, analyte(before[0], before[2]))
    if related == SAME or (_in_tens(before) and next_step(old, new, 10)):
        return None
    timed = _timed(before, after, old, new, exclusion=exclusion)
    if timed:
        return timed
    above, other = before[1][before[2]], after[1][after[2]]
    if related is None or above.turn != other.turn or above.vague or other.vague or _both_ends(old, new):
        return UNKNOWN
    ends = opened(old, new, _beside(before) | _beside(after))
    if ends != (old, new) and relation(*ends) != related:
        return UNKNOWN  # "a score of 2 or 3" and "of at least 2"
    wider = related == WIDER
    if all(guards.permitted(*spot) for spot in (before, after)):
        return Edit(0, why(old, new, wider=wider, lets_in=wider), waiver=1 if wider else -1)
    if all(conditioned(*spot, exclusion=exclusion) for spot in (before, after)):
        grows = ((_sign(before) > 0) == (wider != windows.harder(*before))) != bool(above.exceptions)
        return Edit(0, why(old, new, wider=wider, lets_in=grows), waiver=1 if grows else -1)
    if any(_open(spot, exclusion=exclusion) for spot in (before, after)):
        return UNKNOWN
    grows = (_sign(before) > 0) == (wider != windows.harder(*before))
    reasons = why(old, new, wider=wider, lets_in=grows != exclusion)
    if above.waived:
        return Edit(0, reasons, waiver=above.sign if wider else -above.sign)
    return Edit(1 if grows else -1, reasons)


def _both_ends(old: Limit, new: Limit) -> bool:
    """Return whether one of two limits with the same upper end has a lower one: "in the normal range" and "below the ULN"."""
    return old.ranges[-1].high == new.ranges[-1].high < inf and _RANGE in old.text + new.text


def _timed(before: _Spot, after: _Spot, old: Limit, new: Limit, *, exclusion: bool) -> Edit | None:
    """Class a time without a comparator that became longer or shorter: a wait, or how far back something counts."""
    longer, spots = _longer(old, new), (before, after)
    if longer and all(_waits(spot, exclusion=exclusion) for spot in spots):
        return Edit(0, because(What.WAIT, old.text, new.text), waiver=-longer)
    if longer and all(windows.looks_back(*spot, exclusion=exclusion) for spot in spots):
        reasons = turned(What.WINDOW_LONGER, old.text, new.text, forwards=longer > 0)
        return Edit(longer * before[1][before[2]].sign, reasons)
    return None


def _waits(spot: _Spot, *, exclusion: bool) -> bool:
    """Return whether a time is how long somebody has to wait, or cannot be without a drug."""
    return windows.waited(*spot) or (exclusion and windows.unstoppable(*spot))


def _longer(old: Limit, new: Limit) -> int:
    """Return +1 where one time became longer, -1 where shorter, 0 where equal."""
    before, after = old.ranges[0].low, new.ranges[0].low
    return (after > before) - (after < before)


def _in_tens(spot: _Spot) -> bool:
    """Return whether a limit is one of a scale that is given in tens."""
    pieces, scopes, at = spot
    return any(
        pieces[place] in _TENS and scopes[place].segment == scopes[at].segment
        for place in range(max(0, at - _NEAR), at)
    )


def _beside(spot: _Spot) -> set[str]:
    """Return the words of the same clause around a limit."""
    pieces, scopes, at = spot
    return {
        str(pieces[place])
        for place in range(max(0, at - _AROUND), min(len(pieces), at + _AROUND))
        if scopes[place].clause == scopes[at].clause
    }


def _sign(spot: _Spot) -> int:
    """Return +1 where a wider limit describes more people, -1 where fewer."""
    above = spot[1][spot[2]]
    if recovered(*spot) is Treated.YES:
        return -above.sign
    if _of_patient(spot) or treated(*spot) is Treated.YES:
        return 1
    return above.duration_sign if _lasts(spot) and not windows.unlasting(*spot) else above.sign


def _open(spot: _Spot, *, exclusion: bool) -> bool:
    """Return whether it is not certain which way a limit counts."""
    pieces, scopes, at = spot
    above, limit = scopes[at], pieces[at]
    harder = windows.harder(*spot)
    if (windows.capped(*spot) and not harder) or guards.aside(*spot, exclusion=exclusion):
        return True
    if Treated.PERHAPS in {treated(*spot), recovered(*spot)}:
        return True
    if not exclusion and above.exceptions and guards.spares_people(*spot):
        return True
    if isinstance(limit, Limit) and limit.ranges[0].low > float("-inf") and counted.of_count(*spot):
        return True  # "no more than 2 lesions > 3 cm"
    if above.negations and _of_value(limit) and (_joined_under(spot) or _of_lack(pieces, at)):
        return True  # "no bleeding and albumin ≥ 3 g/dL"
    if above.failed and isinstance(limit, Limit) and limit.kind == "window":
        return True
    if harder and above.negations and above.brackets:
        return True  # "no smoking (at most one cigarette in the past month)"
    if _of_patient(spot):
        return exclusion or not above.inner or above.exceptions > 0 or above.waived
    lasts = _lasts(spot) and not windows.unlasting(*spot) and not windows.spared(*spot)
    if exclusion and above.negations > above.unable and lasts:
        return True  # "not on a stable dose for 3 months": the time may stand over or under the negation
    window = isinstance(limit, Limit) and limit.kind == "window"
    # "Surgery within 4 weeks, except minor procedures within 1 week"
    return bool(above.exceptions and window and _other_window(spot))


def _of_value(piece: Piece) -> bool:
    """Return whether a piece is a bound of something measured or counted: no time."""
    return isinstance(piece, Limit) and piece.kind in {"limit", "scale"} and piece.dimension != "time"


def _of_lack(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether "more than" so many is perhaps of what is lacking: "failure to attend more than 2 visits"."""
    limit = pieces[at]
    if not isinstance(limit, Limit):
        return False
    more = limit.kind == "limit" and limit.ranges[0].low > float("-inf") and not limit.ranges[0].low_closed
    words = {str(piece) for piece in pieces[:at]}
    lacks = words & _LACKS or (words & {"not", "no"} and words & _ATTENDED)
    return more and limit.dimension in {"", "percent", "count/time", "time/time"} and bool(lacks)


def _joined_under(spot: _Spot) -> bool:
    """Return whether "and" stands between a limit and the negation that may end there."""
    pieces, above, at = spot
    for place in range(at - 1, -1, -1):
        if above[place].negations < above[at].negations or above[place].clause != above[at].clause:
            return False
        if pieces[place] == "and" and above[place].brackets == above[at].brackets:
            return True
    return False


def _of_patient(spot: _Spot) -> bool:
    """Return whether a limit in brackets behind a negation is the patient's: "cancer without metastases (stage I to III)"."""
    pieces, above, at = spot
    opened = next((place for place in range(at, -1, -1) if pieces[place] == "("), None)
    if opened is None or not above[at].brackets or not above[opened].negations:
        return False
    return bool(_PATIENT & {str(piece) for piece in pieces[opened:at]})


def _other_window(spot: _Spot) -> bool:
    """Return whether a window outside of all exceptions stands beside a limit."""
    pieces, above, at = spot
    return any(
        isinstance(piece, Limit) and piece.kind == "window" and place != at and not above[place].exceptions
        for place, piece in enumerate(pieces)
    )


def _lasts(spot: _Spot) -> bool:
    """Return whether a limit says how long something has to last at least: "for 6 months"."""
    pieces, _, at = spot
    limit = pieces[at]
    if (
        not isinstance(limit, Limit)
        or limit.dimension not in _LENGTHS
        or limit.ranges[0].low == float("-inf")
    ):
        return False
    return limit.kind == "duration" or pieces[at - 1 : at] in (["for"], ["until"]) or windows.spared(*spot)


def why(old: Limit, new: Limit, *, wider: bool, lets_in: bool) -> Reasons:
    """Return how a limit moved, or whether its end is allowed now where only that changed.

    `wider`: the new limit holds the old one. `lets_in`: more people may take part.
    """
    was, now = old.text, new.text
    if "window" in (old.kind, new.kind):
        return turned(What.WINDOW_LONGER, was, now, forwards=wider)
    if old.kind == "scale" or new.kind == "scale":
        return turned(What.VALUES_WIDER, was, now, forwards=wider)
    if was == now:
        return because(What.END_ALLOWED, was) if lets_in else opposite(because(What.END_ALLOWED, was))
    before, after = old.ranges[0], new.ranges[0]
    ends = [(r.low > float("-inf"), r.high < float("inf")) for r in (before, after)]
    if len(old.ranges) > 1 or len(new.ranges) > 1 or ends[0] != ends[1] or ends[0] == (False, False):
        return because(What.LIMITS, was, now)
    if ends[0] == (True, True):
        return turned(What.RANGE_WIDER, was, now, forwards=wider)
    lower = ends[0][0]
    raised = wider != lower
    if (old.dimension, old.factor) != (new.dimension, new.factor):
        return turned(What.LOWER_HIGHER if lower else What.UPPER_HIGHER, was, now, forwards=raised)
    return turned(What.LOWER_RAISED if lower else What.UPPER_RAISED, was, now, forwards=raised)
