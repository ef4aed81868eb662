"""Words that gave way to others, of which each alone has a direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import classify
from monitor.core.eligibility.edits.lexicon import FORM, NEGATORS
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import opposite

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion

_MORE = frozenset(
    [
        "more",
        "less",
        "above",
        "below",
        "over",
        "under",
        "higher",
        "lower",
        "older",
        "younger",
        "greater",
    ]
)


def replaced(gone: Insertion, come: Insertion, *, exclusion: bool) -> Edit:
    """Class words that gave way to others: what went and what came are told only where each alone has the same direction."""
    words = [set(side.shown().split()) - FORM - {"or", "and"} for side in (gone, come)]
    if (
        words[0] & words[1]
        or (words[0] | words[1]) & (NEGATORS | _MORE)
        or (gone.measures() and come.measures())
    ):
        return UNKNOWN
    lost, put = classify.edit(gone, exclusion=exclusion), classify.edit(come, exclusion=exclusion)
    if lost is None or put is None or not (lost.growth or lost.waiver) or not (put.growth or put.waiver):
        return UNKNOWN
    lets_in = [edit.waiver or (-edit.growth if exclusion else edit.growth) for edit in (lost, put)]
    if lets_in[0] == lets_in[1]:
        return UNKNOWN
    return Edit(put.growth, opposite(lost.reasons) + put.reasons, put.waiver)


def parted(gone: Insertion, come: Insertion, *, exclusion: bool) -> Edit | None:
    """Class an alternative that went where a window came, or the reverse, as two edits that agree; None for other blocks."""
    for window, other in ((gone, come), (come, gone)):
        only = [
            piece for piece in window.content() if not (isinstance(piece, Limit) and piece.kind == "window")
        ]
        if only or not window.measures() or other.measures() or other.linked() != "or":
            continue
        edits = classify.edit(gone, exclusion=exclusion), classify.edit(come, exclusion=exclusion)
        if None not in edits and edits[0] and edits[1] and -edits[0].growth == edits[1].growth != 0:
            return Edit(edits[1].growth, opposite(edits[0].reasons) + edits[1].reasons)
    return None
