"""Whether what a criterion says still stands in another one of a text: the limit, its mirror image, the topic."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.align import pieces
from monitor.core.eligibility.matching.content import topics
from monitor.core.eligibility.quantities.analytes import GRAMS_PER_MOL, SUBJECTS
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.sets import SAME, complements, relation
from monitor.core.eligibility.wording.tokens import tokens

if TYPE_CHECKING:
    from monitor.core.eligibility.parse import Node

_MANY, _NEARLY = 4, 0.8
_MOST = 40  # other criteria looked at for each


class Elsewhere:
    """The criteria of a text by the words they are about."""

    def __init__(self, nodes: list[Node]) -> None:
        self._nodes = [node for node in nodes if not node.heading]

    @cached_property
    def _where(self) -> dict[str, list[int]]:
        """Return the places of the criteria by the words they are about."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, node in enumerate(self._nodes):
            for word in _about(node.text):
                found[word].append(at)
        return found

    def says(self, node: Node) -> bool:
        """Return whether another criterion of the text says the same, or the same limit from the other side."""
        words = _about(node.text)
        known = [self._where[word] for word in words if word in self._where]
        if not known:
            return False
        rarest = min(known, key=len)
        if any(_covers(_about(self._nodes[at].text), words) for at in rarest[:_MOST]):
            return True
        return any(self._limited(node, self._nodes[at]) for at in min(known, key=len)[:_MOST])

    def mirrors(self, node: Node) -> bool:
        """Return whether a criterion of the other part sets the same limit from the other side."""
        words = _about(node.text)
        known = [self._where[word] for word in words if word in self._where]
        places = {at for places in known for at in places[:_MOST]}
        return any(
            self._nodes[at].part is not node.part and self._limited(node, self._nodes[at])
            for at in sorted(places)[:_MOST]
        )

    def _limited(self, node: Node, other: Node) -> bool:
        """Return whether two criteria about one thing set the same limit."""
        if not _one_subject(node.text, other.text):
            return False
        analyte = next((word for word in GRAMS_PER_MOL if word[:5] in topics(node.text)), "")
        mine = [
            piece for piece in pieces(node.text, {}) if isinstance(piece, Limit) and piece.kind == "limit"
        ]
        theirs = [
            piece for piece in pieces(other.text, {}) if isinstance(piece, Limit) and piece.kind == "limit"
        ]
        same_part = node.part is other.part
        return any(
            relation(limit, other_limit, analyte) == SAME
            if same_part
            else complements(limit, other_limit, analyte)
            for limit in mine
            for other_limit in theirs
        )


def _about(text: str) -> frozenset[str]:
    """Return the words that a criterion is about, with what it measures: an age too."""
    return topics(text) | (frozenset(tokens(text)) & SUBJECTS)


def _covers(said: frozenset[str], words: frozenset[str]) -> bool:
    """Return whether what a criterion is about holds some words, or nearly all of many."""
    common = len(words & said)
    return common == len(words) or (common >= _MANY and common >= _NEARLY * len(words))


def _one_subject(criterion: str, other: str) -> bool:
    """Return whether two criteria are about one thing: the same analyte or scale, or mostly the same words."""
    first, second = (frozenset(tokens(text)) & SUBJECTS for text in (criterion, other))
    if first or second:
        return bool(first & second)
    mine, theirs = topics(criterion), topics(other)
    return 2 * len(mine & theirs) >= min(len(mine), len(theirs)) + 1 if mine and theirs else False
