"""Combine the messages that wait for a channel's digest into one message, grouped by trial."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from monitor.alerts import render, route
from monitor.clock import stamp
from monitor.store import deliveries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.config.model import Channel
    from monitor.store.connection import Connection

TITLE = "nctwatch digest"


def queue_digests(store: Connection, channels: Sequence[Channel], now: datetime, public_url: str = "") -> int:
    """Combine the due messages of each digest channel into one message; return how many were combined.

    A message whose sending was tried before stays by itself: it may have arrived.
    """
    gathered = 0
    for channel in channels:
        if channel.send is None:
            continue
        with store.transaction():
            updates = deliveries.untried(store, channel.name, stamp(now))
            if len(updates) < 2:
                continue
            message = render.digest(
                TITLE, list(updates.values()), partial(route.asks, channel), public_url=public_url
            )
            ids = sorted({number for update in updates.values() for number, _ in update.changes})
            deliveries.remove(store, list(updates))
            deliveries.enqueue(
                store, channel.name, None, message, ids, queued_at=stamp(now), due_at=stamp(now)
            )
            gathered += len(updates)
    return gathered
