"""A path of the service → what is served there. Knows no library of the web."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.clock import now
from monitor.core.health import health as judge
from monitor.core.records.accessors import nct_number
from monitor.errors import NothingStored
from monitor.questions.changes import FILTERS, severities
from monitor.questions.model import Parameter
from monitor.questions.values import whole
from monitor.report import pages, write
from monitor.report.queries import Source
from monitor.store.news import Filter
from monitor.store.state import ALIVE_AT, LAST_SUCCESS_AT, get_state
from monitor.store.trials import load_trial
from monitor.watched import numbers_of, watched
from monitor.web.served import ATOM, CALENDAR, HTML, JSON, Served

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.config.model import Config
    from monitor.store.connection import Connection

FEED_LIMIT = 200
"""Entries of a feed, unless its address asks for another number."""
CALENDAR_TRIALS = 2_000
"""Trials of a calendar that is made on request, in a second or two."""


def overview(config: Config, reader: Connection) -> Served:
    """Serve the overview of all trials."""
    source = _source(config, reader)
    briefs = [source.brief(row) for row in source.trials()]
    return Served(pages.overview(_place(""), briefs), HTML)


def trial(config: Config, reader: Connection, number: str) -> Served:
    """Serve one trial, by its number or a former one.

    Raises:
        NothingStored: it is neither watched nor held, or is no number at all.

    """
    nct = nct_number(number)
    if nct is None:
        raise NothingStored("that is no NCT number")
    source = _source(config, reader)
    return Served(pages.trial(_place("../"), source.trial(write.chosen(source, [nct])[0])), HTML)


def change(config: Config, reader: Connection, number: int) -> Served:
    """Serve one change.

    Raises:
        NothingStored: there is none of that number.

    """
    return Served(pages.change(_place("../"), _source(config, reader).single(number)), HTML)


def feed(
    config: Config,
    reader: Connection,
    *,
    query: str,
    trial: str | None = None,
    group: str | None = None,
    kind: str | None = None,
    severity: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = FEED_LIMIT,
) -> Served:
    """Serve the feed of what polls told; ``query`` is what it is filtered by, as in its address.

    Raises:
        NothingStored: the store has no such trial.
        UsageError: no watch names the group.

    """
    wanted = Filter(kind=kind, severities=severities(severity), since=since, until=until, limit=limit)
    numbers = members(config, reader, trial, group)
    return Served(write.feed(reader, numbers, wanted, now(), config.service.public_url, query), ATOM)


def calendar(
    config: Config, reader: Connection, *, query: str, trial: str | None = None, group: str | None = None
) -> Served:
    """Serve the days that people wait for: completions, and when results are due.

    Raises:
        NothingStored: the store has no such trial.
        UsageError: no watch names the group, or there are too many trials.

    """
    del query
    name = ", ".join(filter(None, (trial, group)))
    numbers = members(config, reader, trial, group)
    if numbers is None and config.everything:
        numbers = set(watched(config, reader))
    made = write.calendar(reader, numbers, config.service.public_url, name=name, most=CALENDAR_TRIALS)
    return Served(made, CALENDAR)


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


def health(config: Config, reader: Connection) -> Served:
    """Serve what ``nctwatch health`` says: 200 while the service is alive and fresh, else 503."""
    alive_at, success = get_state(reader, ALIVE_AT), get_state(reader, LAST_SUCCESS_AT)
    well = judge(now(), alive_at, success, config.schedule.stale_after)
    state = {"alive": well.alive, "fresh": well.fresh, "alive_at": alive_at, "last_success_at": success}
    return Served(json.dumps(state) + "\n", JSON, 200 if well.alive and well.fresh else 503)


def missing(depth: int, sentence: str) -> Served:
    """Serve the page that says that there is none; ``depth`` is how far below the root it was looked for."""
    return Served(pages.missing(_place("../" * depth), sentence), HTML, 404)


def _source(config: Config, reader: Connection) -> Source:
    return Source(reader, watched(config, reader), now().date(), config.everything)


def _place(up: str) -> pages.Links:
    return pages.Links(made=write.made(now()), up=up, one_file=False)


CACHEABLE: dict[str, Callable[..., Served]] = {
    "overview": overview,
    "trial": trial,
    "change": change,
    "feed": feed,
    "calendar": calendar,
}
"""What a browser may keep and ask about again."""
FILTERED: dict[str, tuple[Parameter, ...]] = {
    "feed": (*FILTERS, Parameter("limit", whole(0), "At most so many entries; 0 for all.", FEED_LIMIT)),
    "calendar": tuple(each for each in FILTERS if each.name in {"trial", "group"}),
}
"""The parameters of those that take any, by which an unknown one is refused."""
