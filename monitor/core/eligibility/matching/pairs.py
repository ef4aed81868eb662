"""Which criterion of one text is which of another: by the same words, then by likeness."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypeVar

from monitor.core.eligibility.matching.content import canonical
from monitor.core.eligibility.normal import stems, subject, words
from monitor.core.eligibility.parse import ancestors

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from monitor.core.eligibility.parse import Node

T = TypeVar("T")

_LIKE = 0.42  # likeness from which two texts are one criterion reworded
_LIKE_SHORT = 0.6  # the same for a text of a few words, of which half are soon in common
_LIKE_MEASURE = 0.3  # the same for two limits of one thing
_SHORT = 3
_VERY_LIKE = 0.75  # the same across the two parts
_COMMON = 30  # a word in more texts than this finds no partner: bounds the work
_NEAR = 3


def match(old: list[Node], new: list[Node]) -> dict[int, int]:
    """Pair the nodes of two trees one to one, by place; the result mirrors when the trees are swapped."""
    pairs: dict[int, int] = {}
    contexts = {id(node): _context(tree, node) for tree in (old, new) for node in tree}
    below = {id(node): keys for tree in (old, new) for node, keys in zip(tree, _below(tree), strict=True)}
    steps: tuple[Callable[[Node], Hashable], ...] = (
        lambda node: (contexts[id(node)], node.part, node.heading, node.key, below[id(node)]),
        lambda node: (contexts[id(node)], node.part, node.heading, node.key),
        lambda node: (contexts[id(node)][:1], node.part, node.key),
        lambda node: (node.part, node.heading, node.key),
        lambda node: (node.part, node.heading, canonical(node.text)),
        lambda node: node.key,
    )
    for step in steps:
        _pair_equal(old, new, pairs, step)
    _pair_alike(old, new, pairs)
    return pairs


def likeness(
    one: frozenset[T], other: frozenset[T], topic: frozenset[str], other_topic: frozenset[str]
) -> float:
    """Say how alike two texts are, 0 to 1: common words of all words, and common topics of the shorter text's."""
    shared = 2 * len(one & other) / ((len(one) + len(other)) or 1)
    fewer = min(len(topic), len(other_topic))
    common = len(topic & other_topic)
    if fewer and not common:
        return 0.0
    held = common / fewer if fewer > 1 else 0.0
    contained = _LIKE_SHORT if common and (one <= other or other <= one) else 0.0
    return max(shared, contained, (shared + held) / 2 if common > 1 else 0.0)


def _context(tree: list[Node], node: Node) -> tuple[str, ...]:
    """Give the keys of what a node stands under, nearest first."""
    return tuple(one.key for one in ancestors(tree, node))


def _below(tree: list[Node]) -> list[frozenset[str]]:
    """Give the keys of what hangs on each node, to tell two of the same words apart."""
    found: list[set[str]] = [set() for _ in tree]
    for node in tree:
        if node.parent >= 0:
            found[node.parent].add(node.key)
    return [frozenset(keys) for keys in found]


def _pair_equal(
    old: list[Node], new: list[Node], pairs: dict[int, int], step: Callable[[Node], Hashable]
) -> None:
    """Pair what is equal under one view, in order of reading."""
    taken = set(pairs.values())
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for place, node in enumerate(new):
        if place not in taken:
            waiting[step(node)].append(place)
    for places in waiting.values():
        places.reverse()
    for place, node in enumerate(old):
        if place not in pairs:
            partners = waiting.get(step(node))
            if partners:
                pairs[place] = partners.pop()


def _pair_alike(old: list[Node], new: list[Node], pairs: dict[int, int]) -> None:
    """Pair what is left by likeness, the likest first."""
    taken = set(pairs.values())
    left = [place for place in range(len(old)) if place not in pairs]
    right = [place for place in range(len(new)) if place not in taken]
    if not left or not right:
        return
    bags = {
        id(tree[at]): _bag(tree[at].text) for tree, places in ((old, left), (new, right)) for at in places
    }
    topics = {
        id(tree[at]): stems(tree[at].text) for tree, places in ((old, left), (new, right)) for at in places
    }
    scored = []
    for here, there in _candidates(
        [topics[id(old[at])] for at in left], [topics[id(new[at])] for at in right]
    ):
        one, other = old[left[here]], new[right[there]]
        if one.heading != other.heading:
            continue
        score = likeness(bags[id(one)], bags[id(other)], topics[id(one)], topics[id(other)])
        if score >= _needed(one, other):
            scored.append(
                (-score, abs(left[here] - right[there]), left[here] + right[there], left[here], right[there])
            )
    for _, _, _, here, there in sorted(scored):
        if here not in pairs and there not in taken:
            pairs[here] = there
            taken.add(there)


def _same_measure(one: Node, other: Node) -> bool:
    """Tell whether two texts begin with the same topic and both give numbers: "Haemoglobin ≥ 9 g/dL"."""
    return subject(one.text) == subject(other.text) and all(
        any(map(str.isdigit, node.text)) for node in (one, other)
    )


def _needed(one: Node, other: Node) -> float:
    """Say how alike two texts have to be."""
    if one.part is not other.part:
        return _VERY_LIKE
    if _same_measure(one, other):
        return _LIKE_MEASURE
    return _LIKE_SHORT if min(len(words(one.text)), len(words(other.text))) <= _SHORT else _LIKE


def _candidates(left: list[frozenset[str]], right: list[frozenset[str]]) -> set[tuple[int, int]]:
    """Give the pairs worth a look: a rare word in common, or about the same place."""
    spread = Counter(stem for topics in (*left, *right) for stem in topics)
    where: dict[str, list[int]] = defaultdict(list)
    for there, topics in enumerate(right):
        for stem in _rare(topics, spread):
            where[stem].append(there)
    found = {
        (here, there)
        for here, topics in enumerate(left)
        for stem in _rare(topics, spread)
        for there in where[stem]
    }
    for here in range(len(left)):
        found.update(
            (here, there) for there in range(max(0, here - _NEAR), min(len(right), here + _NEAR + 1))
        )
    return found


def _rare(topics: Iterable[str], spread: Counter[str]) -> list[str]:
    """Give the words that few texts share."""
    return [stem for stem in topics if spread[stem] <= _COMMON]


def _bag(text: str) -> frozenset[tuple[str, int]]:
    """Give the words of a text as a set that counts repetitions."""
    counts: Counter[str] = Counter()
    found = []
    for word in words(text):
        found.append((word, counts[word]))
        counts[word] += 1
    return frozenset(found)
