"""Notices about the monitor itself: queued like alerts for every channel, when a problem begins and when it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.alerts.announce import announce
from monitor.clock import parse, stamp
from monitor.core.alarms import Facts, Notice, alarms, news
from monitor.core.heartbeat import Cost, heartbeat
from monitor.store import polls, searches
from monitor.store.alarms import dead, failing, gone, orphans
from monitor.store.rests import refusals
from monitor.store.state import (
    ALARMS,
    LAST_HEARTBEAT_AT,
    LAST_SUCCESS_AT,
    NEXT_HEARTBEAT_AT,
    RELEASE,
    get_state,
    set_state,
)
from monitor.store.trials import current_numbers
from monitor.watched import count, watched

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.store.connection import Connection


def notify(store: Connection, config: Config, now: datetime) -> None:
    """Queue a notice for each problem that began or ended, and the heartbeat message if it is due."""
    with store.transaction():
        problems = alarms(_facts(store, config, now))
        announced = get_state(store, ALARMS) or []
        configured = _configured({*announced, *problems}, store, config)
        current = {key: sentence for key, sentence in problems.items() if key in configured}
        notices = news([key for key in announced if key in configured], current)
        if set(announced) != set(current):
            set_state(store, ALARMS, sorted(current))
        if regular := _heartbeat(store, config, now, list(current.values())):
            notices.append(regular)
        for notice in notices:
            announce(store, config.alert_channels, notice, now)


def _facts(store: Connection, config: Config, now: datetime) -> Facts:
    success = get_state(store, LAST_SUCCESS_AT) or polls.first_poll(store)
    # a time in the future was stored before the clock was set back: how long ago it was is unknown
    stale = success is not None and abs(now - parse(success)) > timedelta(seconds=config.schedule.stale_after)
    return Facts(
        stale_since=success if stale else None,
        refused=polls.refused(store),
        failing=failing(store),
        searches=searches.failing(store, [search.name for search in config.searches]),
        dead=dead(store),
        refusals=refusals(store),
        orphans=orphans(store, [channel.name for channel in config.alert_channels]),
    )


def _configured(keys: Collection[str], store: Connection, config: Config) -> set[str]:
    """Return those problems of which the configuration still has what they are about.

    The others are neither raised nor told as over: nobody can see that what is not watched any more was mended.
    """
    channels = {channel.name for channel in config.alert_channels}
    names = {
        "failing": _watched_numbers(keys, store, config),
        "search": {search.name for search in config.searches},
        "dead": channels,
        "login": channels,
    }
    parts = {key: key.partition(" ") for key in keys}
    return {key for key, (kind, _, name) in parts.items() if kind not in names or name in names[kind]}


def _watched_numbers(keys: Collection[str], store: Connection, config: Config) -> set[str]:
    """Return the present numbers of watched trials, as far as keys name trials; a watch may have a former number.

    One that is gone is left out: that the registry has it no more is an alert of its own, and it was not fetched again.
    """
    failing = {key.partition(" ")[2] for key in keys if key.startswith("failing ")}
    if not failing:
        return failing
    if not config.everything:
        present = current_numbers(store)
        failing = {present.get(number, number) for number in watched(config, store)}
    return failing - gone(store)


def _heartbeat(store: Connection, config: Config, now: datetime, problems: Sequence[str]) -> Notice | None:
    """Return the heartbeat message with what is wrong, if it is due, else None; the first is due one period after the start."""
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
                ),
                problems,
            )
    return None
