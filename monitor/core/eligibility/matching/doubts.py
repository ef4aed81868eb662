"""Whether an added criterion may be part of a removed one that was merged, split or reworded. A removed one likewise."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from monitor.core.eligibility.normal import stems

if TYPE_CHECKING:
    from monitor.core.eligibility.parse import Node

_OVERLAP = 0.5  # so much of one text's topics in the other raises a doubt
_MANY = 200  # more lost texts than this are not looked through: everything is in doubt


class Doubts:
    """The topics that one text has and the other lacks: of whole criteria, and of reworded ones."""

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
        # For each set of topics, its size and whether it is of a whole criterion.
        self._sizes = [(len(topics), True) for topics in whole] + [(len(topics), False) for topics in parts]
        self._where: dict[str, list[int]] = defaultdict(list)
        for at, topics in enumerate([*whole, *parts]):
            for stem in topics:
                self._where[stem].append(at)

    def about(self, node: Node) -> bool:
        """Return whether a criterion may be a part of what the other text lost.

        It shares half of its topics with what a reworded criterion lost, or with a criterion that went; of the latter,
        half of the topics of the shorter one are enough.
        """
        topics = stems(node.text)
        if self._too_many or (not topics and self._sizes):
            return True
        common = Counter(at for stem in topics for at in self._where.get(stem, ()))
        for at, number in common.items():
            size, whole = self._sizes[at]
            if number / (min(size, len(topics)) if whole else len(topics)) >= _OVERLAP:
                return True
        return False
