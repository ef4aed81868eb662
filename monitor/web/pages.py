"""A path of the service → what is served there. Knows no library of the web."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from monitor.clock import now
from monitor.core.health import health as judge
from monitor.core.records.accessors import nct_number
from monitor.core.sections.model import WHOLE
from monitor.core.watch_state import local
from monitor.errors import NothingStored, UsageError
from monitor.questions.changes import FILTERS, severities
from monitor.questions.model import Parameter
from monitor.questions.values import whole
from monitor.report import pages, write
from monitor.report.change_list import PER_PAGE, latest
from monitor.report.listing import listed
from monitor.report.queries import Source
from monitor.report.watch import watch
from monitor.store.change_list import ChangeFilter
from monitor.store.news import Filter
from monitor.store.state import ALIVE_AT, LAST_SUCCESS_AT, UNDER_WAY, get_state
from monitor.store.trial_filter import TrialFilter
from monitor.store.trials import Held, load_trial
from monitor.watched import Watched, numbers_of, watched
from monitor.web import controls
from monitor.web.served import ATOM, CALENDAR, HTML, JSON, Served

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from monitor.config.model import Config
    from monitor.core.watch_state import WatchState
    from monitor.store.connection import Connection

FEED_LIMIT = 200
"""Entries of a feed, unless its address asks for another number."""
CALENDAR_TRIALS = 2_000
"""Trials of a calendar that is made on request, in a second or two."""
T = TypeVar("T")


def overview(config: Config, reader: Connection, **asked: Any) -> Served:  # noqa: ANN401
    """Serve a page of the list of trials.

    Raises:
        UsageError: there is no such group, or the words have no word.

    """
    wanted = _trials(config, reader, asked, kind=asked.get("kind", ""))
    found = _understood(
        listed, _source(config, reader), wanted, asked.get("sort", "changed"), asked.get("page", 1)
    )
    return Served(
        pages.overview(
            _place(config, "", reader), found, controls.of_trials(asked, config.groups, found.pages)
        ),
        HTML,
    )


def changes(config: Config, reader: Connection, **asked: Any) -> Served:  # noqa: ANN401
    """Serve a page of the latest changes.

    Raises:
        UsageError: there is no such group, or the words have no word.

    """
    wanted = ChangeFilter(
        _trials(config, reader, asked, trial=asked.get("trial")),
        asked.get("kind"),
        severities(asked.get("severity")),
        asked.get("since"),
        asked.get("until"),
    )
    found = _understood(
        latest, _source(config, reader), wanted, asked.get("page", 1), asked.get("limit", PER_PAGE)
    )
    return Served(
        pages.changes(
            _place(config, "", reader), found, controls.of_changes(asked, config.groups, more=found.more)
        ),
        HTML,
    )


def _trials(
    config: Config, reader: Connection, asked: Mapping[str, Any], *, kind: str = "", trial: str | None = None
) -> TrialFilter:
    group = asked.get("group")
    numbers = frozenset(numbers_of(config, reader, group)) if group else None
    if trial:
        only = frozenset([load_trial(reader, trial).nct])
        numbers = only if numbers is None else only & numbers
    return TrialFilter(
        status=asked.get("status", ""),
        sponsor=asked.get("sponsor", ""),
        phase=asked.get("phase", ""),
        kind=kind,
        words=asked.get("q", ""),
        numbers=numbers,
    )


def _understood(make: Callable[..., T], *values: object) -> T:
    """Return what a function makes; words in which there is no word are the asker's fault."""
    try:
        return make(*values)
    except ValueError as error:
        raise UsageError(f"q: {error}") from error


def trial(config: Config, reader: Connection, number: str, against: int | None = None) -> Served:
    """Serve one trial, by its number or a former one.

    Raises:
        NothingStored: it is neither watched nor held, or is no number at all; or the version to compare with is not.

    """
    nct = nct_number(number)
    if nct is None:
        raise NothingStored("that is no NCT number")
    source = _source(config, reader)
    row = source.row(nct)
    place = _place(config, "../", reader, against)
    return Served(pages.trial(place, source.trial(row, WHOLE, against)), HTML)


def change(config: Config, reader: Connection, number: int) -> Served:
    """Serve one change.

    Raises:
        NothingStored: there is none of that number.

    """
    return Served(pages.change(_place(config, "../", reader), _source(config, reader).single(number)), HTML)


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


def missing(config: Config, depth: int, sentence: str) -> Served:
    """Serve the page that says that there is none; ``depth`` is how far below the root it was looked for."""
    return Served(pages.missing(_place(config, "../" * depth), sentence), HTML, 404)


def watch_now(config: Config, reader: Connection) -> WatchState:
    """Return how the watch stands, which every page says."""
    schedule = config.schedule
    return watch(reader, now(), schedule.poll, schedule.stale_after, schedule.zone)


def _source(config: Config, reader: Connection) -> Source:
    found = Watched(config, reader)
    zone = config.schedule.zone
    return Source(reader, found, now().astimezone(zone).date(), config.everything, zone, found.named)


def _place(
    config: Config, up: str, reader: Connection | None = None, against: int | None = None
) -> pages.Links:
    made = local(now(), config.schedule.zone)
    if reader is None:
        return pages.Links(made, up, one_file=False)
    return pages.Links(
        made, up, one_file=False, known=Held(reader), watch=watch_now(config, reader), against=against
    )


CACHEABLE: dict[str, Callable[..., Served]] = {
    "overview": overview,
    "changes": changes,
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
    "feed": (*FILTERS, Parameter("limit", whole(0), "At most so many entries; 0 for all.", FEED_LIMIT)),
    "calendar": tuple(each for each in FILTERS if each.name in {"trial", "group"}),
}
"""The parameters of those that take any, by which an unknown one is refused."""
WITH_QUERY = frozenset({"feed", "calendar"})
"""Those that are told the query as it stands, because they name their own address."""
