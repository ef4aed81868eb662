"""Whether a criterion that came is perhaps only part of one that went: merged, split or said anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from monitor.core.eligibility.normal import stems

if TYPE_CHECKING:
    from monitor.core.eligibility.parse import Node

_OVERLAP = 0.5  # so much of one text's topics in the other raises a doubt
_MANY = 200  # more lost texts than this are not looked through: everything is in doubt


class Doubts:
    """What one text lost to the other: whole criteria, and words of criteria that were reworded."""

    def __init__(
        self, lost: list[Node], others: list[Node], alone: frozenset[int], pairs: dict[int, int]
    ) -> None:
        """Collect the topics of `lost`, a tree, that are missing from `others`, by its pairs (place in `lost` → place in `others`)."""
        whole = [stems(lost[place].text) for place in alone if not lost[place].plain]
        parts = [
            stems(lost[place].text) - stems(others[partner].text)
            for place, partner in pairs.items()
            if lost[place].key != others[partner].key
        ]
        self._too_many = len(alone) > _MANY
        self._sizes = [(len(topics), True) for topics in whole] + [(len(topics), False) for topics in parts]
        self._where: dict[str, list[int]] = defaultdict(list)
        for at, topics in enumerate([*whole, *parts]):
            for stem in topics:
                self._where[stem].append(at)

    def about(self, node: Node) -> bool:
        """Tell whether at least half of a text's topics, or of a lost criterion's, went from one to the other."""
        topics = stems(node.text)
        if self._too_many or (not topics and self._sizes):
            return True
        common = Counter(at for stem in topics for at in self._where.get(stem, ()))
        for at, number in common.items():
            size, whole = self._sizes[at]
            if number / (min(size, len(topics)) if whole else len(topics)) >= _OVERLAP:
                return True
        return False
