"""Whether what a criterion says still stands in another one of a text: the limit, its mirror image, the topic."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.align import pieces
from monitor.core.eligibility.edits.lexicon import SEX
from monitor.core.eligibility.matching.age_words import named_ages
from monitor.core.eligibility.matching.content import topics
from monitor.core.eligibility.matching.covered import is_general, names_kinds
from monitor.core.eligibility.matching.kin import core, settled
from monitor.core.eligibility.model import Part
from monitor.core.eligibility.quantities.analytes import GRAMS_PER_MOL, SUBJECTS
from monitor.core.eligibility.quantities.edges import complements, idle
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.sets import NARROWER, SAME, WIDER, relation
from monitor.core.eligibility.wording.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.eligibility.parse import Node

_MANY, _NEARLY = 4, 0.8  # of so many common words, this share is nearly all
_MOST = 40  # other criteria looked at for each
_AGED = frozenset(["age", "aged", "younger", "older", "old"])
# What the limit that stays is to one of its own part that came or went, so that the latter keeps nobody out.
_BROADER = {Part.EXCLUSION: WIDER, Part.INCLUSION: NARROWER, Part.UNSTATED: SAME}
_SEXES = frozenset(word[:5] for word in SEX)


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

    @cached_property
    def _general(self) -> list[str]:
        """Return the exclusions that name general things and limit them in no way."""
        texts = (node.text for node in self._nodes if node.part is Part.EXCLUSION)
        return [text for text in texts if is_general(text)][:_MOST]

    @cached_property
    def _cores(self) -> dict[str, list[int]]:
        """Return the places of the criteria by the words of their cores; either sex also finds the other."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, node in enumerate(self._nodes):
            words = core(node.text).words
            for word in words | _SEXES if words & _SEXES else words:
                found[word].append(at)
        return found

    def says(self, node: Node) -> bool:
        """Return whether another criterion of the text says the same, more broadly or from the other side."""
        words = _about(node.text)
        known = [self._where[word] for word in words if word in self._where]
        fewest = min(map(len, known), default=0)
        rarest = sorted({at for places in known if len(places) == fewest for at in places})[:_MOST]
        if not _only_measures(node.text) and any(
            _covers(_about(self._nodes[at].text), words) for at in rarest
        ):
            return True
        measured = [at for word in sorted(_measured(node.text)) for at in self._where.get(word, ())[:_MOST]]
        if any(_settles(node, self._nodes[at]) for at in {*rarest, *measured}):
            return True
        if node.part is Part.EXCLUSION and any(names_kinds(node.text, general) for general in self._general):
            return True
        related = {
            at
            for word in core(node.text).words
            for spelled in {word, f"un{word}", word.removeprefix("un")}
            for at in self._cores.get(spelled, ())[:_MOST]
        }
        return any(settled(node, self._nodes[at]) for at in sorted(related)[:_MOST])

    def mirrors(self, node: Node) -> bool:
        """Return whether a criterion of the other part sets the same limit from the other side."""
        words = _about(node.text)
        known = [self._where[word] for word in words if word in self._where]
        places = {at for places in known for at in places[:_MOST]}
        return any(
            self._nodes[at].part is not node.part and _mirrors(node, self._nodes[at])
            for at in sorted(places)[:_MOST]
        )


def _mirrors(node: Node, other: Node) -> bool:
    """Return whether two criteria about one thing set limits of which one is the mirror image of the other."""
    return any(complements(*limits) for limits in _limit_pairs(node, other))


def _settles(node: Node, other: Node) -> bool:
    """Return whether a limit of a criterion keeps nobody out beside one of another criterion about the same thing."""
    if node.part is other.part:
        return any(relation(*limits) in {SAME, _BROADER[node.part]} for limits in _limit_pairs(node, other))
    exclusion = node.part is Part.EXCLUSION
    return _mirrors(node, other) or any(
        idle(*limits, exclusion=exclusion) for limits in _limit_pairs(node, other)
    )


def _limit_pairs(node: Node, other: Node) -> Iterator[tuple[Limit, Limit, str]]:
    """Yield each limit of one criterion with each of the other and their analyte, where both are about one thing."""
    if not _one_subject(node.text, other.text):
        return
    analyte = next((word for word in GRAMS_PER_MOL if word[:5] in topics(node.text)), "")
    theirs = _limits(other)
    for limit in _limits(node):
        for other_limit in theirs:
            yield limit, other_limit, analyte


def _limits(node: Node) -> list[Limit]:
    """Return the limits with a comparator that a criterion sets, and the age that it gives in words."""
    return [
        *(
            piece
            for piece in pieces(node.text, {})
            if isinstance(piece, Limit) and piece.kind in {"limit", "scale"}
        ),
        *named_ages(node.text),
    ]


def _about(text: str) -> frozenset[str]:
    """Return the words that a criterion is about, with what it measures: an age too."""
    return topics(text) | _measured(text)


def _measured(text: str) -> frozenset[str]:
    """Return what a criterion measures; who is "younger" or an "adult" is spoken of by age."""
    words = frozenset(tokens(text))
    aged = bool(words & _AGED) or bool(named_ages(text))
    return (words & SUBJECTS) | (frozenset(["age"]) if aged else frozenset())


def _only_measures(text: str) -> bool:
    """Return whether a criterion names nothing but what it measures, so that its limit is all it says: "Age < 6 years"."""
    measured = _measured(text)
    return bool(measured) and topics(text) <= {word[:5] for word in measured}


def _covers(about: frozenset[str], words: frozenset[str]) -> bool:
    """Return whether what a criterion is about holds all of some words, or nearly all of many."""
    common = len(words & about)
    return common == len(words) or (common >= _MANY and common >= _NEARLY * len(words))


def _one_subject(criterion: str, other: str) -> bool:
    """Return whether two criteria are about one thing: the same analyte or scale, or mostly the same words."""
    first, second = _measured(criterion), _measured(other)
    if first or second:
        return bool(first & second)
    mine, theirs = topics(criterion), topics(other)
    return 2 * len(mine & theirs) >= min(len(mine), len(theirs)) + 1 if mine and theirs else False
