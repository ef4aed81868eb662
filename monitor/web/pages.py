"""A path of the service → what is served there. Knows no library of the web."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.clock import now
from monitor.core.health import health as judge
from monitor.core.records.accessors import nct_number
from monitor.core.sections.model import WHOLE
from monitor.errors import NothingStored
from monitor.questions.changes import FILTERS, check_span, severities
from monitor.questions.model import Parameter
from monitor.questions.values import whole
from monitor.report import pages, write
from monitor.store.news import Filter
from monitor.store.state import ALIVE_AT, LAST_SUCCESS_AT, UNDER_WAY, get_state
from monitor.watched import watched
from monitor.web import controls, lists
from monitor.web.place import members, place_of, source_of
from monitor.web.served import ATOM, CALENDAR, HTML, JSON, Served

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.config.model import Config
    from monitor.store.connection import Connection

FEED_LIMIT, FEED_MOST = 200, 2_000
"""Entries of a feed, unless its address asks for another number, and the most that it gets."""
CALENDAR_TRIALS = 2_000
"""Trials of a calendar that is made on request, in a second or two."""


def trial(config: Config, reader: Connection, number: str, against: int | None = None) -> Served:
    """Serve one trial, by its number or a former one.

    Raises:
        NothingStored: it is neither watched nor held, or is no number at all; or the version to compare with is not.

    """
    nct = nct_number(number)
    if nct is None:
        raise NothingStored("that is no NCT number")
    source = source_of(config, reader)
    row = source.row(nct)
    place = place_of(config, "../", reader, against)
    return Served(pages.trial(place, source.trial(row, WHOLE, against)), HTML)


def change(config: Config, reader: Connection, number: int) -> Served:
    """Serve one change.

    Raises:
        NothingStored: there is none of that number.

    """
    return Served(
        pages.change(place_of(config, "../", reader), source_of(config, reader).single(number)), HTML
    )


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
        UsageError: no watch names the group, or the span of days ends before it begins.

    """
    check_span(since, until)
    wanted = Filter(
        kind=kind,
        severities=severities(severity),
        since=since,
        until=until,
        limit=min(limit or FEED_MOST, FEED_MOST),
    )
    numbers = members(config, reader, trial, group)
    return Served(write.feed(reader, numbers, wanted, config.service.public_url, query), ATOM)


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


def health(config: Config, reader: Connection) -> Served:
    """Serve what ``nctwatch health`` says: 200 while the service is alive and fresh and not stuck, else 503."""
    alive_at, success = get_state(reader, ALIVE_AT), get_state(reader, LAST_SUCCESS_AT)
    well = judge(now(), alive_at, success, config.schedule.stale_after, get_state(reader, UNDER_WAY))
    state = {
        "alive": well.alive,
        "fresh": well.fresh,
        "stuck": list(well.stuck),
        "alive_at": alive_at,
        "last_success_at": success,
    }
    return Served(json.dumps(state) + "\n", JSON, 200 if well.is_good else 503)


def refusal(config: Config, depth: int, sentence: str, status: int) -> Served:
    """Serve the page that says why there is no other; ``depth`` is how far below the root it was looked for."""
    return Served(pages.refusal(place_of(config, "../" * depth), sentence, status), HTML, status)


CACHEABLE: dict[str, Callable[..., Served]] = {
    "overview": lists.overview,
    "changes": lists.changes,
    "trial": trial,
    "change": change,
    "feed": feed,
    "calendar": calendar,
}
"""What a browser may keep and ask about again."""
FILTERED: dict[str, tuple[Parameter, ...]] = {
    "overview": controls.TRIALS,
    "changes": controls.CHANGES,
    "trial": (
        Parameter("against", whole(1), "Compare the eligibility text with that of version N.", metavar="N"),
    ),
    "feed": (
        *FILTERS,
        Parameter(
            "limit", whole(0), f"At most so many entries; 0 for {FEED_MOST:,}, which is the most.", FEED_LIMIT
        ),
    ),
    "calendar": tuple(each for each in FILTERS if each.name in {"trial", "group"}),
}
"""The parameters of those that take any, by which an unknown one is refused."""
WITH_QUERY = frozenset({"feed", "calendar"})
"""Those that are told the query as it stands, because they name their own address."""
