"""The question ``changes``: the change log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.change_json import change_json
from monitor.errors import UsageError
from monitor.model import Kind, Severity
from monitor.questions.model import Parameter, Question
from monitor.questions.schemas import CHANGE, array
from monitor.questions.values import DAY, NCT, TEXT, choice, whole
from monitor.store.changes import list_changes
from monitor.watched import numbers_of

if TYPE_CHECKING:
    from monitor.model import Json
    from monitor.questions.model import Context

FILTERS = (
    Parameter("trial", NCT, "Of this trial.", metavar="T"),
    Parameter("group", TEXT, "Of the trials of this group.", metavar="G"),
    Parameter("kind", choice(Kind, "kinds"), "Of this kind, such as eligibility.", metavar="K"),
    Parameter("severity", choice(Severity, "severity"), "Of this severity and above.", metavar="S"),
    Parameter("since", DAY, "From DATE on.", metavar="DATE"),
    Parameter("until", DAY, "Up to DATE.", metavar="DATE"),
)
"""What the change log, the feed and the page of changes are filtered by."""


def severities(lowest: str | None) -> list[str]:
    """Return a severity and those above it; none for None, which means all."""
    return [level.value for level in Severity if lowest and level.rank >= Severity(lowest).rank]


def check_span(since: str | None, until: str | None) -> None:
    """Refuse a span of days that ends before it begins: that nothing changed in it says nothing.

    Raises:
        UsageError: it does.

    """
    if since and until and since > until:
        raise UsageError(f"since {since} is after until {until}; there is no day between them")


def answer(
    context: Context,
    *,
    trial: str | None = None,
    group: str | None = None,
    kind: str | None = None,
    severity: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = 100,
) -> Json:
    """Return changes, newest first by the day on which they happened; a limit of 0 is none.

    Raises:
        UsageError: the span of days ends before it begins, or no watch names the group.

    """
    check_span(since, until)
    rows = list_changes(
        context.reader,
        trial=trial,
        trials=numbers_of(context.config, context.reader, group) if group else None,
        kind=kind,
        severity=severities(severity),
        since=since,
        until=until,
        limit=limit or -1,
    )
    return [change_json(row) for row in rows]


CHANGES = Question(
    name="changes",
    path="/changes",
    help="List changes, newest first, by the day on which they happened.",
    parameters=(*FILTERS, Parameter("limit", whole(0), "At most so many; 0 for all.", 100, metavar="N")),
    answer=answer,
    result=array(CHANGE),
)
