"""Notices about the watch itself: queued like alerts, to every channel, once and once more when it is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.alerts import render
from monitor.clock import parse, stamp
from monitor.core.alarms import Cost, Facts, Notice, alarms, heartbeat, news
from monitor.store import queue, searches, watchful
from monitor.watched import count

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.store.write import Store


def notify(store: Store, config: Config, now: datetime) -> list[render.Message]:
    """Queue what there is to tell of the watch itself.

    Returns:
        What to print, where no channel is configured.

    """
    with store.transaction():
        wrong = alarms(_facts(store, config, now))
        told = store.get("alarms") or []
        notices = news(told, wrong)
        if set(told) != set(wrong):
            store.set("alarms", sorted(wrong))
        beat = _heartbeat(store, config, now)
        if beat and not wrong:
            notices.append(beat)
        return [message for notice in notices for message in _queue(store, config, notice, now)]


def _facts(store: Store, config: Config, now: datetime) -> Facts:
    success = store.get("last_success_at") or watchful.first_poll(store)
    # a time to come was written before the clock was set back: nobody knows then how long ago it was
    stale = success is not None and abs(now - parse(success)) > timedelta(seconds=config.schedule.stale_after)
    return Facts(
        stale_since=success if stale else None,
        refused=watchful.last_outcome(store) == "refused",
        failing=watchful.failing(store),
        searches=searches.failing(store, [search.name for search in config.searches]),
        dead=watchful.dead(store),
    )


def _heartbeat(store: Store, config: Config, now: datetime) -> Notice | None:
    """Return the heartbeat if it is due; the first one is due a whole period after the start."""
    schedule = config.schedule.heartbeat
    if schedule is None:
        return None
    due = store.get("next_heartbeat_at")
    if due is not None and parse(due) > schedule.after(now) + timedelta(days=1):
        due = None  # the clock was set back: what was due years from now begins anew
    if due is None or now >= parse(due):
        store.set("next_heartbeat_at", stamp(schedule.after(now)))
        since = store.get("last_heartbeat_at") or watchful.first_poll(store)
        store.set("last_heartbeat_at", stamp(now))
        if due is not None and since is not None:
            cost = watchful.cost(store, since)
            return heartbeat(
                Cost(
                    trials=count(config, store.db.query),
                    since=since,
                    release=store.get("release"),
                    **cost,
                )
            )
    return None


def _queue(store: Store, config: Config, notice: Notice, now: datetime) -> list[render.Message]:
    message = render.notice(notice.subject, notice.sentences)
    for channel in config.channels:
        due = stamp(channel.quiet.until(now) if channel.quiet and not notice.urgent else now)
        queue.enqueue(store, channel.name, None, message, [], queued_at=stamp(now), due_at=due)
    return [] if config.channels else [message]
