"""Problems of nctwatch itself, and the notices that announce and resolve them. Pure."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.core.backoff import GIVE_UP
from monitor.core.presentation.labels import count

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from monitor.model import Notify

GIVE_UP_DAYS = round(GIVE_UP / 86400)
FAILURES = 3
"""Failures of a trial or search in a row before people are alerted."""

_HTTP_STATUS = re.compile(r"\berror=(\d{3})\b")
"""How Apprise writes the status of a refused request."""


@dataclass(frozen=True, slots=True)
class DeadDeliveries:
    """How many deliveries of a channel are dead, and the error of the last."""

    number: int
    error: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A channel whose service refuses the login: since when, its answer, and how many messages wait."""

    since: str
    answer: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Orphans:
    """How many messages wait for a channel that is not configured, and the channel that may take them."""

    waiting: int
    successor: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What alarms depend on. Times are ISO 8601 in UTC with ``Z``."""

    stale_since: str | None
    """The last successful poll, if it is too long ago; else None."""
    refused: bool
    """Whether the registry refused this client in the last poll."""
    failing: Mapping[str, str]
    """Trial that failed ``FAILURES`` times in a row → its last error."""
    dead: Mapping[str, DeadDeliveries]
    """Channel → its dead deliveries, if nothing was sent since."""
    searches: Mapping[str, str] = field(default_factory=dict)
    """Standing search that failed ``FAILURES`` times in a row → its last error."""
    refusals: Mapping[str, Refusal] = field(default_factory=dict)
    """Channel → that its service refuses the login."""
    orphans: Mapping[str, Orphans] = field(default_factory=dict)
    """Channel that is not configured → the messages that wait for it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message about nctwatch itself: a subject, and a paragraph for each sentence."""

    subject: str
    sentences: tuple[str, ...]
    urgent: bool = True
    """Whether it is sent during quiet hours."""
    name: str = ""
    """What it is about, for programs: the kind of the problem; "heartbeat" for the weekly message."""
    notify: Notify = "failure"
    """Apprise's type: failure for what is wrong, success for what is right again, info for the heartbeat message."""


def alarms(facts: Facts) -> dict[str, str]:
    """Return the current problems: {key: sentence}; a key stays the same while its problem lasts."""
    found: dict[str, str] = {}
    if facts.stale_since is not None:
        found["stale"] = (
            f"The last successful poll was at {facts.stale_since}. Later changes are not known yet."
        )
    if facts.refused:
        found["refused"] = (
            "The registry refuses this client with every connection profile, so nothing can be fetched. "
            "Try another network, or upgrade nctwatch."
        )
    found |= {
        f"failing {trial}": f"{trial}: {_unstopped(error)}. Its last good version stays. Changes to it are not "
        f"reported until it can be fetched; see https://clinicaltrials.gov/study/{trial}"
        for trial, error in facts.failing.items()
    }
    found |= {
        f"search {name}": f'The standing search "{name}" fails: {_unstopped(error)}.'
        for name, error in facts.searches.items()
    }
    found |= {
        f"dead {channel}": f"Channel {channel}: {count(dead_deliveries.number, 'message')} given up "
        f"({_reason(dead_deliveries.error)}); see `nctwatch deliveries --channel {shlex.quote(channel)}`."
        for channel, dead_deliveries in facts.dead.items()
    }
    found |= {
        f"login {channel}": f"Channel {channel}: its service refuses the login since {refusal.since} "
        f"({_unstopped(refusal.answer)}). {count(refusal.waiting, 'message')} waiting; one is tried every hour, and "
        f"what is older than {GIVE_UP_DAYS} days is then given up."
        for channel, refusal in facts.refusals.items()
    }
    found |= {
        f"orphaned {channel}": f"{count(orphans.waiting, 'message')} waiting for the channel {channel}, which is not "
        f"configured: `nctwatch deliveries move {shlex.quote(channel)} {shlex.quote(orphans.successor)}` gives them to "
        f"the channel {orphans.successor}."
        for channel, orphans in facts.orphans.items()
    }
    return found


