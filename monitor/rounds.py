"""A whole round, as the command and the service do it: poll, notices, ping; then what is due goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.ping import ping
from monitor.clock import now as utc_now
from monitor.deliver import Delivered, deliver
from monitor.digest import gather
from monitor.notices import notify
from monitor.poll import Round, poll
from monitor.store.lock import Lock
from monitor.store.write import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.alerts.message import Message
    from monitor.config.model import Config

PATIENCE = 600.0
"""Seconds to wait for a round that another process is in."""


def ask(
    config: Config, *, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> tuple[Round, list[Message]]:
    """Do one round, alone; return what it did, and what to print where no channel is configured.

    Raises:
        Busy: another process has been in a round for ten minutes.

    """
    held = "another round has been running for ten minutes"
    with Lock(config.store.path, "poll", patience=PATIENCE, held=held), Store(config.store.path) as store:
        done = poll(config, store, progress=progress)
        notices = notify(store, config, utc_now())
    if done.exit_status == 0:
        ping(config.schedule.ping_url)
    return done, [*done.messages, *notices]


def send_due(config: Config, *, stopping: Callable[[], bool] = lambda: False) -> Delivered:
    """Gather what is due into digests, and try to send what is due."""
    with Store(config.store.path) as store:
        gather(store, config.channels, utc_now())
        return deliver(store, config.channels, stopping=stopping)
