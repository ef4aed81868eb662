"""Notices about the monitor itself: queued like alerts for every channel, when a problem begins and when it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.alerts import render
from monitor.clock import parse, stamp
from monitor.core.alarms import Cost, Facts, Notice, alarms, heartbeat, news
from monitor.store import deliveries, polls, searches
from monitor.store.alarms import dead, failing
from monitor.store.state import (
    ALARMS,
    LAST_HEARTBEAT_AT,
    LAST_SUCCESS_AT,
    NEXT_HEARTBEAT_AT,
    RELEASE,
    get_state,
    set_state,
)
from monitor.watched import count, watched

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.alerts.renderers.event import State
    from monitor.config.model import Config
    from monitor.model import Message
    from monitor.store.connection import Connection


def notify(store: Connection, config: Config, now: datetime) -> list[Message]:
    """Queue a notice for each problem that began or ended, and the heartbeat if it is due.

    Returns:
        The messages to print where no channel is configured.

    """
    with store.transaction():
        current = alarms(_facts(store, config, now))
        announced = get_state(store, ALARMS) or []
        notices = news([key for key in announced if _configured(key, store, config)], current)
        if set(announced) != set(current):
            set_state(store, ALARMS, sorted(current))
        heartbeat_notice = _heartbeat(store, config, now)
        if heartbeat_notice and not current:
            notices.append(heartbeat_notice)
        return [message for notice in notices for message in _queue(store, config, notice, now)]


def _facts(store: Connection, config: Config, now: datetime) -> Facts:
    success = get_state(store, LAST_SUCCESS_AT) or polls.first_poll(store)
    # a time in the future was stored before the clock was set back: how long ago it was is unknown
    stale = success is not None and abs(now - parse(success)) > timedelta(seconds=config.schedule.stale_after)
    known = watched(config, store)
    channels = {channel.name for channel in config.channels}
    return Facts(
        stale_since=success if stale else None,
        refused=polls.refused(store),
        failing={
            trial: error for trial, error in failing(store).items() if config.everything or trial in known
        },
        searches=searches.failing(store, [search.name for search in config.searches]),
        dead={name: given_up for name, given_up in dead(store).items() if name in channels},
    )


def _configured(key: str, store: Connection, config: Config) -> bool:
    """Return whether the configuration still has what a problem is about: nobody can see that the rest was mended."""
    kind, _, name = key.partition(" ")
    if kind == "failing":
        return config.everything or name in watched(config, store)
    if kind == "search":
        return any(search.name == name for search in config.searches)
    return kind != "dead" or any(channel.name == name for channel in config.channels)


def _heartbeat(store: Connection, config: Config, now: datetime) -> Notice | None:
    """Return the heartbeat if it is due, else None; the first is due one period after the start."""
    schedule = config.schedule.heartbeat
    if schedule is None:
        return None
    due = get_state(store, NEXT_HEARTBEAT_AT)
    if due is not None and parse(due) > schedule.after(now) + timedelta(days=1):
        due = None  # the clock was set back: a time far in the future is replaced
    if due is None or now >= parse(due):
        set_state(store, NEXT_HEARTBEAT_AT, stamp(schedule.after(now)))
        since = get_state(store, LAST_HEARTBEAT_AT) or polls.first_poll(store)
        set_state(store, LAST_HEARTBEAT_AT, stamp(now))
        if due is not None and since is not None:
            cost = polls.cost(store, since)
            return heartbeat(
                Cost(
                    trials=count(config, store),
                    since=since,
                    release=get_state(store, RELEASE),
                    **cost,
                )
            )
    return None


def _queue(store: Connection, config: Config, notice: Notice, now: datetime) -> list[Message]:
    state: State = "raised" if notice.notify == "failure" else "resolved"
    message = render.notice(
        notice.subject, notice.sentences, name=notice.name, state=state, notify=notice.notify
    )
    for channel in config.channels:
        due = stamp(channel.quiet.until(now) if channel.quiet and not notice.urgent else now)
        deliveries.enqueue(store, channel.name, None, message, [], queued_at=stamp(now), due_at=due)
    return [] if config.channels else [message]
