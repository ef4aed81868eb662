"""The direction of a reworded criterion: every difference classed, its sign multiplied by what stands over it.

Among inclusions, "ALT ≤ 2.5 × ULN" → "ALT ≤ 5 × ULN" is loosened: "upper limit raised from 2.5 × ULN to 5 × ULN".
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import other_part, permissions, reworded, statements
from monitor.core.eligibility.edits.align import LONGEST, explained, pieces, repeated
from monitor.core.eligibility.edits.brackets import bracketed
from monitor.core.eligibility.edits.counting import counts
from monitor.core.eligibility.edits.differences import Side, edits
from monitor.core.eligibility.edits.embracing import without_contrasts, without_embraces, without_times
from monitor.core.eligibility.edits.frames import without_frame
from monitor.core.eligibility.edits.kindred import rephrased
from monitor.core.eligibility.edits.left_open import only_exceptions
from monitor.core.eligibility.edits.lists import listed
from monitor.core.eligibility.edits.model import Edit
from monitor.core.eligibility.edits.reordered import reordered
from monitor.core.eligibility.model import Part
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import Reasons, What, because
from monitor.core.eligibility.remarks import without_remarks
from monitor.core.eligibility.wording.spelling import respelled
from monitor.model import Direction

if TYPE_CHECKING:
    from monitor.core.eligibility.quantities.model import Piece

NO_DIRECTION: tuple[Direction, Reasons] = (Direction.UNDETERMINED, ())
_MOST = 2500  # letters
# Of what else than the study somebody is fit for: "not eligible for transplant".
_FITNESS = re.compile(
    r"\beligible (?:for|to)\b(?! (?:the |this |receive the )?(?:study|trial|enrol|particip|inclu))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,2}[.)] +")  # of a list; a text with one numbered line keeps it
_SENTENCES = re.compile(r"(?<=[a-z0-9)][.;]) +(?=[A-Z])")


_OPPOSITE = {Direction.LOOSENED: Direction.TIGHTENED, Direction.TIGHTENED: Direction.LOOSENED}


def moved(part: Part, before: str, after: str) -> tuple[Direction, Reasons]:
    """Compare two wordings of a criterion: (direction, why); undetermined unless every edit agrees.

    Aligned from both sides, as an alignment may depend on which wording comes first.
    """
    if part is Part.UNSTATED or max(len(before), len(after)) > _MOST:
        return NO_DIRECTION
    numbers = [_NUMBER.match(text) for text in (before, after)]
    if numbers[0] and numbers[1]:
        before, after = before[numbers[0].end() :], after[numbers[1].end() :]
    before, after = without_remarks(before), without_remarks(after)
    before, after = permissions.with_sexes(before, after)
    before, after = without_embraces(before), without_embraces(rephrased(respelled(after, before), before))
    changed = _changed(before, after)
    if part is Part.EXCLUSION and not before.startswith(changed[0]) and all(map(other_part.demands, changed)):
        part, (before, after) = Part.INCLUSION, changed
    found = _both_ways(part, before, after)
    plain = (
        without_contrasts(without_times(before, after)),
        without_contrasts(without_times(after, before)),
    )
    if found == NO_DIRECTION and plain != (before, after) and pieces(before, {}) != pieces(after, {}):
        found = _both_ways(part, *plain)
    return _stated(part, before, after) if found == NO_DIRECTION else found


def _stated(part: Part, before: str, after: str) -> tuple[Direction, Reasons]:
    """Compare two wordings by the one statement in which they differ, that lets in or keeps out whatever the part."""
    other = any(
        _FITNESS.search(text) or counts(pieces(text, {}), exclusion=part is Part.EXCLUSION)
        for text in (before, after)
    )
    found = None if other else statements.turned(part, before, after)
    if found is None:
        return NO_DIRECTION
    if isinstance(found, Edit):
        return _direction([found], exclusion=False)
    direction, reasons = _both_ways(found.part, found.old, found.new)
    if not found.reversed or direction is Direction.UNDETERMINED:
        return direction, reasons
    return _OPPOSITE[direction], tuple(replace(reason, exclusion=False) for reason in reasons)


def _both_ways(part: Part, before: str, after: str) -> tuple[Direction, Reasons]:
    """Compare two wordings, forwards and backwards; undetermined unless both agree."""
    for exact in (False, True):
        direction, reasons = _moved(part, before, after, exact=exact)
        if direction is not Direction.UNDETERMINED:
            same = _moved(part, after, before, exact=exact)[0] is _OPPOSITE[direction]
            return (direction, reasons) if same else NO_DIRECTION
    return NO_DIRECTION


def _moved(part: Part, before: str, after: str, *, exact: bool) -> tuple[Direction, Reasons]:
    """Compare two wordings as aligned from the first to the second; `exact`: by the limits that both of them have."""
    exclusion = part is Part.EXCLUSION and not (other_part.bans(before) and other_part.bans(after))
    before, after = (without_frame(text, exclusion=exclusion) for text in (before, after))
    before, after = _differing(before, after)
    sides = before, after
    if any(other_part.from_other(text, exclusion=exclusion) for text in sides):
        lets_in = 0 if exclusion else other_part.turned(*sides)
        lifted = Edit(0, because(What.BAN_LIFTED), 1)
        return (
            _direction([lifted if lets_in > 0 else lifted.opposite()], exclusion=False)
            if lets_in
            else NO_DIRECTION
        )
    left_open = any(other_part.leaves_all(text, exclusion=exclusion) for text in sides)
    sexes = permissions.sexes(before, after)
    if sexes:
        return _direction([sexes], exclusion=exclusion)
    short = tuple(sorted(explained(before, after).items()))
    old, new = Side(before, short), Side(after, short)
    if max(len(old.pieces), len(new.pieces)) > LONGEST:
        return NO_DIRECTION
    if left_open and not only_exceptions(old, new, exact=exact):
        return NO_DIRECTION
    fitness = any(map(_FITNESS.search, sides))
    permitted = None if fitness else permissions.permission(old.pieces, new.pieces, exclusion=exclusion)
    permitted = permitted or permissions.demand(old.pieces, new.pieces)
    if permitted:
        return _direction([permitted], exclusion=exclusion)
    if not exclusion and (other_part.forbids(before) or other_part.forbids(after)):
        return NO_DIRECTION
    if exact and not repeated(old.pieces, new.pieces):
        return NO_DIRECTION  # the other alignment is the same
    found = _direction(list(edits(old, new, exclusion=exclusion, exact=exact)), exclusion=exclusion)
    if _limits(old.alone) & _limits(new.alone):
        return NO_DIRECTION  # a limit that only stands at another place
    if found != NO_DIRECTION:
        return found
    whole = reworded.moved(old, new, exclusion=exclusion) or _as_whole(
        old, new, before, after, exclusion=exclusion
    )
    return _direction(whole, exclusion=exclusion) if whole else NO_DIRECTION


def _as_whole(old: Side, new: Side, before: str, after: str, *, exclusion: bool) -> list[Edit]:
    """Class two wordings by a bracket, a list or an order in which alone they differ; [] for all others."""
    read = (old.pieces, old.scopes), (new.pieces, new.scopes)
    whole = (
        bracketed(before, after, exclusion=exclusion)
        or listed(*read, exclusion=exclusion)
        or reordered(*read)
    )
    return [whole] if whole else []


def _limits(pieces: list[Piece]) -> set[tuple[str, object]]:
    """Return the bounds among some pieces, as dimension and values."""
    return {
        (piece.dimension, piece.ranges)
        for piece in pieces
        if isinstance(piece, Limit) and piece.kind in {"limit", "scale"}
    }


def _differing(before: str, after: str) -> tuple[str, str]:
    """Return both wordings without the sentences that both end with: what they permit or explain changes nothing."""
    return _parted(_SENTENCES.split(before), _SENTENCES.split(after), -1)


def _changed(before: str, after: str) -> tuple[str, str]:
    """Return the sentences of both wordings from the first that differs to the last."""
    old, new = _differing(before, after)
    return _parted(_SENTENCES.split(old), _SENTENCES.split(new), 0)


def _parted(old: list[str], new: list[str], end: int) -> tuple[str, str]:
    """Return two rows of sentences without those that are equal at one end, of each at least one."""
    while len(old) > 1 and len(new) > 1 and old[end] == new[end]:
        old.pop(end)
        new.pop(end)
    return " ".join(old), " ".join(new)


def _replaced(found: list[Edit]) -> bool:
    """Return whether a restriction gave way to another one, of which the scope alone may differ."""
    first = [edit.reasons[0] for edit in found if edit.reasons]
    limited = {reason.opposite for reason in first if reason.what is What.LIMITED}
    return limited == {True, False}


def _direction(found: list[Edit], *, exclusion: bool) -> tuple[Direction, Reasons]:
    """Return the direction on which all edits agree."""
    lets_in = {
        edit.waiver > 0 if edit.waiver else (edit.growth > 0) != exclusion
        for edit in found
        if edit.growth or edit.waiver
    }
    if _replaced(found):
        return NO_DIRECTION
    if len(lets_in) != 1 or any(not edit.growth and not edit.waiver for edit in found):
        return NO_DIRECTION
    reasons = dict.fromkeys(reason for edit in found for reason in edit.reasons)
    return (
        Direction.LOOSENED if lets_in.pop() else Direction.TIGHTENED,
        tuple(replace(reason, exclusion=exclusion) for reason in reasons),
    )
