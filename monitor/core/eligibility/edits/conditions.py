"""Limits in the condition of a permission: "patients with HIV are allowed if CD4 > 350"."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.doubts import permission
from monitor.core.eligibility.edits.lexicon import COURSE, FORM, PEOPLE
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_CONDITIONS = frozenset(["if", "when", "provided"])
_ADMITTED = frozenset(
    [
        "allowed",
        "permitted",
        "eligible",
        "enrolled",
        "included",
        "participate",
        "acceptable",
        "accepted",
        "enroll",
    ]
)
_GAP = 5  # pieces between the permission and its condition
_BETWEEN = FORM | {"only", "trial", "study"}
_PATIENTS = PEOPLE | {"prior", "history", "enrolled", "enrollment", "participate"}
# "Is allowed if clinically indicated" is about a treatment.
_NEED = frozenset(["needed", "required", "necessary", "indicated", "re"])


def conditioned(pieces: Sequence[Piece], scopes: Sequence[Scope], at: int, *, exclusion: bool) -> bool:
    """Return whether a limit stands in the condition under which somebody is let in.

    Among inclusions, what is permitted may lie in the course of the study ("transfusion is allowed if Hb < 8"), so it has
    to name people or the past.
    """
    limit, scope = pieces[at], scopes[at]
    if not isinstance(limit, Limit) or limit.kind in {"bare", "until", "count"} or not scope.condition:
        return False
    if scope.waived or scope.example or (scope.stops and not _lasts(limit)):
        return False
    ahead = [place for place in range(at) if scopes[place].clause == scope.clause]
    begun = max((place for place in ahead if pieces[place] in _CONDITIONS), default=-1)
    permitted = max((place for place in ahead if place < begun and _lets(pieces, place)), default=-1)
    if permitted < 0 or begun - permitted > _GAP + 1 or scopes[permitted].exceptions != scope.exceptions:
        return False  # "except those who are eligible if …" lets in too
    words = {str(pieces[place]) for place in ahead}
    if not exclusion and not words & _PATIENTS:
        return False
    between = {str(piece) for piece in pieces[permitted + 1 : begun]}
    within = {str(piece) for piece in pieces[begun:at]}
    return between <= _BETWEEN and not words & COURSE and not within & _NEED


def _lets(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a word lets somebody in: "are eligible", "may participate", "(allowed"."""
    before = pieces[at - 1] if at else ""
    return pieces[at] in _ADMITTED and (
        permission(pieces, at)
        or before in {"be", "may", "can", "(", "are", "is"}
        or list(pieces[max(0, at - 2) : at]) == ["considered", "as"]
    )


def _lasts(limit: Limit) -> bool:
    """Return whether a limit says how long something lasts at least."""
    return limit.dimension == "time" and limit.ranges[0].low > -inf
