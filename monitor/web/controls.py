"""What lists can be narrowed to and put in order by: parameters, and the form and links that set them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from monitor.core.changes.events import TITLES
from monitor.core.presentation.labels import IMPORTANCE, STATUS
from monitor.model import Kind, Severity
from monitor.questions.changes import FILTERS
from monitor.questions.model import Parameter
from monitor.questions.values import TEXT, choice, whole
from monitor.report.change_list import MAX_PAGE, PER_PAGE
from monitor.report.list_model import Choice, Controls, Field
from monitor.store.trial_filter import GONE, SORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PHASES = ("early 1", "1", "2", "3", "4")
_STATUSES = {**STATUS, GONE: "Gone from the registry"}
_SORTS = {"changed": "Last change", "gravity": "Gravest change", "status": "Status", "title": "Title"}
_COMMON = (
    Parameter("q", TEXT, "Whose record has these words, or of this NCT number."),
    Parameter("status", choice(_STATUSES), "Of this status."),
    Parameter("group", TEXT, "Of this group."),
    Parameter("sponsor", TEXT, "Whose sponsor's name has this in it."),
    Parameter("phase", choice(PHASES), "Of this phase."),
)
_PAGE = Parameter("page", whole(1), "The page.", 1)
TRIALS = (
    *_COMMON,
    Parameter("kind", choice(Kind), "With a change of this kind in the last 30 days."),
    Parameter("sort", choice(SORTS), "The order.", "changed"),
    _PAGE,
)
"""The parameters of the list of trials."""
_OF_FEED = frozenset(parameter.name for parameter in FILTERS)
CHANGES = (
    *FILTERS,
    *(parameter for parameter in _COMMON if parameter.name != "group"),
    Parameter("limit", whole(1), "So many changes on a page.", PER_PAGE),
    _PAGE,
)
"""The parameters of the list of changes: those of the change log, and those that narrow the trials."""


def of_trials(asked: Mapping[str, Any], groups: Sequence[str], pages: int) -> Controls:
    """Return the form, the orders and the neighbouring pages of the list of trials."""
    sort, page = asked.get("sort", "changed"), asked.get("page", 1)
    fields = _common(asked, groups)
    fields.append(_select("kind", "Changed lately", TITLES, asked))
    return Controls(
        "./",
        tuple(fields),
        bool(set(asked) - {"sort", "page"}),
        tuple((words, _link("./", asked, sort=name), name == sort) for name, words in _SORTS.items()),
        _link("./", asked, page=page - 1) if page > 1 else "",
        _link("./", asked, page=page + 1) if page < pages else "",
    )


def of_changes(asked: Mapping[str, Any], groups: Sequence[str], *, more: bool) -> Controls:
    """Return the form and the neighbouring pages of the list of changes."""
    page = asked.get("page", 1)
    severities = {level.value: IMPORTANCE[level] for level in reversed(Severity)}
    fields = [
        *_common(asked, groups),
        _select("kind", "Kind", TITLES, asked),
        _select("severity", "At least", severities, asked),
        Field("since", "From", asked.get("since", ""), kind="date"),
        Field("until", "Up to", asked.get("until", ""), kind="date"),
    ]
    fields += [Field("trial", "Trial", asked["trial"])] if "trial" in asked else []
    return Controls(
        "changes",
        tuple(fields),
        bool(set(asked) - {"page", "limit"}),
        before=_link("changes", asked, page=page - 1) if page > 1 else "",
        after=_link("changes", asked, page=page + 1) if more and page < MAX_PAGE else "",
        feed=_link("feed.atom", {name: value for name, value in asked.items() if name in _OF_FEED}),
    )


def _common(asked: Mapping[str, Any], groups: Sequence[str]) -> list[Field]:
    return [
        Field("q", "Words", asked.get("q", ""), kind="search"),
        _select("status", "Status", _STATUSES, asked),
        *([_select("group", "Group", {name: name for name in groups}, asked)] if groups else []),
        Field("sponsor", "Sponsor", asked.get("sponsor", "")),
        _select("phase", "Phase", {phase: phase.capitalize() for phase in PHASES}, asked),
    ]


def _select(name: str, words: str, known: Mapping[Any, str], asked: Mapping[str, Any]) -> Field:
    chosen = asked.get(name, "")
    values = [("", "Any"), *((str(value), text) for value, text in known.items())]
    return Field(name, words, chosen, tuple(Choice(value, text, value == chosen) for value, text in values))


def _link(path: str, asked: Mapping[str, Any], **changed: str | int) -> str:
    """Return where the list is with some parameters changed; another order begins at its first page."""
    kept = {name: value for name, value in asked.items() if name != "page"} | changed
    told: Iterable[tuple[str, Any]] = (
        (name, value) for name, value in kept.items() if (name, value) != ("page", 1)
    )
    query = urlencode(list(told))
    return f"{path}?{query}" if query else path
