"""Removed and added criteria between the same neighbours: one criterion in other words.

Where "Gout" stood between "Asthma" and "Rash" and "Hyperuricaemia" stands there now, the two are a pair.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.core.eligibility.model import Part
    from monitor.core.eligibility.parse import Node

# A gap between two neighbours that have partners: their places in the new text (-1 at an end), the part, whether of headings.
_Gap = tuple[int, int, "Part", bool]
_FEW = 4  # more neighbours without a partner are a passage written anew, not a replacement


def pair_places(
    old: list[Node], new: list[Node], pairs: dict[int, int], skipped: tuple[set[int], set[int]]
) -> tuple[set[int], set[int]]:
    """Pair what is left between the same neighbours, in order; returns the places left over beside a replacement.

    `skipped` holds the places of both texts that stand in the other one as part of something else.
    """
    back = {partner: place for place, partner in pairs.items()}
    left = _gaps(old, pairs, skipped[0])
    right = _gaps(new, {partner: partner for partner in back}, skipped[1])  # by its own places, as `left`
    replaced: tuple[set[int], set[int]] = (set(), set())
    for gap, places in left.items():
        others = right.get(gap, [])
        if not others:
            continue
        replaced[0].update(places)
        replaced[1].update(others)
        if len(places) != len(others) and max(len(places), len(others)) > _FEW:
            continue
        pairs.update(zip(places, others, strict=False))
    return replaced


def _gaps(nodes: list[Node], partners: dict[int, int], skipped: set[int]) -> dict[_Gap, list[int]]:
    """Return the places without a partner by the gap that they stand in."""
    found: dict[_Gap, list[int]] = defaultdict(list)
    after = [-1] * len(nodes)
    following = -1
    for place in range(len(nodes) - 1, -1, -1):
        after[place] = following
        if place in partners:
            following = partners[place]
    before = -1
    for place, node in enumerate(nodes):
        if place in partners:
            before = partners[place]
        elif not node.plain and place not in skipped:
            found[before, after[place], node.part, node.heading].append(place)
    return found
