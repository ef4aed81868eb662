"""Matching records with queries, and putting them in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.simulator.errors import BadRequest
from monitor.simulator.field_names import TABLE
from monitor.simulator.paths import texts
from monitor.simulator.query import Area, Every, Node, Not, Range, Some, Words, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from monitor.model import Record

_TITLE = ("BriefTitle", "OfficialTitle", "Acronym")
_IDS = ("NCTId", "NCTIdAlias", "OrgStudyId", "SecondaryId")
_SPONSOR = ("LeadSponsorName", "CollaboratorName", "OrgFullName")
_CONDITION = ("Condition", "ConditionMeshTerm", "ConditionAncestorTerm", "Keyword", *_TITLE)
_INTERVENTION = (
    "InterventionName",
    "InterventionOtherName",
    "InterventionDescription",
    "InterventionMeshTerm",
    "InterventionAncestorTerm",
    "ArmGroupLabel",
    "Keyword",
    *_TITLE,
)

AREAS = {
    "BasicSearch": (*_CONDITION, *_INTERVENTION, *_IDS, *_SPONSOR, "BriefSummary", "DetailedDescription"),
    "ConditionSearch": _CONDITION,
    "InterventionSearch": _INTERVENTION,
    "TitleSearch": _TITLE,
    "OutcomeSearch": ("PrimaryOutcome", "SecondaryOutcome"),
    "SponsorSearch": _SPONSOR,
    "LocationSearch": ("LocationFacility", "LocationCity", "LocationState", "LocationCountry"),
    "IdSearch": _IDS,
    "PatientSearch": (*_CONDITION, *_INTERVENTION, "BriefSummary", "EligibilityCriteria"),
}
"""Search area → its pieces; the names are the registry's, the members a part of what it searches."""

_UPDATE_DAY = ("LastUpdatePostDate", TABLE["LastUpdatePostDate"])
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?: (minute|hour|day|week|month|year)s?)?", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30.4, "year": 365.25}


def matches(record: Record, node: Node, area: Sequence[str]) -> bool:
    """Whether the record has what the query asks for; `area` holds the paths to look at."""
    if isinstance(node, Every):
        return all(matches(record, part, area) for part in node.nodes)
    if isinstance(node, Some):
        return any(matches(record, part, area) for part in node.nodes)
    if isinstance(node, Not):
        return not matches(record, node.node, area)
    if isinstance(node, Area):
        return matches(record, node.node, (node.name,))
    values = (text for path in area for text in texts(record, path))
    if isinstance(node, Range):
        return any(_within(value, node) for value in values)
    return any(_follow(node.tokens, tokens(value)) for value in values)


def resolved(node: Node, names: Mapping[str, str]) -> Node:
    """Put the paths of fields and areas in place of their names; an unknown name is refused."""
    if isinstance(node, Every | Some):
        return type(node)(tuple(resolved(part, names) for part in node.nodes))
    if isinstance(node, Not):
        return Not(resolved(node.node, names))
    if isinstance(node, Area):
        below = resolved(node.node, names)
        return Some(tuple(Area(path, below) for path in paths_of(node.name, names)))
    return node


def paths_of(name: str, names: Mapping[str, str]) -> list[str]:
    """Return the paths that a field or a search area stands for."""
    if name in AREAS:
        return [TABLE[piece] for piece in dict.fromkeys(AREAS[name])]
    if name not in names:
        raise BadRequest(f"Unknown area name: `{name}`")
    return [names[name]]


def update_days(node: Node) -> tuple[str, str] | None:
    """Return the days of a query that is nothing but a range of the last update's posting; None for others."""
    if not (isinstance(node, Area) and node.name in _UPDATE_DAY and isinstance(node.node, Range)):
        return None
    low = "0000-01-01" if node.node.low == "MIN" else comparable(node.node.low)
    high = "9999-12-31" if node.node.high == "MAX" else comparable(node.node.high)
    return (low, high) if isinstance(low, str) and isinstance(high, str) else None


def relevance(record: Record, words: Iterable[str]) -> int:
    """How well a record answers the words of a query: those in its title and its conditions count more."""
    title = set(tokens(" ".join(texts(record, TABLE["BriefTitle"]))))
    conditions = set(tokens(" ".join(texts(record, TABLE["Condition"]))))
    return sum(2 * (word in title) + (word in conditions) for word in words)


def words_of(node: Node) -> list[str]:
    """Return all words that a query asks for."""
    if isinstance(node, Words):
        return list(node.tokens)
    if isinstance(node, Every | Some):
        return [word for part in node.nodes for word in words_of(part)]
    return []


def comparable(value: str) -> str | float | None:
    """Read a date, a number or an age ("18 Years") into something that compares; None for other texts."""
    if _DATE.fullmatch(value):
        return value if len(value) > len("yyyy-MM") else f"{value}-01"
    if match := _NUMBER.fullmatch(value):
        return float(match[1]) * _DAYS.get((match[2] or "").lower(), 1)
    return None


def _within(value: str, bounds: Range) -> bool:
    own = comparable(value)
    low, high = (
        None if bound in {"MIN", "MAX"} else comparable(bound) for bound in (bounds.low, bounds.high)
    )
    if own is None or any(bound is not None and type(bound) is not type(own) for bound in (low, high)):
        return False
    return (low is None or low <= own) and (high is None or own <= high)  # type: ignore[operator]


def _follow(wanted: tuple[str, ...], text: tuple[str, ...]) -> bool:
    """Whether the words follow each other somewhere in the text."""
    if len(wanted) == 1:
        return wanted[0] in text
    width = len(wanted)
    return any(text[place : place + width] == wanted for place in range(len(text) - width + 1))
