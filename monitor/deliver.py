"""Deliveries that are due → sent, to be tried later, or given up."""

from __future__ import annotations

import logging
import random
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.alerts.send import Outcome, Result, send
from monitor.clock import now as utc_now
from monitor.clock import parse, stamp
from monitor.core.backoff import GIVE_UP, backoff
from monitor.errors import ConfigError
from monitor.store import deliveries

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from monitor.config.model import Channel
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)

TIMEOUTS_BEFORE_REST = 3
"""A channel that hangs so often rests for the round, so that it holds up nobody else for long."""
FEWEST_ATTEMPTS = 24
"""Tries before a delivery is given up, however old: it may have waited a week for its digest."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a round of deliveries did."""

    sent: int = 0
    failed: int = 0


def deliver(
    store: Connection,
    channels: Sequence[Channel],
    *,
    clock: Callable[[], datetime] = utc_now,
    sender: Callable[..., Result] = send,
    stopping: Callable[[], bool] = lambda: False,
    only: int | None = None,
) -> Delivered:
    """Try every delivery that is due, once.

    Args:
        store: the store, opened for writing.
        channels: the configured channels; a delivery for another one is left waiting.
        clock: tells the time.
        sender: sends one message to one address.
        stopping: says whether to leave the rest for later.
        only: try this delivery alone.

    """
    known = {channel.name: channel for channel in channels}
    done: Counter[str] = Counter()
    timeouts: Counter[str] = Counter()
    worker = uuid.uuid4().hex
    for number, name in deliveries.due(store, stamp(clock())):
        if stopping():
            break
        if name not in known or timeouts[name] >= TIMEOUTS_BEFORE_REST or only not in (None, number):
            continue
        now = clock()
        claimed = deliveries.claim(
            store, number, worker, stamp(now), stamp(now + timedelta(seconds=deliveries.LEASE_SECONDS))
        )
        if claimed is None:
            continue
        result = _tried(known[name], claimed, sender)
        timeouts[name] += result.outcome is Outcome.TIMEOUT
        done[_settle(store, claimed, worker, result, clock())] += 1
    return Delivered(sent=done["sent"], failed=done["queued"] + done["dead"])


def _tried(channel: Channel, claimed: deliveries.Delivery, sender: Callable[..., Result]) -> Result:
    """Send a delivery; whatever goes wrong with it concerns its channel alone."""
    try:
        return sender(channel.url.reveal(), claimed.message, seconds=channel.timeout)
    except ConfigError as error:  # its variable or file is gone since the start
        return Result(Outcome.LATER, str(error))
    except Exception as error:  # noqa: BLE001  # its text may hold a secret
        return Result(Outcome.LATER, f"{type(error).__name__} (a fault of nctwatch; please report it)")


def _given_up(claimed: deliveries.Delivery, result: Result, now: datetime) -> bool:
    old = now - parse(claimed.queued_at) > timedelta(seconds=GIVE_UP)
    return result.outcome is Outcome.DEAD or (old and claimed.attempts >= FEWEST_ATTEMPTS)


def _settle(
    store: Connection, claimed: deliveries.Delivery, worker: str, result: Result, now: datetime
) -> str:
    """Write down what became of a delivery and return its state."""
    next_at: str | None = None
    if result.outcome is Outcome.SENT:
        state = "sent"
    elif _given_up(claimed, result, now):
        state = "dead"
    else:
        state = "queued"
        wait = backoff(claimed.attempts, random.random())  # noqa: S311  # spreads load, guards nothing
        next_at = stamp(now + timedelta(seconds=wait))
    deliveries.settle(
        store, claimed.id, worker, state=state, said=result.said, now=stamp(now), next_attempt_at=next_at
    )
    log.log(
        logging.INFO if state == "sent" else logging.WARNING,
        "delivery",
        extra={
            "delivery": claimed.id,
            "channel": claimed.channel,
            "state": state,
            "attempt": claimed.attempts,
            "said": result.said,
        },
    )
    return state
