"""Send the deliveries that are due; each is then sent, queued for a later attempt, or given up."""

from __future__ import annotations

import logging
import random
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.alerts.attempt import TIMEOUTS_BEFORE_REST, Attempts
from monitor.alerts.outcome import SendStatus
from monitor.alerts.send import send, target_names
from monitor.clock import now as utc_now
from monitor.clock import parse, stamp
from monitor.core.backoff import GIVE_UP, LOGIN_WAIT, backoff, rest
from monitor.errors import Damaged
from monitor.store import deliveries, rests, targets

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from monitor.alerts.attempt import Attempt
    from monitor.alerts.outcome import Result
    from monitor.config.model import Channel
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)

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
    names: Callable[[str], Sequence[str]] | None = None,
    stopping: Callable[[], bool] = lambda: False,
    only: Collection[int] | None = None,
    public_url: str = "",
) -> Delivered:
    """Try once to send every delivery that is due.

    Args:
        store: the store, opened for writing.
        channels: the configured channels; a delivery for another channel stays queued.
        clock: returns the present time.
        sender: sends one message to one target of an address.
        names: returns the names of an address's targets; None for those that ``send`` knows, and to split no address
            for another sender.
        stopping: returns whether to stop and leave the rest queued.
        only: the ids of the only deliveries to try; None for all.
        public_url: where the pages are; "" for nowhere.

    """
    known = {channel.name: channel for channel in channels}
    done: Counter[str] = Counter()
    timeouts: Counter[str] = Counter()
    worker = uuid.uuid4().hex
    names = names or (target_names if sender is send else _unsplit)
    attempts = Attempts(store, worker, clock, sender, names, stopping, public_url)
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
        until = stamp(now + timedelta(seconds=deliveries.LEASE_SECONDS))
        try:
            claimed = deliveries.claim(store, number, worker, stamp(now), until)
        except Damaged as error:
            _give_up(store, number, name, worker, str(error), clock())
            done["dead"] += 1
            continue
        if claimed is None:  # another worker was faster, or the channel rests since
            continue
        made = attempts.attempt(known[name], claimed, timeouts=timeouts[name])
        timeouts[name] += made.outcomes.count(SendStatus.TIMEOUT)
        if not made.is_lost:
            done[_settle(store, claimed, worker, made, clock())] += 1
    return Delivered(sent=done["sent"], failed=done["queued"] + done["dead"])


def _unsplit(_url: str) -> list[str]:
    return [""]


def _give_up(store: Connection, number: int, channel: str, worker: str, reason: str, now: datetime) -> None:
    """Let a claimed delivery be dead for a reason of our own."""
    deliveries.settle(
        store, number, worker, state="dead", answer=reason, now=stamp(now), next_attempt_at=None
    )
    log.error("delivery", extra={"delivery": number, "channel": channel, "state": "dead", "answer": reason})


def _settle(
    store: Connection, claimed: deliveries.Delivery, worker: str, made: Attempt, now: datetime
) -> str:
    """Store the result of an attempt, for its channel too, and return the delivery's new state."""
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
