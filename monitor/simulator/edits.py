"""Edits: what a sponsor, or the registry itself, changes in a record from one release to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from monitor.model import Json
from monitor.simulator.paths import ABSENT, copied, get, put
from monitor.simulator.update_dates import move_update

if TYPE_CHECKING:
    from monitor.simulator.registry import Registry
    from monitor.simulator.source import Editable

__all__ = ["ABSENT", "Changes", "RecordEdit", "VersionEdit", "derived_reference", "edit", "edit_version"]

Changes: TypeAlias = Mapping[str, Json | Callable[[Json], Json]]
"""Dotted path → new value, ABSENT to remove, or a function from the old value to the new."""


@dataclass(frozen=True, slots=True)
class RecordEdit:
    """Changes of one record; called with the registry, it makes them."""

    nct: str
    changes: Changes
    post: str | None = None

    def __call__(self, registry: Editable) -> None:
        """Make the changes in what `registry` serves."""
        record = registry.record(self.nct)
        if self.post is not None:
            move_update(record, date.fromisoformat(self.post))
        _change(record, self.changes)
        registry.put(record)


@dataclass(frozen=True, slots=True)
class VersionEdit:
    """Changes of a past version that the registry makes by itself; called with the registry, it makes them."""

    nct: str
    version: int
    changes: Changes

    def __call__(self, registry: Registry) -> None:
        """Make the changes in the history that `registry` serves."""
        protocol = copied(registry.now.history(self.nct)[self.version].protocol)
        _change(protocol, self.changes)
        registry.put_version(self.nct, self.version, protocol)


def edit(nct: str, changes: Changes | None = None, *, post: str | None = None) -> RecordEdit:
    """Describe changes of one trial.

    With `post` it is a sponsor's edit that the registry posts on that day: the
    dates of the last update move too. Without, it is one of those that the
    registry writes itself, of which no date tells (measured: nine of 67).
    """
    return RecordEdit(nct, changes or {}, post)


def edit_version(nct: str, version: int, changes: Changes) -> VersionEdit:
    """Describe changes of a past version; the paths begin below its `protocolSection`."""
    return VersionEdit(nct, version, changes)


def derived_reference(pmid: str, citation: str) -> Changes:
    """Add a publication that the registry found by itself, as it does to versions of years ago (reported)."""
    reference = {"pmid": pmid, "type": "DERIVED", "citation": citation}
    return {
        "referencesModule.references": lambda references: [
            *([] if references is ABSENT else references),
            reference,
        ]
    }


def _change(value: Json, changes: Changes) -> None:
    for path, change in changes.items():
        put(value, path, change(get(value, path)) if callable(change) else change)
