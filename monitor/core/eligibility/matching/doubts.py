"""Whether an added criterion may be part of a removed one that was merged, split or reworded. A removed one likewise."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from monitor.core.eligibility.matching.kin import TIMES
from monitor.core.eligibility.normal import stems
from monitor.core.eligibility.quantities.numbers import SPELLED

if TYPE_CHECKING:
    from monitor.core.eligibility.parse import Node

_OVERLAP = 0.5  # so much of one text's topics in the other raises a doubt
_WHOLE: frozenset[str] = frozenset()
_TIMED = TIMES | {word[:5] for word in (*SPELLED, "before")}
_MANY = 200  # more lost texts than this are not looked through: everything is in doubt


class Doubts:
    """The topics that one text has and the other lacks: of whole criteria, and of reworded ones."""

    def __init__(
        self, lost: list[Node], others: list[Node], alone: frozenset[int], pairs: dict[int, int]
    ) -> None:
        """Collect the topics of `lost`, a tree, that are missing from `others`, by its pairs (place in `lost` → place in `others`)."""
        whole = [stems(lost[place].text) for place in alone if not lost[place].plain]
        reworded = [
            (stems(lost[place].text), stems(others[partner].text))
            for place, partner in pairs.items()
            if lost[place].key != others[partner].key
        ]
        parts = [topics - others_topics for topics, others_topics in reworded]
        self._too_many = len(alone) > _MANY
        # For each set of topics, its size and the criterion that it was only a part of.
        self._sizes = [(len(topics), _WHOLE) for topics in whole]
        self._sizes += [(len(part), topics) for part, (topics, _) in zip(parts, reworded, strict=True)]
        self._where: dict[str, list[int]] = defaultdict(list)
        for at, topics in enumerate([*whole, *parts]):
            for stem in topics:
                self._where[stem].append(at)

    def about(self, node: Node) -> bool:
        """Return whether a criterion may be a part of what the other text lost.

        It shares half of its topics with what a reworded criterion lost, or with a criterion that went; of the latter,
        half of the topics of the shorter one are enough. Or the reworded criterion named all of it, its time aside:
        "knee or hip surgery in the past year" beside "hip surgery within two years".
        """
        topics = stems(node.text)
        if self._too_many or (not topics and self._sizes):
            return True
        common = Counter(at for stem in topics for at in self._where.get(stem, ()))
        for at, number in common.items():
            size, named = self._sizes[at]
            if number / (len(topics) if named else min(size, len(topics))) >= _OVERLAP:
                return True
            if topics - _TIMED <= named:
                return True
        return False
