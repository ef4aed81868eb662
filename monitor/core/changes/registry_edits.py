"""Edits that the registry itself makes: the same place in many records of a release, without an update date."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.records.compare import path_text
from monitor.model import Origin, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from monitor.model import Change, Path

MANY = 10
"""A place that changed in this many trials, and in half of those that changed, was edited by the registry."""
_ITEM = re.compile(r"\[.*\]")
_NUMBER = re.compile(r" #\d+$")


def place_of(path: str) -> str:
    """Return a change's path without the labels of list items, so that it is the same in every record."""
    return _ITEM.sub("[]", _NUMBER.sub("", path))


def places(changes: Iterable[Change], vanished: Iterable[Path] = ()) -> set[str]:
    """Return the places of the changes and vanished parts of one record, without those of housekeeping."""
    found = {place_of(change.path) for change in changes if change.event != "housekeeping"}
    return found | {path_text(path) for path in vanished}


def shared(counts: Mapping[str, int], changed: int) -> set[str]:
    """Return the places that the registry edited.

    Args:
        counts: in how many trials each place changed.
        changed: how many trials changed in anything.

    """
    return {place for place, count in counts.items() if count >= MANY and 2 * count >= changed}


def as_noise(changes: Iterable[Change], edited: Iterable[str]) -> list[Change]:
    """Return changes; those at or below an edited place become noise whose origin is the registry."""
    roots = tuple(edited)
    return [
        replace(change, severity=Severity.NOISE, origin=Origin.REGISTRY)
        if any(_within(place_of(change.path), root) for root in roots)
        else change
        for change in changes
    ]


def _within(place: str, root: str) -> bool:
    return place == root or place.startswith((f"{root}.", f"{root}["))
