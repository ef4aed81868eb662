"""The heartbeat message: that nctwatch still watches, what it cost, and what is wrong meanwhile. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.alarms import Notice
from monitor.core.presentation.labels import count

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_PROBLEMS = 10
"""So many problems are named."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What was watched since the last heartbeat message, and the traffic that it took."""

    trials: int
    since: str
    polls: int
    requests: int
    bytes: int
    changes: int
    release: str | None


def heartbeat(cost: Cost, problems: Sequence[str]) -> Notice:
    """Return the notice "still watching"; between two of these, silence means that nothing changed.

    Args:
        cost: what was watched.
        problems: a sentence for each problem that lasts, as ``alarms`` has it.

    """
    changed = count(cost.changes, "change") if cost.changes else "no important changes"
    watched = count(cost.trials, "trial")
    used = f"{count(cost.polls, 'poll')}, {count(cost.requests, 'request')} and {cost.bytes:,} bytes"
    wrong = f"; {count(len(problems), 'problem')}" if problems else ""
    state = (
        f"There {'is' if len(problems) == 1 else 'are'} {count(len(problems), 'problem')}:"
        if problems
        else "All is well."
    )
    rest = len(problems) - MOST_PROBLEMS
    return Notice(
        f"nctwatch: still watching {watched}, {changed}{wrong}",
        (
            *([state, *problems[:MOST_PROBLEMS]] if problems else []),
            *([f"{count(rest, 'further problem')}; `nctwatch status` shows all."] if rest > 0 else []),
            f"{'' if problems else state + ' '}nctwatch watches {watched}. Since {cost.since}: {changed}.",
            f"It took {used}. The stored release is {cost.release or 'not known yet'}.",
        ),
        urgent=False,
        name="heartbeat",
        notify="info",
    )
