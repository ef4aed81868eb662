"""Alerts on standard output, where no channel is configured: deliveries like any other, settled once they are printed.

Who prints holds a lock, which the system frees when a process dies: so a claim of a process that died is void at
once, and the next poll prints what that one left.
"""

from __future__ import annotations

import uuid
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.alerts.outcome import Result, SendStatus
from monitor.alerts.settle import bury
from monitor.clock import now, stamp
from monitor.config.model import STDOUT
from monitor.deliver import deliver
from monitor.errors import Busy, Damaged
from monitor.model import Delivered
from monitor.store import deliveries
from monitor.store.lock import Lock
from monitor.store.opening import open_for_writing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from monitor.model import Message
    from monitor.store.connection import Connection
    from monitor.store.deliveries import Delivery


def print_due(
    path: Path,
    show: Callable[[Message], None],
    *,
    stopping: Callable[[], bool] = lambda: False,
    only: Collection[int] | None = None,
) -> Delivered:
    """Print what is due, unless another process prints just now.

    Args:
        path: the store.
        show: prints a message; raises OSError where standard output cannot be written.
        stopping: returns whether to stop and leave the rest queued.
        only: the ids of the only deliveries to print; None for all.

    """

    def printed(_url: str, message: Message, *, seconds: float) -> Result:  # noqa: ARG001  # nobody is waited for
        try:
            show(message)
        except OSError as error:
            return Result(SendStatus.LATER, f"standard output cannot be written: {error.strerror or error}")
        return Result(SendStatus.SENT, "printed")

    with suppress(Busy), _printing(path) as store:
        return deliver(store, [STDOUT], sender=printed, stopping=stopping, only=only)
    return Delivered()


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits to be printed: how many messages, the changes that they tell of, and those that tell of none."""

    number: int = 0
    changes: list[int] = field(default_factory=list)
    notices: list[Message] = field(default_factory=list)


@contextmanager
def waiting(path: Path) -> Iterator[Waiting]:
    """Give what waits to be printed; where the block ends well, it counts as printed.

    Nothing, where another process prints just now.
    """
    with ExitStack() as stack:
        try:
            store = stack.enter_context(_printing(path))
        except Busy:
            yield Waiting()
            return
        worker = uuid.uuid4().hex
        claimed: list[int] = []
        changes: set[int] = set()
        notices: list[Message] = []
        for each in _claimed(
            store, worker
        ):  # a release may have thousands: what tells of changes is not kept
            told = deliveries.changes_of(store, [each.id]).get(each.id)
            changes.update(told or ())
            if not told:
                notices.append(each.message)
            claimed.append(each.id)
        yield Waiting(len(claimed), sorted(changes), notices)
        with store.transaction():
            for number in claimed:
                deliveries.settle(
                    store,
                    number,
                    worker,
                    state="sent",
                    answer="printed",
                    now=stamp(now()),
                    next_attempt_at=None,
                )


def _claimed(store: Connection, worker: str) -> Iterator[Delivery]:
    """Claim all that may be printed now."""
    for number, channel in deliveries.due(store, stamp(now())):
        until = stamp(now() + timedelta(seconds=deliveries.LEASE_SECONDS))
        if channel != STDOUT.name:
            continue
        try:
            delivery = deliveries.claim(store, number, worker, stamp(now()), until)
        except Damaged as error:
            bury(store, number, channel, worker, str(error), now())
            continue
        if delivery:
            yield delivery


@contextmanager
def _printing(path: Path) -> Iterator[Connection]:
    """Open the store as the only one who prints.

    Raises:
        Busy: another process prints.

    """
    with (
        Lock(path, "stdout", patience=0, held="another process prints alerts"),
        open_for_writing(path) as store,
    ):
        deliveries.void_claims(store, STDOUT.name)
        yield store
