"""Sites whose names are masked ("Research Site"): the same sites by where they are."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from monitor.core.records.accessors import get
from monitor.core.records.identity import identify

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from monitor.core.records.identity import Identity, Naming
    from monitor.model import Json

    Pair = tuple[int, int]

_MASKED = re.compile(
    r"\b(?:(?:research|investigat\w{1,8}|study|clinical|trial)(?: research| trial| study)? (?:site|cent(?:er|re)|facility)"
    r"|local institution|site (?:no|nr|number|reference|id)|for additional information)\b"
    r"|^(?:site|facility|cent(?:er|re))?[\W\d_]*$",
    re.IGNORECASE,
)
"""Names that sponsors write in place of a site's own: "Novartis Investigative Site", "Local Institution - 0012"."""


def by_place(
    old: list[Json], new: list[Json], left: Sequence[int], right: Sequence[int], how: Naming
) -> tuple[list[Pair], list[int], list[int]]:
    """Pair sites that are at one place, where the name of just one of the two is masked.

    Of several at one place, the first is the first. A city alone is enough where each side has one site there.
    """
    pairs: list[Pair] = []
    masked_left, masked_right = _masked(old, left, how), _masked(new, right, how)
    for hidden in (True, False):
        old_places = [place for place in left if (place in masked_left) is hidden]
        new_places = [place for place in right if (place in masked_right) is not hidden]
        for identity in how.places:
            if old_places and new_places:
                found = _pairs(old, new, old_places, new_places, identity, alone=identity == how.places[-1])
                gone, came = {a for a, _ in found}, {b for _, b in found}
                old_places = [place for place in old_places if place not in gone]
                new_places = [place for place in new_places if place not in came]
                pairs += found
    gone, came = {a for a, _ in pairs}, {b for _, b in pairs}
    return pairs, [place for place in left if place not in gone], [p for p in right if p not in came]


def is_masked(name: Json) -> bool:
    """Return whether a site's name is one that sponsors write in place of its own."""
    return isinstance(name, str) and _MASKED.search(name) is not None


def _masked(items: list[Json], places: Sequence[int], how: Naming) -> set[int]:
    """Return the places of items without a name of their own: a masked one, none, or one that several have."""
    names = {place: get(items[place], how.name_field) for place in places}
    many = Counter(name for name in names.values() if isinstance(name, str))
    return {
        place
        for place, name in names.items()
        if not isinstance(name, str) or many[name] > 1 or _MASKED.search(name)
    }


def _pairs(
    old: list[Json],
    new: list[Json],
    left: Sequence[int],
    right: Sequence[int],
    identity: Identity,
    *,
    alone: bool,
) -> list[Pair]:
    before, after = _by_key(old, left, identity), _by_key(new, right, identity)
    return [
        pair
        for key in before.keys() & after.keys()
        if not alone or len(before[key]) == len(after[key]) == 1
        for pair in zip(before[key], after[key], strict=False)
    ]


def _by_key(items: list[Json], places: Sequence[int], identity: Identity) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for place in places:
        key = identify(items[place], identity, require_all=True)
        if key is not None:
            found[key].append(place)
    return found
