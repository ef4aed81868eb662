"""Send the deliveries that are due; each is then sent, queued for a later attempt, or given up."""

from __future__ import annotations

import logging
import random
import uuid
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.alerts.outcome import Result, SendStatus
from monitor.alerts.renderers.event import envelope
from monitor.alerts.send import send
from monitor.clock import now as utc_now
from monitor.clock import parse, stamp
from monitor.core.backoff import GIVE_UP, backoff
from monitor.errors import ConfigError
from monitor.store import deliveries

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from monitor.config.model import Channel
    from monitor.model import Message
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)

TIMEOUTS_BEFORE_REST = 3
"""After this many timeouts a channel is skipped for the round, so that it does not delay the others."""
FEWEST_ATTEMPTS = 24
"""A delivery older than ``GIVE_UP`` is tried so often before it is given up: it may have waited a week for its digest."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many deliveries were sent, and how many attempts failed."""

    sent: int = 0
    failed: int = 0


def deliver(
    store: Connection,
    channels: Sequence[Channel],
    *,
    clock: Callable[[], datetime] = utc_now,
    sender: Callable[..., Result] = send,
    stopping: Callable[[], bool] = lambda: False,
    only: Collection[int] | None = None,
    public_url: str = "",
) -> Delivered:
    """Try once to send every delivery that is due.

    Args:
        store: the store, opened for writing.
        channels: the configured channels; a delivery for another channel stays queued.
        clock: returns the present time.
        sender: sends one message to one address.
        stopping: returns whether to stop and leave the rest queued.
        only: the ids of the only deliveries to try; None for all.
        public_url: where the pages are; "" for nowhere.

    """
    known = {channel.name: channel for channel in channels}
    done: Counter[str] = Counter()
    timeouts: Counter[str] = Counter()
    worker = uuid.uuid4().hex
    for number, name in deliveries.due(store, stamp(clock())):
        if stopping():
            break
        if (
            name not in known
            or timeouts[name] >= TIMEOUTS_BEFORE_REST
            or (only is not None and number not in only)
        ):
            continue
        now = clock()
        claimed = deliveries.claim(
            store, number, worker, stamp(now), stamp(now + timedelta(seconds=deliveries.LEASE_SECONDS))
        )
        if claimed is None:
            continue
        result = _try_send(known[name], claimed, sender, public_url)
        timeouts[name] += result.outcome is SendStatus.TIMEOUT
        done[_settle(store, claimed, worker, result, clock())] += 1
    return Delivered(sent=done["sent"], failed=done["queued"] + done["dead"])


def _try_send(
    channel: Channel, claimed: deliveries.Delivery, sender: Callable[..., Result], public_url: str
) -> Result:
    """Send a delivery; return a failure for every exception, so that other channels are not affected."""
    try:
        return sender(channel.url.reveal(), _enveloped(claimed, public_url), seconds=channel.timeout)
    except ConfigError as error:  # the variable or file of the URL has gone since the start
        return Result(SendStatus.LATER, str(error))
    except Exception as error:  # noqa: BLE001  # its text may hold a secret
        return Result(SendStatus.LATER, f"{type(error).__name__} (a fault of nctwatch; please report it)")


def _enveloped(claimed: deliveries.Delivery, public_url: str) -> Message:
    """Return the message with its event complete: which one it is, and when it was queued."""
    message = claimed.message
    if message.event is None:
        return message
    whole = envelope(message.event, number=claimed.uid, time=claimed.queued_at, source=public_url)
    return replace(message, event=whole)


def _is_given_up(claimed: deliveries.Delivery, result: Result, now: datetime) -> bool:
    """Return whether a delivery is never to be tried again."""
    old = now - parse(claimed.queued_at) > timedelta(seconds=GIVE_UP)
    return result.outcome is SendStatus.DEAD or (old and claimed.attempts >= FEWEST_ATTEMPTS)


def _settle(
    store: Connection, claimed: deliveries.Delivery, worker: str, result: Result, now: datetime
) -> str:
    """Store the result of an attempt and return the delivery's new state."""
    next_at: str | None = None
    if result.outcome is SendStatus.SENT:
        state = "sent"
    elif _is_given_up(claimed, result, now):
        state = "dead"
    else:
        state = "queued"
        wait = backoff(claimed.attempts, random.random())  # noqa: S311  # spreads the load; not a secret
        next_at = stamp(now + timedelta(seconds=wait))
    deliveries.settle(
        store, claimed.id, worker, state=state, answer=result.answer, now=stamp(now), next_attempt_at=next_at
    )
    log.log(
        logging.INFO if state == "sent" else logging.WARNING,
        "delivery",
        extra={
            "delivery": claimed.id,
            "channel": claimed.channel,
            "state": state,
            "attempt": claimed.attempts,
            "answer": result.answer,
        },
    )
    return state
