"""Outcomes of two records → which is which, over all lists at once."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from monitor.core.outcomes.candidates import candidates
from monitor.core.outcomes.profile import marks, profile
from monitor.core.outcomes.similarity import ELSEWHERE, SAME, similarity
from monitor.core.outcomes.time_frames import times
from monitor.core.outcomes.tokens import words

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from monitor.core.outcomes.model import Outcome
    from monitor.core.outcomes.profile import Profile

    Key = Callable[[Outcome], Hashable]

_EXACT: tuple[Key, ...] = (
    lambda outcome: (outcome.list, outcome.measure, outcome.time_frame, outcome.description),
    lambda outcome: (outcome.measure, outcome.time_frame, outcome.description),
    lambda outcome: (
        outcome.list,
        _plain(outcome.measure),
        times(outcome.time_frame),
        _plain(outcome.description),
    ),
    lambda outcome: (_plain(outcome.measure), times(outcome.time_frame), _plain(outcome.description)),
    lambda outcome: (outcome.list, _plain(outcome.measure), times(outcome.time_frame)),
    lambda outcome: (_plain(outcome.measure), times(outcome.time_frame)),
    lambda outcome: (outcome.list, _plain(outcome.measure)),
    lambda outcome: _plain(outcome.measure),
)
"""From strict to loose: what makes two outcomes one without looking at how alike they are."""


def match(old: Sequence[Outcome], new: Sequence[Outcome]) -> list[tuple[int, int]]:
    """Return the places of outcomes that are the same measure in both, each at most once."""
    pairs: list[tuple[int, int]] = []
    left, right = dict(enumerate(old)), dict(enumerate(new))
    for key in _EXACT:
        if not left or not right:
            break
        for pair in _equal(left, right, key):
            pairs.append(pair)
            del left[pair[0]], right[pair[1]]
    if left and right:
        pairs += _alike(left, right, {_template(old[a]) for a, _ in pairs})
    return sorted(pairs)


def _plain(text: str) -> tuple[str, ...]:
    return tuple(words(text))


def _template(outcome: Outcome) -> tuple[str, ...]:
    return profile(outcome).template


def _equal(left: dict[int, Outcome], right: dict[int, Outcome], key: Key) -> Iterator[tuple[int, int]]:
    """Pair outcomes of one key in the order of their lists."""
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for place, outcome in right.items():
        waiting[key(outcome)].append(place)
    found = []
    for place, outcome in left.items():
        places = waiting.get(key(outcome))
        if places:
            found.append((place, places.popleft()))
    yield from found


def _alike(
    left: dict[int, Outcome], right: dict[int, Outcome], held: set[tuple[str, ...]]
) -> Iterator[tuple[int, int]]:
    """Pair the rest by likeness, the best first."""
    was, now = ({place: profile(outcome) for place, outcome in side.items()} for side in (left, right))
    scored = []
    for a, b in candidates(was, now):
        score = similarity(was[a], now[b]) - (ELSEWHERE if left[a].list != right[b].list else 0.0)
        if score >= SAME and not _look_alikes(was[a], now[b], held):
            scored.append((-score, abs(a - b), a, b))
    scored.sort()
    for _, _, a, b in scored:
        if a in left and b in right:
            del left[a], right[b]
            yield a, b


def _look_alikes(one: Profile, other: Profile, held: set[tuple[str, ...]]) -> bool:
    """Say whether a number or label tells two names apart that a third one, which stayed, shares."""
    if one.template != other.template or one.template not in held:
        return False
    return bool(marks(one.name) - marks(other.name)) and bool(marks(other.name) - marks(one.name))
