"""Which pairs of outcomes are compared: all pairs of short lists; of long ones, those that share rare words."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from monitor.core.outcomes.profile import Profile

MAX_ALL_PAIRS = 4000
"""Up to this many pairs, all are compared."""
MAX_ALL_WORDS = 400_000
"""The same, of words in the names of all pairs, which count again for each abbreviation in the name.

A name has a dozen words and an abbreviation in the mean, which is half of it."""
MAX_POSTINGS = 40
"""For each outcome, so many entries of the word index are read, those of its rarest words first."""
MAX_CANDIDATES = 6
"""Outcomes of long lists that each is compared with."""


def candidates(left: Sequence[Profile], right: Sequence[Profile]) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield the place of each outcome of ``left`` and the places in ``right`` of those that may be the same measure.

    In long lists the likeliest come first, and their number grows with the lists, not with their product.
    """
    named = _named(left) * len(right) + _named(right) * len(left)
    if len(left) * len(right) <= MAX_ALL_PAIRS and named <= MAX_ALL_WORDS:
        yield from ((place, range(len(right))) for place in range(len(left)))
        return
    postings: dict[str, list[int]] = defaultdict(list)  # word → places of the outcomes that have it
    for place, profile in enumerate(right):
        for word in profile.everything.words:
            postings[word].append(place)
    for place, profile in enumerate(left):
        yield place, _nearest(place, profile, postings)


def _named(side: Sequence[Profile]) -> int:
    """Return the words of all names, each counted again for each abbreviation of its name."""
    return sum(len(profile.order) * (1 + len(profile.abbreviations)) for profile in side)


def _nearest(place: int, profile: Profile, postings: Mapping[str, list[int]]) -> list[int]:
    """Return the places of the outcomes that share the rarest words with ``profile``, the likeliest first."""
    shared: Counter[int] = Counter()
    rare = sorted((len(postings[word]), word) for word in profile.everything.words if word in postings)
    budget = MAX_POSTINGS
    for count, word in rare:
        if budget <= 0:
            break
        found = postings[word]
        if count > budget:  # too many: take those at about the same place of the list
            middle = min(max(place - budget // 2, 0), count - budget)
            found = found[middle : middle + budget]
        for other in found:
            shared[other] += 1000 // count + 1
        budget -= len(found)
    return [other for other, _ in shared.most_common(MAX_CANDIDATES)]
