"""Exceptions from a criterion that leaves all to the investigator: "any condition, except asthma, that may interfere"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.align import blocks
from monitor.core.eligibility.edits.lexicon import EXCEPTIONS
from monitor.core.eligibility.edits.starts import starts

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.model import Wording

_LAYOUT = frozenset([",", "(", ")"])


def only_exceptions(old: Wording, new: Wording, *, exact: bool) -> bool:
    """Return whether two wordings differ only in what they except."""
    for block in blocks(old.pieces, new.pieces, exact=exact):
        first, second = range(block.start, block.end), range(block.other, block.stop)
        if block.equal:
            moved = [at for at, to in zip(first, second, strict=True) if old.pieces[at] != new.pieces[to]]
            if not all(_under(old, at) for at in moved):
                return False
        elif not (_excepts(old, first) and _excepts(new, second)):
            return False
    return True


def _excepts(side: Wording, places: range) -> bool:
    """Return whether a block begins an exception, or lies in exceptions."""
    within = [at for at in places if side.pieces[at] not in _LAYOUT]
    if within and starts(side.pieces, within[0], EXCEPTIONS):
        within = [at for at in within[1:] if side.pieces[at] not in {"for", "than"}]
    return all(_under(side, at) for at in within)


def _under(side: Wording, at: int) -> bool:
    """Return whether a place lies in an exception."""
    return bool(side.scopes[at].exceptions or side.scopes[at].waived)
