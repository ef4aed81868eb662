"""Lists of how long earlier treatments have to be over: "4 weeks for antibodies" below "minimum wash-out from:"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.eligibility.above import lacks, reverses
from monitor.core.eligibility.edits.align import pieces
from monitor.core.eligibility.model import Part
from monitor.core.eligibility.normal import key
from monitor.core.eligibility.parse import ancestors
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import Reasons, What, because
from monitor.model import Direction

if TYPE_CHECKING:
    from monitor.core.eligibility.parse import Node

_NAMES = re.compile(
    r"\bwash ?out\b|\b(?:minimum|minimal|required|following) (?:\w+ )?(?:distance|intervals?|time)\b.*\b(?:since|from|to|after)\b|"
    r"\btime (?:elapsed )?since\b"
)
_NOTHING: tuple[Direction, Reasons] = (Direction.UNDETERMINED, ())


def listed(nodes: list[Node], node: Node) -> bool:
    """Return whether a line stands, as an inclusion, in a list of how long earlier treatments have to be over."""
    above = ancestors(nodes, node)
    if node.part is not Part.INCLUSION or not above:
        return False
    lead, *higher = above
    words = key(lead.text)
    return bool(_NAMES.search(words)) and not (
        lacks(words)
        or any(
            reverses(line.text, heading=line.heading, names_part=line.opens, exclusion=False)
            for line in higher
        )
    )


def moved(before: str, after: str) -> tuple[Direction, Reasons]:
    """Return (direction, reasons) of a line of such a list, of which nothing but its one time differs."""
    old, new = pieces(before, {}), pieces(after, {})
    times = [[piece for piece in side if isinstance(piece, Limit)] for side in (old, new)]
    if [len(found) for found in times] != [1, 1]:
        return _NOTHING
    first, second = times[0][0], times[1][0]
    rest = [[piece for piece in side if isinstance(piece, str)] for side in (old, new)]
    places = [side.index(time) for side, time in ((old, first), (new, second))]
    if rest[0] != rest[1] or places[0] != places[1] or {first.dimension, second.dimension} != {"time"}:
        return _NOTHING
    lengths = [_length(first), _length(second)]
    if None in lengths or lengths[0] == lengths[1] or first.coarse != second.coarse:
        return _NOTHING
    longer = (lengths[1] or 0) > (lengths[0] or 0)
    reasons = because(What.WAIT, first.text, second.text)
    return (Direction.TIGHTENED if longer else Direction.LOOSENED), reasons


def _length(limit: Limit) -> float | None:
    """Return the days that have to be over at least, None where a range or an upper limit is given."""
    if len(limit.ranges) != 1:
        return None
    low, high = limit.ranges[0][:2]
    return low if low == high or (low > 0 and high == float("inf")) else None
