"""Edits: what a sponsor, or the registry itself, changes in a record from one release to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from monitor.model import Json
from monitor.simulator.paths import ABSENT, get, put

if TYPE_CHECKING:
    from monitor.model import Record
    from monitor.simulator.registry import Registry

__all__ = ["ABSENT", "Changes", "RecordEdit", "edit"]

Changes: TypeAlias = Mapping[str, Json | Callable[[Json], Json]]
"""Dotted path → new value, ABSENT to remove, or a function from the old value to the new."""

_REVIEW = timedelta(days=2)
"""From submission to posting; a median of two days in the real records (measured)."""


@dataclass(frozen=True, slots=True)
class RecordEdit:
    """Changes of one record; called with the registry, it makes them."""

    nct: str
    changes: Changes
    post: str | None = None

    def __call__(self, registry: Registry) -> None:
        """Make the changes in what `registry` serves."""
        record = registry.record(self.nct)
        if self.post is not None:
            move_update(record, date.fromisoformat(self.post))
        for path, change in self.changes.items():
            put(record, path, change(get(record, path)) if callable(change) else change)
        registry.put(record)


def edit(nct: str, changes: Changes | None = None, *, post: str | None = None) -> RecordEdit:
    """Describe changes of one trial.

    With `post` it is a sponsor's edit that the registry posts on that day: the
    dates of the last update move too. Without, it is one of those that the
    registry writes itself, of which no date tells (measured: nine of 67).
    """
    return RecordEdit(nct, changes or {}, post)


def move_update(record: Record, posted: date, submitted: date | None = None) -> None:
    """Move the dates that every edit of a sponsor moves."""
    submitted = submitted or posted - _REVIEW
    status = record["protocolSection"]["statusModule"]
    status["statusVerifiedDate"] = submitted.isoformat()[:7]
    status["lastUpdateSubmitDate"] = submitted.isoformat()
    status["lastUpdatePostDateStruct"] = {"date": posted.isoformat(), "type": "ACTUAL"}
