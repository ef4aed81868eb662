"""Where a page of the service is, what it is made from, and which trials it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.clock import now
from monitor.core.watch_state import local
from monitor.report.links import Links
from monitor.report.queries import Source
from monitor.report.watch import watch
from monitor.store.trials import Held, load_trial
from monitor.watched import Watched, numbers_of

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.core.watch_state import WatchState
    from monitor.store.connection import Connection


def members(config: Config, reader: Connection, trial: str | None, group: str | None) -> set[str] | None:
    """Return the numbers of a trial and of a group, of what is in both where both are given; None for all.

    Raises:
        NothingStored: the store has no such trial.
        UsageError: no watch names the group.

    """
    alone = {load_trial(reader, trial).nct} if trial else None
    grouped = numbers_of(config, reader, group) if group else None
    return (
        alone & grouped
        if alone is not None and grouped is not None
        else alone
        if alone is not None
        else grouped
    )


def watch_now(config: Config, reader: Connection) -> WatchState:
    """Return how the watch stands, which every page says."""
    schedule = config.schedule
    return watch(reader, now(), schedule.poll, schedule.stale_after, schedule.zone)


def source_of(config: Config, reader: Connection) -> Source:
    """Return what pages are made from."""
    found = Watched(config, reader)
    zone = config.schedule.zone
    return Source(reader, found, now().astimezone(zone).date(), config.everything, zone, found.named)


def place_of(config: Config, up: str, reader: Connection | None = None, against: int | None = None) -> Links:
    """Return where a page is, `up` from the root of the service; without a store it knows neither trials nor the watch."""
    made = local(now(), config.schedule.zone)
    if reader is None:
        return Links(made, up, one_file=False)
    return Links(
        made, up, one_file=False, known=Held(reader), watch=watch_now(config, reader), against=against
    )
