"""Which values of posted results changed, from what to what; values are matched by the registry's ids and names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.core.records.canonical import same_in_any_order
from monitor.core.results.values import Place, group_titles, modules, result_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from monitor.core.results.values import Section
    from monitor.model import Record

LIMIT = 20
"""Up to so many moved values of each section are listed; all are counted."""

Titles = dict["Section", dict[str, str]]
"""Titles of groups by their ids, for each section."""


@dataclass(frozen=True, slots=True)
class MovedValue:
    """One value of posted results that changed."""

    place: Place
    group: str
    """The title of the group, or of the groups that are compared."""
    before: str | None
    """None where there was none."""
    after: str | None


@dataclass(frozen=True, slots=True)
class Amendment:
    """What differs between two posted results."""

    values: tuple[MovedValue, ...]
    """The first moved values, at most ``LIMIT`` of each section."""
    counts: Mapping[Section, int]
    """How many moved in each section that is read value by value; all of them."""
    modules: tuple[str, ...]
    """The modules of the results section that differ in anything, by the registry's names."""

    @property
    def total(self) -> int:
        """How many values moved."""
        return sum(self.counts.values())


def amendment(old: Record, new: Record, changed: Sequence[str] | None = None) -> Amendment:
    """Return what differs between the posted results of two records.

    Args:
        old: the record as it was.
        new: the record as it is.
        changed: the modules that are known to differ; None to find them.

    """
    if changed is None:
        was, now = modules(old), modules(new)
        names = sorted(was.keys() | now.keys())
        changed = [name for name in names if not same_in_any_order(was.get(name), now.get(name))]
    if not changed:
        return Amendment((), {}, ())
    listed: list[MovedValue] = []
    counts: dict[Section, int] = {}
    for value in _moved(old, new):
        section = value.place.section
        counts[section] = counts.get(section, 0) + 1
        if counts[section] <= LIMIT:
            listed.append(value)
    return Amendment(tuple(listed), counts, tuple(changed))


def _moved(old: Record, new: Record) -> Iterator[MovedValue]:
    old_titles, new_titles = group_titles(old), group_titles(new)
    renamed = _renamed(old_titles, new_titles)
    before = {_with_ids(place, renamed): value for place, value in result_values(old)}
    for place, value in result_values(new):
        held = before.pop(place, None)
        if held != value:
            yield MovedValue(place, _title(place, new_titles), held, value)
    back = {section: {now: was for was, now in ids.items()} for section, ids in renamed.items()}
    for place, value in before.items():
        yield MovedValue(place, _title(_with_ids(place, back), old_titles), value, None)


def _renamed(old: Titles, new: Titles) -> dict[Section, dict[str, str]]:
    """Return old id → new id of groups that have another id now, as where one was inserted before them.

    A group whose old id another group has now gets an id that no group has.
    """
    found: dict[Section, dict[str, str]] = {}
    for section, titles in old.items():
        now = _by_title(new[section])
        ids = {was: now[key] for key, was in _by_title(titles).items() if now.get(key, was) != was}
        gone = set(ids.values()).intersection(titles).difference(ids)
        found[section] = ids | {group: f"{group} (gone)" for group in gone}
    return found


def _by_title(titles: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Return the ids of groups by outcome and title; titles that several groups have are left out."""
    seen: dict[tuple[str, str], list[str]] = {}
    for group, title in titles.items():
        seen.setdefault((group.rpartition("\t")[0], title), []).append(group)
    return {key: groups[0] for key, groups in seen.items() if len(groups) == 1}


def _with_ids(place: Place, renamed: Mapping[Section, Mapping[str, str]]) -> Place:
    """Return a place with the ids of its groups replaced."""
    ids = renamed.get(place.section)
    if not ids or not place.group:
        return place
    scope = f"{place.name}\t" if place.section == "primary_outcome" else ""
    groups = (ids.get(scope + group, scope + group).removeprefix(scope) for group in place.group.split(","))
    return replace(place, group=",".join(groups))


def _title(place: Place, titles: Titles) -> str:
    scope = f"{place.name}\t" if place.section == "primary_outcome" else ""
    known = titles[place.section]
    return " / ".join(known.get(scope + group) or group for group in place.group.split(",") if group)
