"""A whole round, as the command and the service do it: poll, notices, ping; then what is due goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.ping import ping
from monitor.backfill import Taken, backfill
from monitor.clock import now as utc_now
from monitor.ctgov.client import Client
from monitor.deliver import Delivered, deliver
from monitor.digest import gather
from monitor.errors import Unreachable
from monitor.notices import notify
from monitor.poll import Round, poll
from monitor.store.lock import Lock
from monitor.store.opening import open_for_writing
from monitor.store.packing import learn
from monitor.store.search_index import index_versions
from monitor.store.trials import ensure_trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.config.model import Config
    from monitor.model import Message

PATIENCE = 600.0
"""Seconds to wait for a round that another process is in."""


def ask(
    config: Config, *, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> tuple[Round, list[Message]]:
    """Do one round, alone; return what it did, and what to print where no channel is configured.

    Raises:
        Busy: another process has been in a round for ten minutes.

    """
    with _alone(config), open_for_writing(config.store.path) as store:
        done = poll(config, store, progress=progress)
        notices = notify(store, config, utc_now())
    if done.exit_status == 0 and done.successful:
        ping(config.schedule.ping_url)
    return done, [*done.messages, *notices]


def send_due(config: Config, *, stopping: Callable[[], bool] = lambda: False) -> Delivered:
    """Gather what is due into digests, and try to send what is due."""
    with open_for_writing(config.store.path) as store:
        gather(store, config.channels, utc_now(), config.service.public_url)
        return deliver(store, config.channels, stopping=stopping)


def take_history(
    config: Config,
    numbers: Sequence[str],
    *,
    stopping: Callable[[], bool] = lambda: False,
    progress: Callable[[str], Callable[[int, int], None]] = lambda _number: lambda _done, _total: None,
) -> Iterator[Taken]:
    """Take in the record history of trials, one after the other; between two of them others may poll.

    Where the registry gives no answer at all, the rest is left for later.

    Args:
        config: where the registry is, and how to ask it.
        numbers: trials that the store has.
        stopping: says whether to leave the rest for later.
        progress: gives, for a trial, what is told how many versions are done, and of how many.

    """
    settings = config.registry
    with Client(
        settings.url,
        contact=settings.contact,
        timeout=settings.timeout,
        requests_per_second=settings.requests_per_second,
    ) as client:
        for number in numbers:
            if stopping():
                return
            with _alone(config), open_for_writing(config.store.path) as store:
                trial = ensure_trial(store, number)
                taken = backfill(config, store, client, trial, stopping=stopping, progress=progress(number))
            yield taken
            if isinstance(taken.error, Unreachable):
                return


def tidy(config: Config, *, stopping: Callable[[], bool] = lambda: False) -> None:
    """Do what can wait until the alerts are out: index what is new for search, learn to compress."""
    if stopping():
        return
    with open_for_writing(config.store.path) as store:
        learn(store)
        while config.store.search and not stopping() and index_versions(store):
            pass


def _alone(config: Config) -> Lock:
    """Return the lock of a round."""
    held = "another round has been running for ten minutes"
    return Lock(config.store.path, "poll", patience=PATIENCE, held=held)
