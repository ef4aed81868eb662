"""How the watch itself stands, for the head of every page. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.core.health import health
from monitor.core.presentation.labels import count
from monitor.core.schedule import Every

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import timedelta, tzinfo

    from monitor.core.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Times:
    """What the store knows of polls: times are ISO 8601 in UTC with ``Z``, None for never."""

    release: str | None
    last_poll: str | None
    last_success: str | None
    alive: str | None
    alarms: Sequence[str] = ()
    """The keys of what is wrong and was told, as ``core.alarms`` has them."""
    under_way: Mapping[str, str] = field(default_factory=dict)
    """When each job that the service is at last got ahead."""


@dataclass(frozen=True, slots=True)
class WatchState:
    """What pages say of the watch: facts, and a sentence for each problem."""

    facts: tuple[tuple[str, str], ...]
    problems: tuple[str, ...] = ()


def watch_state(
    now: datetime, times: Times, schedule: Schedule, stale_after: float, zone: tzinfo
) -> WatchState:
    """Return release, last good poll and next poll in local time, and what is wrong in plain words.

    Args:
        now: the time now.
        times: what the store knows.
        schedule: when the service polls.
        stale_after: seconds after which a successful poll is too long ago.
        zone: of the times that people read.

    """
    well = health(now, times.alive, times.last_success, stale_after, times.under_way)
    facts = (
        ("Release", times.release[:16].replace("T", " ") if times.release else "not known yet"),
        ("Last good poll", local(times.last_success, zone) or "none yet"),
        ("Next poll", _next(now, times, schedule, zone) if well.alive else "when nctwatch runs again"),
    )
    return WatchState(
        facts, tuple(_problems(times, zone, fresh=well.fresh, stuck=well.alive and bool(well.stuck)))
    )


def local(at: str | datetime | None, zone: tzinfo) -> str:
    """Return a time as the clocks of a zone have it, ``2026-09-08 10:02 EDT``; "" for None, another text as it is."""
    if at is None:
        return ""
    try:
        read = datetime.fromisoformat(at) if isinstance(at, str) else at
    except ValueError:
        return str(at)
    aware = read if read.tzinfo else read.replace(tzinfo=UTC)
    return f"{aware.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def _next(now: datetime, times: Times, schedule: Schedule, zone: tzinfo) -> str:
    start = (
        datetime.fromisoformat(times.last_poll) if times.last_poll and isinstance(schedule, Every) else now
    )
    due = schedule.after(start)
    wait: timedelta = due - now
    return "now" if wait.total_seconds() < 0 else local(due, zone)


def _problems(times: Times, zone: tzinfo, *, fresh: bool, stuck: bool) -> list[str]:
    """Return a sentence for each sort of problem."""
    found = []
    kinds = [key.partition(" ")[0] for key in times.alarms]
    if times.last_success is None:
        found.append("No poll has succeeded yet, so nothing here is known to be current.")
    elif not fresh:
        since = local(times.last_success, zone)
        found.append(
            f"The last good poll was on {since}. What the registry changed since then is not here yet."
        )
    if stuck:
        found.append("nctwatch got stuck in its work; starting it again helps.")
    if "refused" in kinds:
        found.append("The registry refuses to answer nctwatch, so nothing new can be fetched.")
    if failing := kinds.count("failing"):
        found.append(
            f"{count(failing, 'trial')} could not be fetched several times in a row; the list says why."
        )
    if searches := kinds.count("search"):
        found.append(
            f"{count(searches, 'standing search', 'standing searches')} failed several times in a row."
        )
    if channels := len(
        {key.partition(" ")[2] for key in times.alarms if key.startswith(("dead ", "login ", "orphaned "))}
    ):
        found.append(
            f"Messages of {count(channels, 'channel')} could not be delivered; `nctwatch status` says why."
        )
    return found
