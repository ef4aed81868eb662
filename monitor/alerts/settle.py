"""What an attempt at a delivery leads to: it is sent, queued for a later attempt, or given up; and its channel may rest."""

from __future__ import annotations

import logging
import random
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.alerts.outcome import SendStatus
from monitor.clock import parse, stamp
from monitor.core.backoff import GIVE_UP, LOGIN_WAIT, backoff, rest
from monitor.store import deliveries, rests, targets

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.alerts.attempt import Attempt
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)

FEWEST_ATTEMPTS = 24
"""A delivery older than ``GIVE_UP`` is tried so often before it is given up: it may have waited a week for its digest."""


def bury(store: Connection, number: int, channel: str, worker: str, reason: str, now: datetime) -> None:
    """Let a claimed delivery be dead for a reason of our own."""
    deliveries.settle(
        store, number, worker, state="dead", answer=reason, now=stamp(now), next_attempt_at=None
    )
    log.error("delivery", extra={"delivery": number, "channel": channel, "state": "dead", "answer": reason})


def settle(
    store: Connection,
    claimed: deliveries.Delivery,
    worker: str,
    made: Attempt,
    now: datetime,
    *,
    late: bool = False,
) -> str:
    """Store the result of an attempt, for its channel too, and return the delivery's new state.

    Args:
        store: the store, opened for writing.
        claimed: the delivery.
        worker: who claimed it.
        made: the attempt.
        now: the time.
        late: whether the claim may have ended before the answer came.

    """
    state, next_at = made.state, now
    is_old = now - parse(claimed.queued_at) > timedelta(seconds=GIVE_UP)
    if SendStatus.SENT in made.outcomes:
        rests.end_rest(store, claimed.channel)
    if state == "queued":
        next_at, is_over = _next_attempt(store, claimed, made, now)
        if is_old and is_over:
            state = "dead"
    with store.transaction():
        settled = deliveries.settle(
            store,
            claimed.id,
            worker,
            state=state,
            answer=made.answer,
            now=stamp(now),
            next_attempt_at=stamp(next_at) if state == "queued" else None,
            late=late,
        )
        if settled and state == "dead":
            targets.give_up(store, claimed.id, stamp(now))
    log.log(
        logging.INFO if state == "sent" else logging.WARNING,
        "delivery",
        extra={
            "delivery": claimed.id,
            "channel": claimed.channel,
            "state": state,
            "attempt": claimed.attempts,
            "answer": made.answer,
        },
    )
    return state


def _next_attempt(
    store: Connection, claimed: deliveries.Delivery, made: Attempt, now: datetime
) -> tuple[datetime, bool]:
    """Return when to try again, and whether an old message has been tried for long enough; let the channel rest if it has to."""
    refused = SendStatus.UNAUTHORIZED in made.outcomes
    if not refused and made.rest is None:
        soonest = min([claimed.attempts, *made.refusals.values()])
        wait = backoff(soonest, random.random())  # noqa: S311  # spreads the load; not a secret
        return now + timedelta(seconds=wait), claimed.attempts >= FEWEST_ATTEMPTS
    wait = LOGIN_WAIT if refused else rest(made.rest or 0.0, claimed.attempts)
    until = now + timedelta(seconds=wait)
    since = rests.begin_rest(
        store, claimed.channel, now=stamp(now), until=stamp(until), answer=made.answer, refused=refused
    )
    if not refused or since is None:
        return until, claimed.attempts >= FEWEST_ATTEMPTS
    limit = now - timedelta(seconds=GIVE_UP)
    if parse(since) > limit:
        return until, False
    rests.give_up_old(store, claimed.channel, before=stamp(limit), now=stamp(now), answer=made.answer)
    return until, True