def _unstopped(error: str) -> str:
    """Return an error without the full stops at its end."""
    return error.rstrip(". ")


def _reason(error: str) -> str:
    """Return the HTTP status that an error names, else the error without its full stop."""
    status = _HTTP_STATUS.search(error)
    return status[1] if status else _unstopped(error)


_SUBJECTS = {
    "stale": "nctwatch: no successful poll for too long",
    "refused": "nctwatch: the registry refuses this client",
    "failing": "nctwatch: {} could not be fetched repeatedly",
    "search": "nctwatch: a standing search failed repeatedly",
    "dead": "nctwatch: messages were given up",
    "login": "nctwatch: the login of a channel is refused",
    "orphaned": "nctwatch: messages wait for a channel that is not configured",
}
_RESOLVED_SUBJECTS = {
    "stale": "nctwatch: polls succeed again",
    "refused": "nctwatch: the registry answers again",
    "failing": "nctwatch: {} can be fetched again",
    "search": "nctwatch: a standing search works again",
    "dead": "nctwatch: messages go out again",
    "login": "nctwatch: the login of a channel is accepted again",
    "orphaned": "nctwatch: no message waits for a channel that is not configured",
}
_RESOLVED = {
    "stale": "A poll succeeded.",
    "refused": "The registry answered a poll.",
    "failing": "Fetched again: {}.",
    "search": "Working again: {}.",
    "dead": "Sending again on {}.",
    "login": "Accepted again, and a message was sent: {}.",
    "orphaned": "The messages for these channels have somewhere to go again: {}.",
}
"""Kind → what recovered; {} stands for the trials, searches or channels."""
_ADVICE = {
    "stale": "`nctwatch poll` polls at once and says what is wrong.",
    "refused": "`nctwatch check --registry` shows what the registry answers.",
    "failing": "`nctwatch poll` asks for it again at once.",
    "search": "`nctwatch poll` searches again at once.",
    "dead": "When the channel works again, `nctwatch deliveries retry --dead --channel {}` sends them.",
    "login": "When its address is mended, `nctwatch deliveries retry --channel {}` sends what waits.",
}
"""Kind → what to do, with a command; {} stands for a channel. Where there is none, the problem's sentence says it."""
KINDS = tuple(_SUBJECTS)
"""The kinds of problems; each key of ``alarms`` begins with one."""


def news(announced: Collection[str], now: Mapping[str, str]) -> list[Notice]:
    """Return a notice for each kind of problem that began, and for each that ended.

    Args:
        announced: keys announced and not yet announced as resolved.
        now: the current problems, as ``alarms`` returns them.

    """
    notices = []
    for kind, subject in _SUBJECTS.items():
        began = [key for key in now if _kind(key) == kind and key not in announced]
        ended = [key for key in announced if _kind(key) == kind and key not in now]
        if began:
            named = subject.format(count(len(began), "trial"))
            sentences = (*(now[key] for key in began), *_advice(kind, began), _LATER)
            notices.append(Notice(named, sentences, name=kind))
        if ended:
            names = ", ".join(key.partition(" ")[2] for key in ended)
            recovered = _RESOLVED_SUBJECTS[kind].format(count(len(ended), "trial"))
            notices.append(Notice(recovered, (_RESOLVED[kind].format(names),), name=kind, notify="success"))
    return notices


_LATER = "You get another message when this is resolved."


def _advice(kind: str, keys: Collection[str]) -> list[str]:
    """Return what to do, once for each channel that it names."""
    names = [shlex.quote(key.partition(" ")[2]) for key in keys]
    return list(dict.fromkeys(_ADVICE[kind].format(name) for name in names if kind in _ADVICE))


def _kind(key: str) -> str:
    return key.partition(" ")[0]
