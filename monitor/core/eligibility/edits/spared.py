"""An exception that gave way to what is included by name: "cancer, except melanoma", "cancer, including melanoma"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import classify
from monitor.core.eligibility.edits.insertion import Insertion
from monitor.core.eligibility.edits.lexicon import EXAMPLE_STARTS, EXCEPTIONS, NEGATORS, PERMISSIONS
from monitor.core.eligibility.edits.starts import begins

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.align import Block
    from monitor.core.eligibility.edits.model import Edit, Wording


def spared(gone: Insertion, come: Insertion, *, exclusion: bool) -> Edit | None:
    """Class an exception that gave way to what is included by name, or the reverse; None for other blocks."""
    for excepted, named, growth in ((gone, come, -1), (come, gone, 1)):
        if not _excepts(excepted) or not _names(named):
            continue
        edit = classify.edit(excepted, exclusion=exclusion)
        if edit is None or growth > 0:
            return edit
        return edit.opposite()
    return None


def spares(old: Wording, new: Wording, block: Block) -> bool:
    """Return whether a block is such a pair, behind which the words both have stand under the exception in one only."""
    gone = Insertion(old.pieces, old.scopes, block.start, block.end)
    come = Insertion(new.pieces, new.scopes, block.other, block.stop)
    return any(_excepts(excepted) and _names(named) for excepted, named in ((gone, come), (come, gone)))


def _excepts(block: Insertion) -> bool:
    """Return whether a block begins an exception."""
    return bool(block.inside) and bool(begins(block.inside, EXCEPTIONS))


def _names(block: Insertion) -> bool:
    """Return whether a block only names what is included, too: "including melanoma"."""
    if not block.inside or not begins(block.inside, EXAMPLE_STARTS) or block.measures():
        return False
    return not block.words() & (
        NEGATORS | PERMISSIONS - {"including", "include"} | {"but", "except", "unless", "only"}
    )
