"""Whole parts of a record that vanish without an update date, which may be a hiccup of the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records.accessors import get, status_of
from monitor.core.records.match import match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.model import Json, Path, Record

SITES = ("protocolSection", "contactsLocationsModule", "locations")
_STATUS = ("protocolSection", "statusModule")
_UPDATES = ("lastUpdateSubmitDate", "lastUpdatePostDateStruct")
_SECTIONS = ("protocolSection", "resultsSection", "documentSection")


def is_updated(old: Record, new: Record) -> bool:
    """Return whether an update date moved between two records; one that is missing did not move."""
    return any((day := get(new, *_STATUS, name)) and day != get(old, *_STATUS, name) for name in _UPDATES)


def vanished(held: Record, record: Record) -> list[Path]:
    """Return the modules that went without an update date, and the list of sites if it lost more than half.

    A record that says that it is withheld lost nothing by accident.
    """
    if is_updated(held, record) or status_of(record) == "WITHHELD":
        return []
    found: list[Path] = []
    for section in _SECTIONS:
        was, now = held.get(section), record.get(section)
        if not isinstance(was, dict):
            continue
        left = now if isinstance(now, dict) else {}
        found += [(section, name) for name, module in was.items() if module and not left.get(name)]
    if SITES[:2] not in found and _lost_sites(held, record):
        found.append(SITES)
    return found


def _lost_sites(held: Record, record: Record) -> list[Json]:
    """Return the sites that went, if they are more than half."""
    was, now = get(held, *SITES), get(record, *SITES)
    if not isinstance(was, list) or not was:
        return []
    left = now if isinstance(now, list) else []
    if len(left) >= len(was):
        return []
    _, removed, _ = match(was, left, SITES)
    return [was[place] for place in removed] if len(removed) * 2 > len(was) else []


def restored(record: Record, held: Record, parts: Iterable[Path]) -> Record:
    """Return a copy of a record with parts as another one has them; what is given stays as it is."""
    new = dict(record)
    for path in parts:
        section = path[0]
        if path == SITES:
            value: Json = [*(get(record, *SITES) or ()), *_lost_sites(held, record)]
        else:
            value = get(held, *path)
        _set(new, path, value)
        if section == "resultsSection" and held.get("hasResults") is not None:
            new["hasResults"] = held["hasResults"]
    return new


def _set(record: Record, path: Path, value: Json) -> None:
    """Set what lies at a path, with new objects on the way to it."""
    *parents, last = path
    place = record
    for key in parents:
        child = place.get(key)
        place[key] = dict(child) if isinstance(child, dict) else {}
        place = place[key]
    place[last] = value
