"""Counts, in one release, in how many trials each place of the record changed without an update date."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.alarms import Notice
from monitor.core.changes import classify
from monitor.core.changes.registry_edits import places, shared
from monitor.core.presentation.labels import field_name
from monitor.core.records.vanished import is_updated
from monitor.store.state import REGISTRY_EDIT, get_state, set_state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.ctgov.api import Study
    from monitor.model import Record
    from monitor.poll.doubts import Believed
    from monitor.store.connection import Connection
    from monitor.store.state import RegistryEdit
    from monitor.store.trials import Trial

MAX_HELD = 500
"""So many trials are held back until all are fetched; further ones are ingested with what is known by then."""

_ABOUT = (
    "In this release the registry changed the same place in many records, without an update by their sponsors. "
    "It is no news of the trials, and no trial's message tells it:"
)


class RegistryEdits:
    """Holds back trials that changed without an update date until it is known how many changed alike.

    Args:
        store: the store, opened for writing.
        most: trials that may be held back at a time; 0 for none.

    """

    def __init__(self, store: Connection, *, most: int) -> None:
        self._store = store
        self._most = most
        self._counts: Counter[str] = Counter()
        self._seen: set[int] = set()
        self._announced: set[str] = set()
        self._held: list[tuple[Trial, Study]] = []

    def hold(self, trial: Trial, study: Study, believed: Believed, record: Record) -> bool:
        """Hold a trial back if it changed without an update date; return whether it was held back.

        It is ingested from its bytes later: 500 decoded records, or their changes, would take too much memory.
        """
        if trial.id in self._seen or len(self._held) >= self._most:
            return False
        if trial.gone_at or study.nct != trial.nct or is_updated(believed.old, record):
            return False
        found = places(classify(believed.old, record), believed.vanished)
        if not found:
            return False
        self._seen.add(trial.id)
        self._counts.update(found)
        self._held.append((trial, replace(study, record=None)))
        return True

    def take_held(self) -> list[tuple[Trial, Study]]:
        """Return the trials that are held back, which then are no more."""
        held, self._held = self._held, []
        return held

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
