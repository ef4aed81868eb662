"""The lists of trials and of changes, as pages. Knows no library of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from monitor.errors import UsageError
from monitor.questions.changes import check_span, severities
from monitor.report import pages
from monitor.report.change_list import PER_PAGE, latest
from monitor.report.listing import listed
from monitor.store.change_list import ChangeFilter
from monitor.store.trial_filter import TrialFilter
from monitor.web import controls
from monitor.web.place import members, place_of, source_of
from monitor.web.served import HTML, Served

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from monitor.config.model import Config
    from monitor.store.connection import Connection

T = TypeVar("T")


def overview(config: Config, reader: Connection, **asked: Any) -> Served:  # noqa: ANN401
    """Serve a page of the list of trials.

    Raises:
        UsageError: there is no such group, or the words have no word.

    """
    wanted = _trials(config, reader, asked, kind=asked.get("kind", ""))
    found = _understood(
        listed, source_of(config, reader), wanted, asked.get("sort", "changed"), asked.get("page", 1)
    )
    return Served(
        pages.overview(
            place_of(config, "", reader), found, controls.of_trials(asked, config.groups, found.pages)
        ),
        HTML,
    )


def changes(config: Config, reader: Connection, **asked: Any) -> Served:  # noqa: ANN401
    """Serve a page of the latest changes.

    Raises:
        UsageError: there is no such group, the words have no word, or the span of days ends before it begins.

    """
    check_span(asked.get("since"), asked.get("until"))
    wanted = ChangeFilter(
        _trials(config, reader, asked, trial=asked.get("trial")),
        asked.get("kind"),
        severities(asked.get("severity")),
        asked.get("since"),
        asked.get("until"),
    )
    found = _understood(
        latest, source_of(config, reader), wanted, asked.get("page", 1), asked.get("limit", PER_PAGE)
    )
    return Served(
        pages.changes(
            place_of(config, "", reader), found, controls.of_changes(asked, config.groups, more=found.more)
        ),
        HTML,
    )


def _trials(
    config: Config, reader: Connection, asked: Mapping[str, Any], *, kind: str = "", trial: str | None = None
) -> TrialFilter:
    numbers = members(config, reader, trial, asked.get("group"))
    return TrialFilter(
        status=asked.get("status", ""),
        sponsor=asked.get("sponsor", ""),
        phase=asked.get("phase", ""),
        kind=kind,
        words=asked.get("q", ""),
        numbers=None if numbers is None else frozenset(numbers),
    )


def _understood(make: Callable[..., T], *values: object) -> T:
    """Return what a function makes; words in which there is no word are the asker's fault."""
    try:
        return make(*values)
    except ValueError as error:
        raise UsageError(f"q: {error}") from error
