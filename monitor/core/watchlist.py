"""All that is watched, and why: what the configuration names, and what searches and looks found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NO_LONGER = "no longer watched"  # of a trial that is held and has no reason any more


class How(StrEnum):
    """In which way a trial came to be watched."""

    NAMED = "named"
    RELATED = "related"
    LISTED = "listed"
    FOUND = "found"
    FOUND_UNTIL = "found_until"
    LIKE = "like"


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for which a trial is watched.

    `of`: the trial that it is related to, the file that lists it, the searches that find it, the search that did
    and until which day, or the trial that it is like and in what.
    """

    how: How
    of: tuple[str, ...] = ()


Reasons = tuple[Why, ...]
NAMED: Reasons = (Why(How.NAMED),)
"""Of a trial that the configuration names."""
_LIKENESSES = 2  # that are told


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
    named: Mapping[str, Reasons],
    hits: Iterable[Hit],
    discovered: Iterable[DiscoveredTrial],
    aliases: Mapping[str, str],
) -> dict[str, Reasons]:
    """Return all numbers to watch, each with all its reasons: those of the configuration first, in its order.

    Args:
        named: the numbers of the configuration, each with its reasons.
        hits: what its searches found.
        discovered: what looks found for trials whose new relations are watched.
        aliases: former numbers, each with the number that it is now: two numbers of one trial are one.

    """
    reasons = {number: list(why) for number, why in named.items()}
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
        if related_to(trial.watched) not in its_reasons:
            its_reasons.append(Why(How.LIKE, (trial.watched, *trial.why[:_LIKENESSES])))
    return {number: tuple(its_reasons) for number, its_reasons in reasons.items()}


def related_to(nct: str) -> Why:
    """Return the reason of a trial that a watch names beside another one."""
    return Why(How.RELATED, (nct,))


def together(*reasons: Reasons) -> Reasons:
    """Return the reasons of several numbers or entries as those of one trial, each once."""
    return tuple(dict.fromkeys(why for its_reasons in reasons for why in its_reasons))


def in_words(reasons: Reasons) -> str:
    """Return reasons in words: `related to NCT01933802; found by "cells"`."""
    return "; ".join(map(_words, reasons)) or _NO_LONGER


def _words(why: Why) -> str:
    first, *others = why.of or ("",)
    match why.how:
        case How.NAMED:
            return "watched"
        case How.RELATED:
            return f"related to {first}"
        case How.LISTED:
            return f"listed in {first}"
        case How.FOUND:
            searches = ", ".join(f'"{search}"' for search in why.of)
            return f"found by {searches}"
        case How.FOUND_UNTIL:
            return f'found by "{first}" until {others[0]}'
        case How.LIKE:
            return f"like {first}: {'; '.join(others)}" if others else f"like {first}"


def _found_by(hits: Sequence[Hit]) -> Why:
    """Return which searches find a trial; if none does any more, which one did last and until when."""
    present = tuple(hit.search for hit in hits if hit.left_on is None)
    if present:
        return Why(How.FOUND, present)
    last = max(hits, key=lambda hit: hit.left_on or "")
    return Why(How.FOUND_UNTIL, (last.search, last.left_on or ""))
