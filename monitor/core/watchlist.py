"""All that is watched, and why: what the configuration names, and what searches and looks found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Hit:
    """A trial that a standing search found; ``left_on`` is the day on which it was missing first."""

    nct: str
    search: str
    left_on: str | None


@dataclass(frozen=True, slots=True)
class DiscoveredTrial:
    """A trial that a look found and that is watched since; ``why`` are the reasons, the weightiest first."""

    nct: str
    watched: str
    why: Sequence[str]


def all_watched(
    named: Mapping[str, str],
    hits: Iterable[Hit],
    discovered: Iterable[DiscoveredTrial],
    aliases: Mapping[str, str],
) -> dict[str, str]:
    """Return all numbers to watch, each with the reason: those of the configuration first, in its order.

    Args:
        named: the numbers of the configuration, each with its reason.
        hits: what its searches found.
        discovered: what looks found for trials whose new relations are watched.
        aliases: former numbers, each with the number that it is now: two numbers of one trial are one.

    """
    reasons = dict(named)
    known = {aliases.get(number, number) for number in named}
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.nct, []).append(hit)
    for number, its in found.items():
        if number not in known:
            known.add(number)
            reasons[number] = _found_by(its)
    for trial in discovered:
        number = aliases.get(trial.nct, trial.nct)
        if number not in known:
            known.add(number)
            reasons[number] = f"like {trial.watched}: {'; '.join(trial.why[:2])}"
    return reasons


def _found_by(hits: Sequence[Hit]) -> str:
    """Return which searches find a trial; if none does any more, which one did last and until when."""
    present = [f'"{hit.search}"' for hit in hits if hit.left_on is None]
    if present:
        return f"found by {', '.join(present)}"
    last = max(hits, key=lambda hit: hit.left_on or "")
    return f'found by "{last.search}" until {last.left_on}'
