"""Counts, in one release, in how many trials each place of the record changed without an update date."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.alarms import Notice
from monitor.core.changes.registry_edits import places, shared
from monitor.core.presentation.labels import field_name
from monitor.store.state import REGISTRY_EDIT, get_state, set_state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.ctgov.api import Study
    from monitor.model import Change, Path
    from monitor.store.connection import Connection
    from monitor.store.state import RegistryEdit
    from monitor.store.trials import Trial

MAX_HELD = 500
"""So many trials are held back until the end of the fetching; then what is known decides."""


_ABOUT = (
    "In this release the registry changed the same place in many records, without an update by their sponsors. "
    "It is no news of the trials, and no trial's message tells it:"
)


class RegistryEdits:
    """Holds back trials that changed without an update date until it is known how many changed alike.

    Args:
        store: the store, opened for writing.

    """

    def __init__(self, store: Connection) -> None:
        self._store = store
        self._counts: Counter[str] = Counter()
        self._seen: set[int] = set()
        self._announced: set[str] = set()
        self.held: list[tuple[Trial, Study]] = []

    @property
    def full(self) -> bool:
        """Whether no more trials are to be held back."""
        return len(self.held) >= MAX_HELD

    def hold(self, trial: Trial, study: Study, changes: Iterable[Change], vanished: Iterable[Path]) -> bool:
        """Hold a trial back; return whether it was: not where it changed in nothing that counts, or is held already."""
        if trial.id in self._seen:
            return False
        found = places(changes, vanished)
        if not found:
            return False
        self._seen.add(trial.id)
        self._counts.update(found)
        self.held.append((trial, replace(study, record=None)))  # its letters are enough
        return True

    def edited(self, release: str | None, changed: int) -> set[str]:
        """Return the places that the registry edited, given how many trials changed in this release."""
        known = get_state(self._store, REGISTRY_EDIT)
        before = set(known["places"]) if known and release and known["release"] == release else set()
        self._announced |= before
        found = before | shared(self._counts, changed)
        if found != before:
            edit: RegistryEdit = {"release": release, "places": sorted(found)}
            set_state(self._store, REGISTRY_EDIT, edit)
        return found

    def notice(self, edited: Iterable[str], changed: int) -> Notice | None:
        """Return the notice of places that were not announced yet; None if all were."""
        fresh = [place for place in sorted(edited) if place not in self._announced]
        self._announced.update(fresh)
        if not fresh:
            return None
        lines = [
            f"“{_name(place)}” in {self._counts[place]} of the {changed} records that changed."
            for place in fresh
        ]
        return Notice(
            "The registry edited many records itself",
            (_ABOUT, *lines),
            urgent=False,
            name="registry_edit",
        )


def _name(place: str) -> str:
    return field_name(place.replace("[]", "").rpartition(".")[2])
