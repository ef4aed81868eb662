"""All that is watched, and why: what the configuration names, and what searches and looks found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NO_LONGER = "no longer watched"
"""Instead of a reason, for a trial that is held and has none any more."""


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
    """Return all numbers to watch, each with all its reasons: those of the configuration first, in its order.

    Args:
        named: the numbers of the configuration, each with its reasons.
        hits: what its searches found.
        discovered: what looks found for trials whose new relations are watched.
        aliases: former numbers, each with the number that it is now: two numbers of one trial are one.

    """
    reasons = {number: [why] for number, why in named.items()}
    written: dict[str, str] = {}
    for number in named:
        written.setdefault(aliases.get(number, number), number)
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(written.setdefault(hit.nct, hit.nct), []).append(hit)
    for number, its in found.items():
        if number not in reasons or any(hit.left_on is None for hit in its):
            reasons.setdefault(number, []).append(_found_by(its))
    for trial in discovered:
        present = aliases.get(trial.nct, trial.nct)
        its_reasons = reasons.setdefault(written.setdefault(present, present), [])
        if related_to(trial.watched) not in parts("; ".join(its_reasons)):
            its_reasons.append(f"like {trial.watched}: {'; '.join(trial.why[:2])}".removesuffix(": "))
    return {number: "; ".join(its_reasons) for number, its_reasons in reasons.items()}


def related_to(nct: str) -> str:
    """Return the reason of a trial that a watch names beside another one."""
    return f"related to {nct}"


def parts(why: str) -> list[str]:
    """Return the reasons of a trial one by one."""
    return why.split("; ") if why else []


def together(*reasons: str) -> str:
    """Return the reasons of several numbers or entries as those of one trial, each once."""
    return "; ".join(dict.fromkeys(part for why in reasons for part in parts(why)))


def _found_by(hits: Sequence[Hit]) -> str:
    """Return which searches find a trial; if none does any more, which one did last and until when."""
    present = [f'"{hit.search}"' for hit in hits if hit.left_on is None]
    if present:
        return f"found by {', '.join(present)}"
    last = max(hits, key=lambda hit: hit.left_on or "")
    return f'found by "{last.search}" until {last.left_on}'
