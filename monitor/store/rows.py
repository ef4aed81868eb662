"""Rows of the store as values, and back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.core.records import canonical
from monitor.model import Change, Direction, Kind, Origin, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Json


@dataclass(frozen=True, slots=True)
class Trial:
    """What the store knows of a trial: its row."""

    id: int
    nct: str
    title: str
    sponsor: str
    status: str | None
    fingerprint: str | None
    answered_release: str | None
    misses: int
    gone_at: str | None
    last_error: str | None

    @property
    def found(self) -> bool:
        """Whether the registry ever had it."""
        return self.fingerprint is not None


@dataclass(frozen=True, slots=True)
class Version:
    """A version as it is held, without its bytes."""

    id: int
    version: int
    valid_from: str
    registry_date: str | None
    registry_version: int | None = None
    """Its number in the registry's own history, from 0 on, where that is known."""
    source: str = "poll"
    previous: int | None = None
    """The version against which its changes were found."""
    pruned: bool = False
    """Whether its bytes were given up."""


VERSION = "id, version, valid_from, registry_date, registry_version, source, previous, pruned_at IS NOT NULL"

TRIAL = "id, nct, title, sponsor, status, fingerprint, answered_release, misses, gone_at, last_error"


CHANGE = "c.kind, c.event, c.path, c.before, c.after, c.summary, c.severity, c.origin, c.direction"
"""The columns of which ``change_of`` makes a change."""


def change_of(row: Sequence[Any]) -> Change:
    """Return the change that a row's columns ``CHANGE`` say."""
    kind, event, path, before, after, summary, severity, origin, direction = row
    return Change(
        kind=Kind(kind),
        event=event,
        path=path,
        before=loaded(before),
        after=loaded(after),
        summary=summary,
        severity=Severity(severity),
        origin=Origin(origin),
        direction=Direction(direction) if direction else None,
    )


def dumped(value: Json) -> str | None:
    """Write a value of a change as JSON; NULL for none."""
    return None if value is None else json.dumps(value, ensure_ascii=False)


def loaded(text: str | None) -> Json:
    """Read what ``dumped`` wrote."""
    return None if text is None else canonical.decode(text)
