"""Combine many changes of one kind into one, which lists them all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.eligibility.model import CriterionChange, Part
    from monitor.model import Direction

_MOST = 12  # more changes of one kind than this are told as one


def gathered(changes: Iterable[CriterionChange]) -> tuple[CriterionChange, ...]:
    """Return changes in order; of a kind with more than a dozen only the first, which has the others in `alike`."""
    listed = list(changes)
    kinds: dict[tuple[str, Part | None, Direction], list[CriterionChange]] = defaultdict(list)
    for change in listed:
        kinds[_kind(change)].append(change)
    found = []
    for change in listed:
        same = kinds[_kind(change)]
        if len(same) <= _MOST:
            found.append(change)
        elif change is same[0]:
            found.append(replace(change, alike=tuple(same[1:])))
    return tuple(found)


def _kind(change: CriterionChange) -> tuple[str, Part | None, Direction]:
    """Return what makes two changes alike: event, part and direction."""
    which = change.after or change.before
    return change.event, which.part if which else None, change.direction
