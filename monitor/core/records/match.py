"""Two lists of items → which item of one is which of the other.

Equal items go first, whatever their place, so that a reordered list costs nothing and of
several look-alikes ("Research Site" repeats within one trial, measured) only the edited
one is left over. Then come the identities, then likeness of names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, TypeAlias

from monitor.core.records.canonical import same
from monitor.core.records.identity import canonical_text, identify, naming
from monitor.core.records.masked import by_place

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from monitor.core.records.identity import Identity, Naming
    from monitor.model import Json, Path

Pair: TypeAlias = tuple[int, int]
"""Places of the same item in the old and in the new list."""

LIKENESS = 0.75
"""From this share of common letters on, two names are one name edited."""

LONG_NAME = 100
"""A longer name is compared by its words: by letters, 60 names of 300 take eight seconds (measured)."""

MAX_LETTERS = 1000
"""Of a longer name, the beginning says whether it is the same."""

MAX_ALIKE = 50
"""Of so many items of one identity the closest is looked for; of thousands it would take minutes."""
MAX_LIKENESS_ITEMS = 60
"""Beyond so many unmatched items on a side, names are not compared letter by letter."""


def match(old: list[Json], new: list[Json], path: Path) -> tuple[list[Pair], list[int], list[int]]:
    """Match the items of two lists at ``path``.

    Returns:
        The pairs of items that are the same but edited, the places of removed items in
        ``old`` and of added ones in ``new``. Equal items are in none of them.

    """
    left, right = _unequal(old, new)
    how = naming(path)
    pairs: list[Pair] = []
    for rank, identity in enumerate(how.identities):
        found, left, right = _by_identity(old, new, left, right, identity, require_all=rank > 0)
        pairs += found
    if how.unique:
        found, left, right = _by_only_name(old, new, left, right, how.unique)
        pairs += found
    if how.places and left and right:
        found, left, right = by_place(old, new, left, right, how)
        pairs += found
    found, left, right = _by_likeness(old, new, left, right, how)
    return pairs + found, left, right


def _unequal(old: list[Json], new: list[Json]) -> tuple[list[int], list[int]]:
    """Return the places of items without an equal on the other side."""
    # most items stay where they are: what a list begins and ends with in both need not be written out
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if not same(old[place], new[place])), shorter)
    tail = next((n for n in range(shorter - head) if not same(old[-1 - n], new[-1 - n])), shorter - head)
    waiting: dict[str, list[int]] = defaultdict(list)
    for place in range(head, len(old) - tail):
        waiting[canonical_text(old[place])].append(place)
    right = []
    for place in range(head, len(new) - tail):
        equal = waiting.get(canonical_text(new[place]))
        if equal:
            equal.pop()
        else:
            right.append(place)
    return sorted(place for places in waiting.values() for place in places), right


def _by_identity(
    old: list[Json],
    new: list[Json],
    left: list[int],
    right: list[int],
    identity: Identity,
    *,
    require_all: bool,
) -> tuple[list[Pair], list[int], list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place in left:
        key = identify(old[place], identity, require_all=require_all)
        if key is not None:
            groups[key].append(place)
    pairs = []
    for place in right:
        key = identify(new[place], identity, require_all=require_all)
        if key is not None and groups.get(key):
            pairs.append((_closest(old, groups[key], new[place]), place))
    return _rest(pairs, left, right)


def _by_only_name(
    old: list[Json], new: list[Json], left: list[int], right: list[int], identity: Identity
) -> tuple[list[Pair], list[int], list[int]]:
    """Pair items that are the only ones of their name, counting those already paired."""
    before, after = (
        Counter(identify(item, identity, require_all=True) for item in items) for items in (old, new)
    )
    places = {identify(old[place], identity, require_all=True): place for place in left}
    keys = {place: identify(new[place], identity, require_all=True) for place in right}
    pairs = [
        (places[key], place)
        for place, key in keys.items()
        if key is not None and key in places and before[key] == after[key] == 1
    ]
    return _rest(pairs, left, right)


def _closest(old: list[Json], places: list[int], item: Json) -> int:
    """Take the place whose item shares most values with ``item``, of the first ``MAX_ALIKE``; the first of equals."""
    best = (
        max(places[:MAX_ALIKE], key=lambda place: (_shared(old[place], item), -place))
        if len(places) > 1
        else places[0]
    )
    places.remove(best)
    return best


def _shared(first: dict[str, Json], second: dict[str, Json]) -> int:
    return sum(first[name] == second.get(name) for name in first)


def _by_likeness(
    old: list[Json], new: list[Json], left: list[int], right: list[int], how: Naming
) -> tuple[list[Pair], list[int], list[int]]:
    if not left or not right or max(len(left), len(right)) > MAX_LIKENESS_ITEMS:
        return [], left, right
    likeness = _likeness(how)
    scored = sorted(((likeness(old[a], new[b]), -a, -b) for a in left for b in right), reverse=True)
    pairs: list[Pair] = []
    for score, a, b in scored:
        if score < LIKENESS:
            break
        if all(-a != pair[0] and -b != pair[1] for pair in pairs):
            pairs.append((-a, -b))
    return _rest(pairs, left, right)


def _likeness(how: Naming) -> Callable[[Json, Json], float]:
    def likeness(first: Json, second: Json) -> float:
        """Share of common letters in the two names; 0 for items that cannot be one edited."""
        if not isinstance(first, dict) or not isinstance(second, dict):
            return 0.0
        if how.anchor and not any(
            first.get(field) and first.get(field) == second.get(field) for field in how.anchor
        ):
            return 0.0
        return alike(first.get(how.name_field), second.get(how.name_field))

    return likeness


def alike(first: Json, second: Json) -> float:
    """Return the share of common letters in two names, of words in long ones, 0 to 1; 0 below ``LIKENESS``."""
    if not isinstance(first, str) or not isinstance(second, str):
        return 0.0
    left, right = first[:MAX_LETTERS].casefold(), second[:MAX_LETTERS].casefold()
    if max(len(left), len(right)) > LONG_NAME:
        matcher = SequenceMatcher[str](None, left.split(), right.split(), autojunk=False)
    else:
        matcher = SequenceMatcher[str](None, left, right, autojunk=False)
    return (
        matcher.ratio()
        if matcher.real_quick_ratio() >= LIKENESS and matcher.quick_ratio() >= LIKENESS
        else 0.0
    )


def _rest(pairs: list[Pair], left: list[int], right: list[int]) -> tuple[list[Pair], list[int], list[int]]:
    gone, came = {a for a, _ in pairs}, {b for _, b in pairs}
    return pairs, [a for a in left if a not in gone], [b for b in right if b not in came]
