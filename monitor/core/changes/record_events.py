"""Changes that are not seen by comparing two records: a trial left the registry, came back, or was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.events import severity
from monitor.model import Change, Kind, Origin

if TYPE_CHECKING:
    from monitor.model import Json


def gone(nct: str, status: str | None) -> Change:
    """Return the change of a trial that the registry no longer has, as it said twice; ``status`` was its last status."""
    return _change("gone", status, None, subject=nct)


def returned(nct: str, status: str | None) -> Change:
    """Return the change of a trial that was gone and that the registry has again; ``status`` is its status now."""
    return _change("returned", None, status, subject=nct)


def renamed(old: str, new: str) -> Change:
    """Return the change of a trial that the registry now has under another number."""
    return _change("renamed", old, new, subject=old)


def related_found(watched: str, found: str, title: str, why: str) -> Change:
    """Return the change that a trial like a watched one was found; ``why`` says in what they are alike."""
    return _change("related_found", None, found, path=found, subject=watched, title=title, why=why)


def found(nct: str, title: str, search: str) -> Change:
    """Return the change that a standing search found a new trial."""
    return _change("found", None, nct, path=search, subject=nct, title=title, search=search)


def left_search(nct: str, search: str) -> Change:
    """Return the change that a standing search no longer finds a trial."""
    return _change("left_search", nct, None, path=search, subject=nct, search=search)


def _change(
    event: str, before: Json, after: Json, *, path: str = "", subject: str, **details: Json
) -> Change:
    """Return the change; ``path`` tells apart several changes of one event and trial in one poll."""
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
