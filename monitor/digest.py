"""Messages that wait for a channel's digest → one message, grouped by trial."""

from __future__ import annotations

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


def gather(store: Connection, channels: Sequence[Channel], now: datetime, public_url: str = "") -> int:
    """Put what is due for each digest into one message; return how many messages became part of one.

    What was tried already goes on by itself: it may have arrived.
    """
    gathered = 0
    for channel in channels:
        if channel.send is None:
            continue
        with store.transaction():
            letters = deliveries.untried(store, channel.name, stamp(now))
            if len(letters) < 2:
                continue
            parts = [(_about(letter, public_url), _told(channel, letter)) for letter in letters]
            message = render.digest(TITLE, parts)
            ids = sorted({number for letter in letters for number, _ in letter.changes})
            deliveries.remove(store, [letter.id for letter in letters])
            deliveries.enqueue(
                store, channel.name, None, message, ids, queued_at=stamp(now), due_at=stamp(now)
            )
            gathered += len(letters)
    return gathered


def _about(letter: deliveries.Waiting, public_url: str) -> render.About:
    return render.About(
        letter.nct,
        letter.title,
        letter.sponsor,
        letter.status,
        letter.from_version,
        letter.to_version,
        letter.registry_date,
        public_url,
    )


def _told(channel: Channel, letter: deliveries.Waiting) -> list[render.Told]:
    numbers = {id(change): number for number, change in letter.changes}
    changes = route.lead(channel, [change for _, change in letter.changes])
    return [render.Told(numbers[id(change)], change, asked=route.asks(channel, change)) for change in changes]
