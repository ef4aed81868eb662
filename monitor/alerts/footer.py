"""The end of a message: where to see more, why somebody gets it and how to stop it, and which changes it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import count
from monitor.core.presentation.sanitize import flat

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.model import TrialUpdate


NOTICE = "A notice of nctwatch about itself, which goes to every channel: `nctwatch status` says more."


def trial_why(nct: str, channel: str) -> str:
    """Return why somebody gets a message about a trial, and how to stop it."""
    return f"You get this because nctwatch watches {nct}{_for(channel)}. {_stop(nct)}"


def digest_foot(
    updates: Sequence[TrialUpdate], *, named: int, channel: str, public_url: str
) -> tuple[str, ...]:
    """Return the last lines of a message of a digest; ``named`` of its trials have no section."""
    pages = f"{public_url}/changes, or " if public_url else ""
    ids = sorted(number for update in updates for number, _ in update.changes)
    span = "–".join(map(str, dict.fromkeys([*ids[:1], *ids[-1:]])))
    return (
        f"Of {count(named, 'trial')} only the headline is given here." if named else "",
        f"See more: {pages}nctwatch diff with a trial's number; nctwatch changes lists all changes.",
        f"You get this because nctwatch watches these trials{_for(channel)}. {_stop('a trial')}",
        f"nctwatch digest of changes {span}",
    )


def _for(channel: str) -> str:
    return f" for its channel “{flat(channel)}”" if channel else ""


def _stop(trial: str) -> str:
    return f"To stop it, take {trial} off the watch list (nctwatch check names its file), or ask whoever runs nctwatch."


def numbers(ids: Iterable[int]) -> str:
    """Name changes by their ids, runs of them by their ends: the same words for the same changes."""
    runs: list[tuple[int, int]] = []
    known = sorted(set(ids))
    for number in known:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    named = [
        ", ".join(map(str, range(first, last + 1))) if last - first < 12 else f"{first}–{last}"
        for first, last in runs
    ]
    rest = f" and {count(len(named) - 20, 'other')}" if len(named) > 20 else ""
    return f"{'change' if len(known) == 1 else 'changes'} {', '.join(named[:20])}{rest}"
