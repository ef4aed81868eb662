"""Send the deliveries that are due; each is then sent, queued for a later attempt, or given up."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from typing import TYPE_CHECKING

from monitor.alerts.attempt import TIMEOUTS_BEFORE_REST, Attempts
from monitor.alerts.outcome import SendStatus
from monitor.alerts.send import send, target_names
from monitor.alerts.settle import bury, settle
from monitor.alerts.unanswered import KEEP_SECONDS, Unanswered, give_up
from monitor.clock import now as utc_now
from monitor.clock import stamp
from monitor.errors import Busy, Damaged
from monitor.model import Delivered
from monitor.side_by_side import side_by_side
from monitor.store import deliveries
from monitor.store.opening import open_for_writing
from monitor.store.reserve import Reserve

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime
    from pathlib import Path

    from monitor.alerts.attempt import Attempt
    from monitor.alerts.outcome import Result
    from monitor.config.model import Channel
    from monitor.store.connection import Connection
    from monitor.store.deliveries import Delivery

SIDE_BY_SIDE = 16
"""Channels that are sent to at the same time."""
LISTEN_SECONDS = 0.1
"""Seconds between two looks for answers, in a process that ends when they have come."""


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
    unanswered: Unanswered | None = None,
) -> Delivered:
    """Try once to send every delivery that is due; channels are sent to side by side.

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
        unanswered: what earlier passes of this process wait for, and what later ones go on to wait for; None where
            there will be none: then this one waits, for a while.

    """
    known = {channel.name: channel for channel in channels}
    sends = Unanswered() if unanswered is None else unanswered
    names = cache(
        names or (target_names if sender is send else _unsplit)
    )  # Apprise takes 2 ms for an address
    with Reserve(store.path) as reserve:
        one_pass = _Pass(store.path, clock, sender, names, stopping, public_url, sends, reserve)
        done = one_pass.keep(store)
        work: dict[str, list[int]] = {}
        for number, name in deliveries.due(store, stamp(clock())):
            if name in known and (only is None or number in only):
                work.setdefault(name, []).append(number)
        hanging_last = sorted(work, key=sends.left)
        if work:
            reserve.take()
        jobs = [partial(one_pass.serve, known[name], work[name]) for name in hanging_last]
        for served in side_by_side(
            jobs, SIDE_BY_SIDE, KEEP_SECONDS, lambda: done.update(one_pass.keep(store))
        ):
            done.update(served)
        while unanswered is None and sends:
            time.sleep(LISTEN_SECONDS)
            done.update(one_pass.keep(store, impatient=True))
    return Delivered(sent=done["sent"], failed=done["queued"] + done["dead"] + len(sends))


def _unsplit(_url: str) -> list[str]:
    return [""]


@dataclass(frozen=True, slots=True)
class _Pass:
    """One pass over what is due; the arguments are those of ``deliver``."""

    path: Path
    clock: Callable[[], datetime]
    sender: Callable[..., Result]
    names: Callable[[str], Sequence[str]]
    stopping: Callable[[], bool]
    public_url: str
    unanswered: Unanswered
    reserve: Reserve

    def serve(self, channel: Channel, numbers: Sequence[int]) -> Counter[str]:
        """Try deliveries of one channel, one after the other; return how many have which state now."""
        done: Counter[str] = Counter()
        worker, timeouts = self.unanswered.worker, self.unanswered.left(channel.name)
        if not self.path.is_file():
            return done  # its folder was taken away just now: opening it would make an empty one
        with open_for_writing(self.path, deliveries.LEASE_SECONDS) as store:
            attempts = self._attempts(store)
            for number in numbers:
                if self.stopping() or self.reserve.is_spent or timeouts >= TIMEOUTS_BEFORE_REST:
                    break
                now = self.clock()
                try:
                    claimed = deliveries.claim(store, number, worker, stamp(now), _lease(now))
                except Damaged as error:
                    bury(store, number, channel.name, worker, str(error), self.clock())
                    done["dead"] += 1
                    continue
                if claimed is None:  # another worker was faster, or the channel rests since
                    continue
                made = attempts.attempt(channel, claimed, timeouts=timeouts)
                timeouts += made.outcomes.count(SendStatus.TIMEOUT)
                if made.late:
                    self.unanswered.add(claimed, made)
                elif not made.is_lost:
                    done[self._settle(store, claimed, made)] += 1
        return done

    def keep(self, store: Connection, *, impatient: bool = False) -> Counter[str]:
        """Settle what was answered late, and renew the claims on the rest; return how many have which state now.

        Args:
            store: the store, opened for writing.
            impatient: whether to wait no longer than has to be, since the process is about to end.

        """
        done: Counter[str] = Counter()
        attempts = self._attempts(store)
        try:
            for waiting in self.unanswered:
                attempts.hear(waiting.claimed, waiting.made)
                give_up(waiting.made, impatient=impatient)
                if not waiting.made.late:
                    done[self._settle(store, waiting.claimed, waiting.made, late=True)] += 1
                    self.unanswered.remove(waiting)
            if not impatient or self.unanswered.kept_for() > KEEP_SECONDS:
                deliveries.renew(store, self.unanswered.worker, _lease(self.clock()))
                self.unanswered.kept()
        except Busy:  # tried again in a moment; nobody can claim while another one writes
            if self.unanswered.kept_for() > deliveries.LEASE_SECONDS:
                self.unanswered.cut()  # the claims are void as soon as that one has written
        return done

    def _settle(self, store: Connection, claimed: Delivery, made: Attempt, *, late: bool = False) -> str:
        now = self.clock()
        return self.reserve.written(
            lambda: settle(store, claimed, self.unanswered.worker, made, now, late=late),
        )

    def _attempts(self, store: Connection) -> Attempts:
        return Attempts(
            store,
            self.unanswered.worker,
            self.clock,
            self.sender,
            self.names,
            self.reserve,
            self.stopping,
            self.public_url,
        )


def _lease(now: datetime) -> str:
    return stamp(now + timedelta(seconds=deliveries.LEASE_SECONDS))
