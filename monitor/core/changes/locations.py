"""Sites: added, removed, opened, closed, edited, or renamed by the registry."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.changes.alike_sites import group_alike
from monitor.core.changes.context import PROTOCOL, by_item, parts
from monitor.core.changes.events import severity
from monitor.core.changes.general import change_at
from monitor.core.changes.status import OPEN
from monitor.core.records.accessors import get, items_at, status_of
from monitor.core.records.compare import named_items, path_text
from monitor.core.records.near import place_of
from monitor.core.records.punctuation import only_punctuation
from monitor.model import Kind, Origin, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.changes.context import Step
    from monitor.model import Change, Difference, Json, Path, Record

_SITES = (PROTOCOL, "contactsLocationsModule", "locations")
_GEOGRAPHY = {"city", "state", "zip", "country", "countryCode", "geoPoint"}
NEAR_KM = 40.0
"""A site that moved by less than this is where it was: the registry names and places cities anew."""


def locations(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    """Yield the changes of sites: added, removed, its status, and the rest of a site as one; the same edit of many once."""
    yield from group_alike(list(_sites(step, differences)), path_text(_SITES))


def _sites(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    closes_last, no_statuses = _closes_last(step), _lacks_statuses(step.new)
    pairs: dict[str, tuple[Json, Json]] = {}
    for path, group in by_item(differences).items():
        whole = len(group) == 1 and group[0].path == path
        if len(path) < 4:
            yield change_at(step, Kind.LOCATIONS, path, group)
        elif whole and group[0].before is None:
            yield step.change(Kind.LOCATIONS, "site_added", path, None, group[0].after)
        elif whole and group[0].after is None:
            closing = closes_last and get(group[0].before, "status") in OPEN
            grave = severity(Kind.LOCATIONS, "site_removed", closing=closing)
            yield step.change(
                Kind.LOCATIONS, "site_removed", path, group[0].before, None, severity=grave, last_open=closing
            )
        else:
            pairs = pairs or _pairs(step)
            where = place_of(*pairs.get(path[3], (None, None)))
            for change in _edited(step, path, group, closes_last=closes_last, no_statuses=no_statuses):
                yield replace(change, details={**change.details, "places": [where]}) if where else change


def _pairs(step: Step) -> dict[str, tuple[Json, Json]]:
    """Return each site that both records have by its key in paths, as it was and as it is."""
    before, after = (value if isinstance(value, list) else [] for value in step.values(*_SITES))
    named = named_items(before, after, _SITES)
    return {name: (before[a], after[b]) for name, a, b in named if a is not None and b is not None}


def _closes_last(step: Step) -> bool:
    """Return whether the last open site of a trial closed that recruits before and after this step."""
    if any(status_of(record) not in OPEN for record in (step.old, step.new)):
        return False
    if _lacks_statuses(step.new):
        return False
    before, after = _statuses(step.old), _statuses(step.new)
    return any(status in OPEN for status in before) and not any(status in OPEN for status in after)


def _lacks_statuses(record: Record) -> bool:
    """Return whether no site has a status; the registry leaves them out of trials that do not recruit (measured)."""
    return status_of(record) != "RECRUITING" and not any(_statuses(record))


def _statuses(record: Record) -> list[Json]:
    return [get(site, "status") for site in items_at(record, *_SITES)]


def _edited(
    step: Step, path: Path, group: Sequence[Difference], *, closes_last: bool, no_statuses: bool
) -> Iterator[Change]:
    name = path[3][1:-1]
    status = [d for d in group if d.path[4:] == ("status",)]
    moved = [d for d in group if d.path[4:5] and d.path[4] in _GEOGRAPHY]
    rest = [d for d in group if d not in status and d not in moved]
    for difference in status:
        before, after = difference.before, difference.after
        closing = closes_last and before in OPEN
        usual = severity(Kind.LOCATIONS, "site_status", closing=closing)
        yield step.change(
            Kind.LOCATIONS,
            "site_status",
            difference.path,
            before,
            after,
            subject=name,
            severity=Severity.NOISE if no_statuses and after is None else usual,
            last_open=closing,
        )
    if moved and _same_place(step, group, moved):
        before, after = parts(moved, len(path))
        origin = Origin.REGISTRY
        yield step.change(Kind.LOCATIONS, "relabelled", path, before, after, origin=origin, subject=name)
    else:
        rest = moved + rest
    if rest:
        before, after = parts(rest, len(path))
        noise = Severity.NOISE if all(only_punctuation(d.before, d.after) for d in rest) else None
        details = (*path, "details")
        yield step.change(Kind.LOCATIONS, "site_edited", details, before, after, severity=noise, subject=name)


def _same_place(step: Step, group: Sequence[Difference], moved: Sequence[Difference]) -> bool:
    """Return whether a site is where it was and only the name of its place changed.

    It is if the record's update date did not move: then the registry made the edit. Else the place on the map
    decides: a move of a few kilometres is the registry's, a new postcode the sponsor's.
    """
    if step.origin is Origin.REGISTRY:
        return True
    if any(d.path[4] == "zip" and d.before and d.after for d in moved) or len(moved) < len(group):
        return {d.path[4] for d in moved} == {"geoPoint"}
    points = {d.path[-1]: (d.before, d.after) for d in moved if d.path[4] == "geoPoint" and len(d.path) > 5}
    return all(d.path[4] == "geoPoint" for d in moved) or (bool(points) and _kilometres(points) < NEAR_KM)


def _kilometres(points: dict[str, tuple[Json, Json]]) -> float:
    """Return about how many kilometres a site moved; a coordinate that cannot be read counts as far away.

    ``points`` has the coordinates that changed, by name: what each was and is, in degrees.
    """
    degrees = [
        (after - before) if _is_degrees(before) and _is_degrees(after) else 180.0
        for before, after in points.values()
    ]
    return math.hypot(*degrees) * 111.2


def _is_degrees(value: Json) -> bool:
    return type(value) in {int, float} and abs(value) <= 180
