"""Which criterion of one text is which of another: by the same words, then by likeness."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypeVar

from monitor.core.eligibility.matching.content import canonical
from monitor.core.eligibility.modes import enough
from monitor.core.eligibility.normal import stems, subject, words
from monitor.core.eligibility.parse import ancestors
from monitor.core.eligibility.wording.spelling import outline

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from monitor.core.eligibility.parse import Node

T = TypeVar("T")

_LIKE = 0.42  # likeness from which two texts are one criterion reworded
_LIKE_SHORT = 0.6  # the same for a text of a few words, which easily shares half of them
_LIKE_MEASURE = 0.3  # the same for two limits of one thing
_SHORT = 3  # words of a text of a few
_VERY_LIKE = 0.75  # the same across the two parts
_COMMON = 30  # a word in more texts than this finds no partner: bounds the work
_NEAR = 3  # places apart at most, among what is left, of two texts without a rare word in common


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
        lambda node: (node.part, node.heading, tuple(map(outline, node.key.split()))),
    )  # from the same words in the same context to the same words anywhere
    for step in steps:
        _pair_equal(old, new, pairs, step)
    _pair_alike(old, new, pairs)
    return pairs


def likeness(
    first: frozenset[T], second: frozenset[T], first_topics: frozenset[str], second_topics: frozenset[str]
) -> float:
    """Return how alike two texts are, 0 to 1: by the share of common words, and of common topics in the shorter text."""
    shared = 2 * len(first & second) / ((len(first) + len(second)) or 1)
    fewer = min(len(first_topics), len(second_topics))
    common = len(first_topics & second_topics)
    if fewer and not common:
        return 0.0
    held = common / fewer if fewer > 1 else 0.0
    contained = _LIKE_SHORT if common and (first <= second or second <= first) else 0.0
    return max(shared, contained, (shared + held) / 2 if common > 1 else 0.0)


def _context(tree: list[Node], node: Node) -> tuple[str, ...]:
    """Return the keys of the headings and leads above a node, nearest first."""
    return tuple(ancestor.key for ancestor in ancestors(tree, node))


def _below(tree: list[Node]) -> list[frozenset[str]]:
    """Return the keys of the children of each node, which tell nodes of the same words apart."""
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
    """Pair what is left by likeness, the most alike first."""
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
    for old_index, new_index in _candidates(
        [topics[id(old[at])] for at in left], [topics[id(new[at])] for at in right]
    ):
        before, after = old[left[old_index]], new[right[new_index]]
        if before.heading != after.heading and not (enough(before.text) and enough(after.text)):
            continue
        score = likeness(bags[id(before)], bags[id(after)], topics[id(before)], topics[id(after)])
        if score >= _needed(before, after):
            scored.append(  # the most alike first, then the nearest, then the earliest
                (
                    -score,
                    abs(left[old_index] - right[new_index]),
                    left[old_index] + right[new_index],
                    left[old_index],
                    right[new_index],
                )
            )
    for _, _, _, old_index, new_index in sorted(scored):
        if old_index not in pairs and new_index not in taken:
            pairs[old_index] = new_index
            taken.add(new_index)


def _same_measure(before: Node, after: Node) -> bool:
    """Return whether two texts begin with the same topic and both have a number: "Haemoglobin ≥ 9 g/dL"."""
    return subject(before.text) == subject(after.text) and all(
        any(map(str.isdigit, node.text)) for node in (before, after)
    )


def _needed(before: Node, after: Node) -> float:
    """Return the least likeness of two texts that are a pair."""
    if before.part is not after.part:
        return _VERY_LIKE
    if _same_measure(before, after):
        return _LIKE_MEASURE
    return _LIKE_SHORT if min(len(words(before.text)), len(words(after.text))) <= _SHORT else _LIKE


def _candidates(left: list[frozenset[str]], right: list[frozenset[str]]) -> set[tuple[int, int]]:
    """Return the pairs worth a look: a rare word in common, or about the same place."""
    spread = Counter(stem for topics in (*left, *right) for stem in topics)
    where: dict[str, list[int]] = defaultdict(list)
    for new_index, topics in enumerate(right):
        for stem in _rare(topics, spread):
            where[stem].append(new_index)
    found = {
        (old_index, new_index)
        for old_index, topics in enumerate(left)
        for stem in _rare(topics, spread)
        for new_index in where[stem]
    }
    for old_index in range(len(left)):
        found.update(
            (old_index, new_index)
            for new_index in range(max(0, old_index - _NEAR), min(len(right), old_index + _NEAR + 1))
        )
    return found


def _rare(topics: Iterable[str], spread: Counter[str]) -> list[str]:
    """Return the words that few texts share."""
    return [stem for stem in topics if spread[stem] <= _COMMON]


def _bag(text: str) -> frozenset[tuple[str, int]]:
    """Return the words of a text as a set that counts repetitions."""
    counts: Counter[str] = Counter()
    found = []
    for word in words(text):
        found.append((word, counts[word]))
        counts[word] += 1
    return frozenset(found)
