"""A record → the texts in it that people search for, by what they speak of. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from monitor.core.records.accessors import get

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.model import Json, Record

COLUMNS = {
    "title": 10.0,
    "conditions": 6.0,
    "interventions": 6.0,
    "eligibility": 3.0,
    "outcomes": 3.0,
    "sponsor": 3.0,
    "places": 2.0,
    "results": 0.5,
    "other": 1.0,
}
"""What a text may speak of, and how much a word there weighs."""

_MODULES = {
    "identificationModule": "title",
    "conditionsModule": "conditions",
    "armsInterventionsModule": "interventions",
    "eligibilityModule": "eligibility",
    "outcomesModule": "outcomes",
    "sponsorCollaboratorsModule": "sponsor",
    "contactsLocationsModule": "places",
}
_DERIVED = {"conditionBrowseModule": "conditions", "interventionBrowseModule": "interventions"}
NOT_WORDS = frozenset(
    {"date", "type", "groupId", "value", "lowerLimit", "upperLimit", "spread", "lat", "lon"}
)
"""Fields whose values nobody searches for by words."""


Texts: TypeAlias = tuple[tuple[str, ...], ...]
"""The texts of a record, for each of ``COLUMNS``."""


def texts(record: Record) -> Texts:
    """Return the texts of a record, in the order of ``COLUMNS``; each text once."""
    found: dict[str, dict[str, None]] = {name: {} for name in COLUMNS}
    for section in ("protocolSection", "derivedSection", "resultsSection"):
        for module, part in _parts(record, section):
            if column := column_of(section, module):
                _gather(get(part, "meshes") if section == "derivedSection" else part, found[column])
    return tuple(tuple(lines) for lines in found.values())


def column_of(section: str, module: str) -> str | None:
    """Return which of ``COLUMNS`` a module belongs to; None for one that is not searched."""
    if section == "protocolSection":
        return _MODULES.get(module, "other")
    if section == "derivedSection":
        return _DERIVED.get(module)
    return "results" if section == "resultsSection" else None


def only_in_past(past: Texts, now: Texts) -> Texts:
    """Return what only a past version says, with what the trial is about, so that words of both are found."""
    about = [name in {"title", "conditions", "interventions"} for name in COLUMNS]
    current_lines = [frozenset(lines) for lines in now]
    return tuple(
        lines if always else tuple(line for line in lines if line not in current)
        for always, lines, current in zip(about, past, current_lines, strict=True)
    )


def _parts(record: Record, section: str) -> Iterator[tuple[str, Json]]:
    modules = record.get(section)
    yield from modules.items() if isinstance(modules, dict) else ()


def _gather(value: Json, found: dict[str, None], key: str = "") -> None:
    """Add every text below a value that has words in it."""
    if isinstance(value, str):
        if key not in NOT_WORDS:
            found[value] = None
        return
    parts: Iterable[tuple[str, Json]]
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = ((key, part) for part in value)
    else:
        return
    for name, part in parts:
        if isinstance(part, dict | list):
            _gather(part, found, name)
        elif isinstance(part, str) and name not in NOT_WORDS:  # most parts are texts: no call for each
            found[part] = None
