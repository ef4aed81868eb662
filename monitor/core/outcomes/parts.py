"""Outcomes that were split or merged: a part of another outcome counts neither as added nor as removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.outcomes.profile import MAX_WORDS, weigh
from monitor.core.outcomes.tokens import content, spell_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.outcomes.profile import Reading

    Pair = tuple[Reading, Reading]

_SHARE = 0.8
"""A part's name has at least this share of its weight in words of the whole's name."""
_LEAST = 0.9
"""The words that went from the whole to the part have at least this weight."""
MAX_PAIRS = 200
"""At most so many edited outcomes are tried as the whole of a part."""
MAX_PARTS = 200
"""Of more outcomes that came or went than this, nobody sees which was a part of another: none is."""


def find_parts(
    pairs: Sequence[Pair], gone: Sequence[Reading], came: Sequence[Reading]
) -> tuple[list[Pair], list[Pair]]:
    """Find what was split off and what was merged.

    Returns:
        Pairs (whole before, part after) and (part before, whole after), each part at most once.

    """
    edited = [pair for pair in pairs if pair[0].measure != pair[1].measure][:MAX_PAIRS]
    if not edited or not (gone or came):
        return [], []
    names = [(before, after, _name(before), _name(after)) for before, after in edited]
    split, merged = [], []
    for part in came if len(came) <= MAX_PARTS else ():
        wholes = ((before, was, now) for before, _, was, now in names)
        whole = _whole(part, wholes)
        if whole is not None:
            split.append((whole, part))
    for part in gone if len(gone) <= MAX_PARTS else ():
        whole = _whole(part, ((after, now, was) for _, after, was, now in names))
        if whole is not None:
            merged.append((part, whole))
    return split, merged


def _name(reading: Reading) -> frozenset[str]:
    return frozenset(spell_out(content(reading.measure[:MAX_WORDS])))


def _whole(part: Reading, wholes: Iterable[tuple[Reading, frozenset[str], frozenset[str]]]) -> Reading | None:
    """Return the outcome that a part belongs to, or None.

    Its name has the part's words in the record without the part, and lacks them in the record with it.

    Args:
        part: the outcome that only one record has.
        wholes: an outcome of the other record, the words of its name there, and the words in the record of the part.

    """
    name = _name(part)
    for whole, full, rest in wholes:
        if whole.outcome.list != part.outcome.list:
            continue
        enough = weigh(name & full) >= _SHARE * weigh(name)
        if enough and weigh(name & (full - rest)) >= _LEAST:
            return whole
    return None
