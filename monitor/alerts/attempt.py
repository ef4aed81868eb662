"""One attempt at a delivery: each target of the channel that has not got the message is tried once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from monitor.alerts.envelope import enveloped
from monitor.alerts.outcome import Result, SendStatus
from monitor.clock import parse, stamp
from monitor.core.backoff import is_final
from monitor.core.presentation.labels import count
from monitor.errors import ConfigError
from monitor.store import refusals, targets
from monitor.store.deliveries import LEASE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from monitor.alerts.sending import Sending
    from monitor.config.model import Channel
    from monitor.model import Message
    from monitor.store.connection import Connection
    from monitor.store.deliveries import Delivery
    from monitor.store.reserve import Reserve

TIMEOUTS_BEFORE_REST = 3
"""After this many timeouts a channel is skipped for the rest of the pass, so that it does not delay the others."""
_STATES = {SendStatus.SENT: "sent", SendStatus.DEAD: "dead"}
"""What becomes of a target; otherwise it is ``queued``."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of each target of a delivery.

    Args:
        states: target → ``sent``, ``dead``, or ``queued`` to try again.
        answers: target → what the far side said last.
        results: target → what became of it now, of those that were tried.
        refusals: target → how often in a row it has refused the message, of those that refused it now.
        is_lost: another worker has claimed the delivery meanwhile.

    """

    states: dict[str, str]
    answers: dict[str, str]
    results: dict[str, Result]
    refusals: dict[str, int] = field(default_factory=dict)
    is_lost: bool = False

    @property
    def state(self) -> str:
        """What becomes of the delivery: dead if a target is, and nothing is to be tried any more."""
        found = set(self.states.values())
        return next((state for state in ("queued", "dead") if state in found), "sent")

    @property
    def answer(self) -> str:
        """What the far side said: of several targets that to those who have not got the message, if there are any."""
        untried = len(self.states) - len(self.answers)
        lacking = [name for name in self.answers if self.states[name] != "sent"]
        shown = lacking or ([] if untried else list(self.answers))
        parts = [f"{name}: {self.answers[name]}" if name else self.answers[name] for name in shown]
        return "; ".join([*parts, *([f"{count(untried, 'target')} not tried yet"] if untried else [])])

    @property
    def late(self) -> dict[str, Sending]:
        """Of each target that has not answered in time, the send that goes on."""
        return {name: result.late for name, result in self.results.items() if result.late}

    @property
    def outcomes(self) -> list[SendStatus]:
        """What became of each target that was tried."""
        return [result.outcome for result in self.results.values()]

    @property
    def rest(self) -> float | None:
        """Seconds for which the service asks to be left alone, if it asks."""
        return max((each.rest for each in self.results.values() if each.rest is not None), default=None)


@dataclass(frozen=True, slots=True)
class Attempts:
    """Makes attempts.

    Args:
        store: the store, opened for writing.
        worker: who claims.
        clock: returns the present time.
        sender: sends one message to one target of an address.
        names: returns the names of an address's targets.
        reserve: room for what became of each target.
        stopping: returns whether to leave the targets that are left for later.
        public_url: where the pages are; "" for nowhere.

    """

    store: Connection
    worker: str
    clock: Callable[[], datetime]
    sender: Callable[..., Result]
    names: Callable[[str], Sequence[str]]
    reserve: Reserve
    stopping: Callable[[], bool] = lambda: False
    public_url: str = ""

    def attempt(self, channel: Channel, claimed: Delivery, *, timeouts: int = 0) -> Attempt:
        """Try each target that has not got the message; ``timeouts`` counts those of the channel before."""
        try:
            url = channel.url.reveal()
            names = self.names(url)
        except ConfigError as error:  # the variable or file of the URL has gone since the start
            return Attempt({"": "queued"}, {"": str(error)}, {"": Result(SendStatus.LATER, str(error))})
        before = targets.settled(self.store, claimed.id) if names != [""] else {}
        states = {name: before[name][0] if name in before else "queued" for name in names}
        answers = {name: before[name][1] for name in names if name in before}
        made = Attempt(states, answers, {})
        for name in self._open(made, timeouts):
            if not self._take(claimed, made, name, self._send(url, channel, claimed, name)):
                return replace(made, is_lost=True)
        return made

    def hear(self, claimed: Delivery, made: Attempt) -> None:
        """Take in the answers that came to sends of an earlier attempt."""
        for name, sending in made.late.items():
            if result := sending.result():
                self._take(claimed, made, name, result, late=True)

    def _take(
        self, claimed: Delivery, made: Attempt, name: str, result: Result, *, late: bool = False
    ) -> bool:
        """Take in what became of a send; False where the claim was lost meanwhile."""
        result = self.reserve.written(partial(self._judge, made, claimed, name, result))
        state = _STATES.get(result.outcome, "queued")
        held = not name or self.reserve.written(
            partial(self._record, claimed, name, state, result, late=late)
        )
        made.results[name], made.states[name], made.answers[name] = result, state, result.answer
        return held

    def _open(self, made: Attempt, timeouts: int) -> Iterator[str]:
        """Yield targets until what became of one concerns all."""
        for name in [name for name, state in made.states.items() if state == "queued"]:
            if made.results and (self.stopping() or self.reserve.is_spent):
                return
            if SendStatus.UNAUTHORIZED in made.outcomes or made.rest is not None:
                return
            if timeouts + made.outcomes.count(SendStatus.TIMEOUT) >= TIMEOUTS_BEFORE_REST:
                return
            yield name

    def _judge(self, made: Attempt, claimed: Delivery, name: str, result: Result) -> Result:
        """Return a result; one that is refused and was so for long enough as dead. Count a target's refusals in a row."""
        if result.outcome is not SendStatus.REFUSED:
            refusals.forget(self.store, [claimed.id], name)
            return result
        now = self.clock()
        number, since = refusals.add(self.store, claimed.id, name, stamp(now))
        made.refusals[name] = number
        is_dead = is_final(number, (now - parse(since)).total_seconds())
        return replace(result, outcome=SendStatus.DEAD) if is_dead else result

    def _record(self, claimed: Delivery, name: str, state: str, result: Result, *, late: bool) -> bool:
        now = self.clock()
        return targets.record(
            self.store,
            claimed.id,
            self.worker,
            name,
            state=state,
            answer=result.answer,
            now=stamp(now),
            until=stamp(now + timedelta(seconds=LEASE_SECONDS)),
            late=late,
        )

    def _send(self, url: str, channel: Channel, claimed: Delivery, name: str) -> Result:
        """Send to one target; return a failure for every exception, so that other channels are not affected."""
        target = {"target": name} if name else {}
        try:
            return self.sender(url, self._enveloped(claimed), seconds=channel.timeout, **target)
        except Exception as error:  # noqa: BLE001  # its text may hold a secret
            return Result(SendStatus.LATER, f"{type(error).__name__} (a fault of nctwatch; please report it)")

    def _enveloped(self, claimed: Delivery) -> Message:
        return enveloped(
            claimed.message,
            number=claimed.uid,
            queued_at=claimed.queued_at,
            channel=claimed.channel,
            public_url=self.public_url,
        )
