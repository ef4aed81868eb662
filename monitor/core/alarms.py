"""What is wrong with the watch itself, and what that means to whoever relies on its silence. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.core.presentation.labels import count

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

FAILURES = 3
"""Rounds in a row in which a trial failed, from which on people are told."""


@dataclass(frozen=True, slots=True)
class Facts:
    """How the watch stands. Times are ISO 8601 in UTC with ``Z``."""

    stale_since: str | None
    """The last successful poll, where it is longer ago than it may be."""
    refused: bool
    """Whether the registry's edge refused this client in the last round."""
    failing: Mapping[str, str]
    """Trials that failed repeatedly, each with its last error."""
    dead: Mapping[str, str]
    """Channels on which a delivery was given up and nothing was sent since, each with the last error."""
    searches: Mapping[str, str] = field(default_factory=dict)
    """Standing searches that failed repeatedly, each with its last error."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What to tell of the watch itself: a subject, and a paragraph for each sentence."""

    subject: str
    sentences: tuple[str, ...]
    urgent: bool = True
    """Whether it goes through quiet hours."""


def alarms(facts: Facts) -> dict[str, str]:
    """Return what is wrong now: a key that stays the same while it lasts, and a sentence."""
    found: dict[str, str] = {}
    if facts.stale_since is not None:
        found["stale"] = (
            f"The last successful poll was at {facts.stale_since}. Changes since then are not known yet."
        )
    if facts.refused:
        found["refused"] = (
            "The registry's edge refuses this client in every connection profile; nothing can be fetched. "
            "Try from another network, or upgrade nctwatch."
        )
    found |= {
        f"failing {trial}": f"{trial}: {error.rstrip('.')}. Its last good version stays; until this is over look at "
        f"https://clinicaltrials.gov/study/{trial} yourself, for no change of it is told."
        for trial, error in facts.failing.items()
    }
    found |= {
        f"search {name}": f'The standing search "{name}" fails: {error}.'
        for name, error in facts.searches.items()
    }
    found |= {
        f"dead {channel}": f"Messages to the channel {channel} were given up: {error}. "
        "Mend it, then `nctwatch deliveries retry`."
        for channel, error in facts.dead.items()
    }
    return found


_SUBJECTS = {
    "stale": "nctwatch: no successful poll for too long",
    "refused": "nctwatch: the registry refuses this client",
    "failing": "nctwatch: {} could not be fetched repeatedly",
    "search": "nctwatch: a standing search failed repeatedly",
    "dead": "nctwatch: messages were given up",
}
_OVER = {
    "stale": "nctwatch: polls succeed again",
    "refused": "nctwatch: the registry answers again",
    "failing": "nctwatch: {} can be fetched again",
    "search": "nctwatch: a standing search works again",
    "dead": "nctwatch: messages go out again",
}
KINDS = tuple(_SUBJECTS)
"""All that can be wrong with the watch; a key of ``alarms`` begins with one of them."""


def news(told: Collection[str], now: Mapping[str, str]) -> list[Notice]:
    """Return what to tell, once when it begins and once when it is over.

    Args:
        told: keys of what was told and is not over as far as people know.
        now: what is wrong now.

    """
    notices = []
    for kind, subject in _SUBJECTS.items():
        began = [sentence for key, sentence in now.items() if _kind(key) == kind and key not in told]
        ended = [key for key in told if _kind(key) == kind and key not in now]
        if began:
            named = subject.format(count(len(began), "trial"))
            notices.append(Notice(named, (*began, "You will be told once more when this is over.")))
        if ended:
            what = [key.partition(" ")[2] for key in ended if " " in key]
            about = f" It concerned {', '.join(what)}." if what else ""
            notices.append(
                Notice(_OVER[kind].format(count(len(ended), "trial")), (f"What was wrong is over.{about}",))
            )
    return notices


def _kind(key: str) -> str:
    return key.partition(" ")[0]


@dataclass(frozen=True, slots=True)
class Cost:
    """What was watched since the last heartbeat, and what it cost."""

    trials: int
    since: str
    polls: int
    requests: int
    bytes: int
    changes: int
    release: str | None


def heartbeat(cost: Cost) -> Notice:
    """Say that the watch is well, so that its silence can be trusted."""
    changed = count(cost.changes, "change") if cost.changes else "nothing of weight changed"
    watched = count(cost.trials, "trial")
    used = f"{count(cost.polls, 'poll')}, {count(cost.requests, 'request')} and {cost.bytes:,} bytes"
    return Notice(
        f"nctwatch: still watching {watched}, {changed}",
        (
            f"All is well. nctwatch watches {watched}; since {cost.since}: {changed}.",
            f"It took {used}. The release held is {cost.release or 'not known yet'}.",
        ),
        urgent=False,
    )
