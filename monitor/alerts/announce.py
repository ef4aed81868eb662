"""Queue a notice about the watch itself for every channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.clock import stamp
from monitor.store import deliveries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.config.model import Channel
    from monitor.core.alarms import Notice
    from monitor.store.connection import Connection


def announce(store: Connection, channels: Sequence[Channel], notice: Notice, now: datetime) -> None:
    """Queue a notice in the transaction that the caller has open; one that is not urgent waits for the end of quiet hours."""
    from monitor.alerts import render  # noqa: PLC0415  # seldom is there something to announce

    message = render.notice(
        notice.subject,
        notice.sentences,
        name=notice.name,
        state="raised" if notice.notify == "failure" else "resolved",
        notify=notice.notify,
    )
    for channel in channels:
        due = channel.quiet.until(now) if channel.quiet and not notice.urgent else now
        deliveries.enqueue(store, channel.name, None, message, [], queued_at=stamp(now), due_at=stamp(due))
