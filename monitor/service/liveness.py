"""The service's sign of life in the store, and the signals that end it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from monitor.clock import now, stamp
from monitor.notices import notify
from monitor.store.opening import open_for_writing
from monitor.store.state import ALIVE_AT, STOPPED_AT, UNDER_WAY, set_state

if TYPE_CHECKING:
    import threading

    from monitor.config.model import Config


def record_alive(config: Config, under_way: dict[str, str]) -> None:
    """Write into the store that the service is alive, and queue notices where the watch itself is not well.

    Args:
        config: where the store is, and the channels.
        under_way: when each job under way last got ahead.

    """
    with open_for_writing(config.store.path) as store:
        with store.transaction():
            set_state(store, ALIVE_AT, stamp(now()))
            set_state(store, UNDER_WAY, under_way)
        notify(store, config, now())


def record_stop(config: Config) -> None:
    """Write into the store that the service stopped."""
    with open_for_writing(config.store.path) as store:
        set_state(store, ALIVE_AT, None)
        set_state(store, UNDER_WAY, {})
        set_state(store, STOPPED_AT, stamp(now()))


def stop_on_signal(stop: threading.Event) -> None:
    """Let SIGTERM and SIGINT set an event, and no more: a handler that shuts the scheduler down itself can hang."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
