"""Sentences of a criterion that stand in longer criteria of the other text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from monitor.core.eligibility.headings import group_words
from monitor.core.eligibility.matching.content import sentences
from monitor.core.eligibility.parse import ancestors

if TYPE_CHECKING:
    from monitor.core.eligibility.model import Part
    from monitor.core.eligibility.parse import Node

_Where: TypeAlias = "dict[tuple[Part, tuple[str, ...]], list[int]]"


def sentence_places(nodes: list[Node]) -> _Where:
    """Return the places of every sentence, by part."""
    found: _Where = defaultdict(list)
    for place, node in enumerate(nodes):
        for sentence in sentences(node.text) if not node.heading else ():
            found[node.part, sentence].append(place)
    return found


def elsewhere(sentence: tuple[str, ...], part: Part, where: _Where, place: int) -> bool:
    """Return whether a sentence stands at another place of the same part."""
    return any(other != place for other in where.get((part, sentence), ()))


def stands(
    nodes: list[Node], place: int, others: list[Node], where: _Where, partners: dict[int, int]
) -> bool:
    """Return whether every sentence of a criterion stands in longer criteria of the other text.

    One that stood beside it in another group already is no other place of it.
    """
    node = nodes[place]
    own_sentences = sentences(node.text)
    if node.heading or not own_sentences:
        return False
    places = [
        [
            at
            for at in where.get((node.part, sentence), ())
            if not _of_others(nodes, node, others, at, partners)
        ]
        for sentence in own_sentences
    ]
    return all(
        any(others[at].key != node.key and len(sentences(others[at].text)) > 1 for at in found)
        or (len(own_sentences) > 1 and bool(found))
        for found in places
    )


def _of_others(nodes: list[Node], node: Node, others: list[Node], at: int, partners: dict[int, int]) -> bool:
    """Return whether a criterion of the other text is an unchanged one of another group than a node's."""
    partner = partners.get(at)
    if partner is None or nodes[partner].key != others[at].key:
        return False
    return _group(nodes, node) != _group(nodes, nodes[partner])


def _group(nodes: list[Node], node: Node) -> list[str]:
    """Return the words for groups in the headings above a node."""
    return [word for above in ancestors(nodes, node) if above.heading for word in group_words(above.text)]
