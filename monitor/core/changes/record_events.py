"""Changes that no two records show: a trial went from the registry, came back, or was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.events import severity
from monitor.model import Change, Kind, Origin

if TYPE_CHECKING:
    from monitor.model import Json


def gone(nct: str, status: str | None) -> Change:
    """Return the change: the registry said twice that it has no such trial; ``status`` was its last one."""
    return _change("gone", status, None, subject=nct)


def returned(nct: str, status: str | None) -> Change:
    """Return the change: the registry has a trial again that was gone."""
    return _change("returned", None, status, subject=nct)


def renamed(old: str, new: str) -> Change:
    """Return the change: the registry has a trial under another number."""
    return _change("renamed", old, new, subject=old)


def related_found(watched: str, found: str, title: str, why: str) -> Change:
    """Return the change: a trial turned up that is like a watched one; ``why`` says in which way."""
    return _change("related_found", None, found, path=found, subject=watched, title=title, why=why)


def found(nct: str, title: str, search: str) -> Change:
    """Return the change: a standing search finds a trial that it did not find before."""
    return _change("found", None, nct, path=search, subject=nct, title=title, search=search)


def left_search(nct: str, search: str) -> Change:
    """Return the change: a standing search does not find a trial any more."""
    return _change("left_search", nct, None, path=search, subject=nct, search=search)


def _change(
    event: str, before: Json, after: Json, *, path: str = "", subject: str, **details: Json
) -> Change:
    """Return the change; ``path`` tells apart what may happen to one trial several times in a poll."""
    return Change(
        kind=Kind.RECORD,
        event=event,
        path=path,
        before=before,
        after=after,
        severity=severity(Kind.RECORD, event),
        origin=Origin.REGISTRY,
        subject=subject,
        details=details,
    )
