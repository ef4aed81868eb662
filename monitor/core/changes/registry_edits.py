"""What the registry itself edits in many records of one release: the same places, without an update date."""

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
"""So many trials, and half of those that changed, make an edit of one place the registry's own."""
_ITEM = re.compile(r"\[.*\]")
_NUMBER = re.compile(r" #\d+$")


def place_of(path: str) -> str:
    """Return the place of a change in any record: its path without which item of a list it is."""
    return _ITEM.sub("[]", _NUMBER.sub("", path))


def places(changes: Iterable[Change], vanished: Iterable[Path] = ()) -> set[str]:
    """Return the places that changes and vanished parts of one record are at; housekeeping is left out."""
    found = {place_of(change.path) for change in changes if change.event != "housekeeping"}
    return found | {path_text(path) for path in vanished}


def shared(counts: Mapping[str, int], changed: int) -> set[str]:
    """Return the places that the registry edited, given in how many trials each changed, and how many changed at all."""
    return {place for place, count in counts.items() if count >= MANY and 2 * count >= changed}


def as_noise(changes: Iterable[Change], edited: Iterable[str]) -> list[Change]:
    """Return changes with those at the places that the registry edited, or within them, as noise of its own."""
    roots = tuple(edited)
    return [
        replace(change, severity=Severity.NOISE, origin=Origin.REGISTRY)
        if any(_within(place_of(change.path), root) for root in roots)
        else change
        for change in changes
    ]


def _within(place: str, root: str) -> bool:
    return place == root or place.startswith((f"{root}.", f"{root}["))
