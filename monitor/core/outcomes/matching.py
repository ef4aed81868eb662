"""Outcomes of two records → pairs that are one measure, over all lists at once."""

from __future__ import annotations

from collections import defaultdict, deque
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from monitor.core.outcomes.candidates import MAX_CANDIDATES, candidates
from monitor.core.outcomes.profile import Reading, marks, profile, read, template
from monitor.core.outcomes.similarity import SAME, similarity
from monitor.core.outcomes.tokens import words

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from monitor.core.outcomes.model import Outcome
    from monitor.core.outcomes.profile import Profile

Pair: TypeAlias = tuple[Reading, Reading]
Item = TypeVar("Item")

ELSEWHERE = 0.05
"""Subtracted from the likeness of two outcomes that stand in different lists."""
ALONE = 0.06
"""Subtracted from the likeness that is needed if each of the two is the only primary outcome left on its side."""
CERTAIN = 0.9
"""In long lists, the other candidates of an outcome are skipped after one of at least this likeness."""
MAX_UNMATCHED = 5_000
"""Where more outcomes than this on a side have no equal name on the other, likeness is not asked for: two seconds of work."""
ROUNDS = 3
"""How often what is left is paired by likeness: the number of candidates is bounded, so one time may miss a pair."""

_KEYS: tuple[Callable[[Reading], tuple[Hashable, ...]], ...] = (
    lambda r: (r.measure, r.times, r.description),
    lambda r: (r.measure, r.times),
    lambda r: (r.measure,),
)
"""Keys by which two outcomes are one measure without a look at their likeness, from strict to loose."""


def match(old: Sequence[Outcome], new: Sequence[Outcome]) -> tuple[list[Pair], list[Reading], list[Reading]]:
    """Find which outcome of the old record is which of the new one.

    First come outcomes that are equal, then equal texts in another list, then equal keys (in the same list before any
    list), and last the most alike.

    Returns:
        The pairs that are one measure and differ, the outcomes that are gone, and those that are new.

    """
    same, left, right = _pair(range(len(old)), range(len(new)), old.__getitem__, new.__getitem__)
    known: dict[str, tuple[str, ...]] = {}  # texts → their words
    gone = [read(old[place], place, known) for place in left]
    came = [read(new[place], place, known) for place in right]
    pairs: list[Pair] = []
    several_lists = len({reading.outcome.list for reading in (*gone, *came)}) > 1
    if several_lists:
        pairs, gone, came = _pair(gone, came, _texts, _texts)
    for key in _KEYS:
        for wanted in (_in_list(key), key) if several_lists else (key,):
            if gone and came:
                found, gone, came = _pair(gone, came, wanted, wanted)
                pairs += found
    pairs = [(a, b) for a, b in pairs if a.outcome != b.outcome]
    paired: set[tuple[str, ...]] = (
        set()
    )  # the names of outcomes that have their partner, without numbers and labels
    likeness = comparable(gone, came)
    if likeness:
        paired = {template(reading.measure) for reading, _ in pairs}
        paired |= {template(words(old[place].measure)) for place, _ in same}
    profiled = lru_cache(maxsize=None)(profile)  # the rounds compare the same outcomes
    for _ in range(ROUNDS if likeness else 0):
        found = list(_alike(gone, came, paired, profiled))
        if not found:
            break
        pairs += found
        gone, came = _without(gone, {a.place for a, _ in found}), _without(came, {b.place for _, b in found})
    return sorted(pairs, key=lambda pair: pair[1].place), gone, came


def comparable(gone: Sequence[Reading], came: Sequence[Reading]) -> bool:
    """Return whether both sides have outcomes left, and few enough that those that are one measure are found by likeness."""
    return bool(gone and came) and max(len(gone), len(came)) <= MAX_UNMATCHED


def _texts(reading: Reading) -> Hashable:
    """Return the texts of an outcome as the record writes them."""
    return reading.outcome.measure, reading.outcome.time_frame, reading.outcome.description


def _in_list(key: Callable[[Reading], tuple[Hashable, ...]]) -> Callable[[Reading], tuple[Hashable, ...]]:
    """Return a key by which only outcomes of one list are equal."""
    return lambda reading: (reading.outcome.list, *key(reading))


def _pair(
    left: Sequence[Item],
    right: Sequence[Item],
    left_key: Callable[[Item], Hashable],
    right_key: Callable[[Item], Hashable],
) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Pair items of equal keys in the order in which they stand; return the pairs and the rest of both sides."""
    waiting: dict[Hashable, list[Item]] = {}
    for item in reversed(right):
        waiting.setdefault(right_key(item), []).append(item)
    pairs, rest = [], []
    for item in left:
        equal = waiting.get(left_key(item))
        if equal:
            pairs.append((item, equal.pop()))  # the first in order: the lists are reversed
        else:
            rest.append(item)
    return pairs, rest, [item for items in waiting.values() for item in reversed(items)]


def _without(readings: Iterable[Reading], places: set[int]) -> list[Reading]:
    return [reading for reading in readings if reading.place not in places]


def _alike(
    gone: Sequence[Reading],
    came: Sequence[Reading],
    paired: set[tuple[str, ...]],
    profiled: Callable[[Reading], Profile],
) -> Iterator[Pair]:
    """Yield the pairs that are alike enough, the most alike first; outcomes with equal texts pair in their order."""
    left, right = _by_texts(gone), _by_texts(came)
    was, now = ([profiled(group[0]) for group in side] for side in (left, right))
    primary = [[r for r in side if r.outcome.list == "primary"] for side in (gone, came)]
    alone = all(len(side) == 1 for side in primary)
    scored = []
    for a, places in candidates(was, now):
        old = left[a][0]
        for b in places:
            new = right[b][0]
            elsewhere = old.outcome.list != new.outcome.list
            score = similarity(was[a], now[b]) - (ELSEWHERE if elsewhere else 0.0)
            least = SAME - ALONE if alone and not elsewhere and old.outcome.list == "primary" else SAME
            if score >= least and not _look_alikes(old, new, paired):
                scored.append((-score, abs(old.place - new.place), a, b))
                if score >= CERTAIN and len(places) <= MAX_CANDIDATES:
                    break  # in a long list the likeliest candidates come first
    for _, _, a, b in sorted(scored):
        while left[a] and right[b]:
            yield left[a].popleft(), right[b].popleft()


def _by_texts(readings: Iterable[Reading]) -> list[deque[Reading]]:
    """Return readings in groups of equal outcomes."""
    groups: dict[Outcome, deque[Reading]] = defaultdict(deque)
    for reading in readings:
        groups[reading.outcome].append(reading)
    return list(groups.values())


def _look_alikes(old: Reading, new: Reading, paired: set[tuple[str, ...]]) -> bool:
    """Return whether two names differ only in a number or label, and an outcome with its partner has such a name too.

    Then the numbers tell outcomes apart: "Pain at day 1" is no edit of "Pain at day 7" where "Pain at day 3" stayed.
    """
    shape = template(old.measure)
    if shape not in paired or shape != template(new.measure):
        return False
    was, now = marks(old.measure), marks(new.measure)
    return bool(was - now and now - was)
