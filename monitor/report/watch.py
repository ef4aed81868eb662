"""The store → how the watch stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.watch_state import Times, WatchState, watch_state
from monitor.store.state import ALARMS, ALIVE_AT, LAST_POLL_AT, LAST_SUCCESS_AT, RELEASE, UNDER_WAY, get_state

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from monitor.core.schedule import Schedule
    from monitor.store.connection import Connection


def watch(
    reader: Connection, now: datetime, schedule: Schedule, stale_after: float, zone: tzinfo
) -> WatchState:
    """Return how the watch stands now, as ``core.watch_state`` says it."""
    alarms, under_way = get_state(reader, ALARMS), get_state(reader, UNDER_WAY)
    times = Times(
        release=get_state(reader, RELEASE),
        last_poll=get_state(reader, LAST_POLL_AT),
        last_success=get_state(reader, LAST_SUCCESS_AT),
        alive=get_state(reader, ALIVE_AT),
        alarms=alarms or [],
        under_way=under_way or {},
    )
    return watch_state(now, times, schedule, stale_after, zone)
