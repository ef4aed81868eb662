"""Combine the messages that wait for a channel's digest into one, or into as many as its trials need."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from monitor.alerts import route
from monitor.alerts.capacity import USUAL
from monitor.alerts.render_digest import Digest
from monitor.alerts.send import capacity
from monitor.clock import stamp
from monitor.errors import ConfigError
from monitor.model import Kind
from monitor.store import deliveries, untried

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from monitor.alerts.capacity import Capacity
    from monitor.config.model import Channel
    from monitor.model import Message, TrialUpdate
    from monitor.store.connection import Connection

TITLE = "nctwatch digest"


def queue_digests(store: Connection, channels: Sequence[Channel], now: datetime, public_url: str = "") -> int:
    """Combine the due messages of each digest channel; return how many were combined.

    A message whose sending was tried before stays by itself: it may have arrived.
    """
    return sum(_queue_digest(store, channel, now, public_url) for channel in channels if channel.send)


def _queue_digest(store: Connection, channel: Channel, now: datetime, public_url: str) -> int:
    """Put a digest in the place of a channel's due messages, where there are two or more; return how many they are."""
    waiting = untried.load_untried(store, channel.name, stamp(now))
    if len(waiting) < 2:
        return 0
    asks = partial(route.asks, channel)
    digest = Digest(TITLE, asks, _capacity(channel), public_url, channel.name, channel.near)
    messages = digest.messages(by_trial(waiting.values()))
    with store.transaction():  # writing a thousand trials takes seconds, so it is done before
        if not untried.remove_untried(store, list(waiting)):
            return 0
        for message in messages:
            deliveries.enqueue(
                store, channel.name, None, message, _changes(message), queued_at=stamp(now), due_at=stamp(now)
            )
    return len(waiting)


def by_trial(updates: Iterable[TrialUpdate]) -> list[TrialUpdate]:
    """Join the updates of each trial, which are in the order of their steps."""
    found: dict[str, list[TrialUpdate]] = {}
    for update in updates:
        found.setdefault(update.nct, []).append(update)
    return [steps[0] if len(steps) == 1 else _joined(steps) for steps in found.values()]


def _joined(steps: Sequence[TrialUpdate]) -> TrialUpdate:
    """Return one update from the first step to the last; whom to ask is as of the last change of status."""
    of_status = [step for step in steps if any(change.kind is Kind.STATUS for _, change in step.changes)]
    return replace(
        steps[-1],
        from_version=steps[0].from_version,
        changes=tuple(item for step in steps for item in step.changes),
        contacts=of_status[-1].contacts if of_status else (),
        steps=tuple(steps),
    )


def _capacity(channel: Channel) -> Capacity:
    """Return what a channel's service takes; what most services take where its address is not to be had now."""
    try:
        return capacity(channel.url.reveal())
    except ConfigError:
        return USUAL


def _changes(message: Message) -> list[int]:
    """Return the ids of the changes that a message of a digest tells of."""
    trials = (message.event or {"data": {"trials": []}})["data"]["trials"]
    return sorted({change["id"] for trial in trials for change in trial["changes"]})
