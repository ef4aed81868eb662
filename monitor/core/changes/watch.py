"""Changes that no two records show: a trial went from the registry, came back, or got another number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.severity import severity
from monitor.core.presentation import labels as words
from monitor.model import Change, Kind, Origin

if TYPE_CHECKING:
    from monitor.model import Json


def gone(nct: str, status: str | None) -> Change:
    """The registry said twice that it has no such trial."""
    summary = f"The registry no longer has {nct}; its last status was {words.status(status)}. What was kept of it stays here."
    return _change("gone", status, None, summary)


def returned(nct: str, status: str | None) -> Change:
    """The registry has a trial again that was gone."""
    return _change(
        "returned", None, status, f"The registry has {nct} again; its status is {words.status(status)}."
    )


def renamed(old: str, new: str) -> Change:
    """The registry keeps a trial under another number."""
    summary = f"The registry keeps {old} under the number {new} now; both numbers find it."
    return _change("renamed", old, new, summary)


def related_found(watched: str, found: str, title: str, why: str) -> Change:
    """A trial turned up that is like a watched one; ``why`` says in which way."""
    summary = f"{found} is like {watched}, which you watch ({why}): “{title}”."
    return _change("related_found", None, found, summary, path=found)


def found(nct: str, title: str, search: str) -> Change:
    """A standing search finds a trial that it did not find before."""
    summary = f"Your standing search “{search}” now finds {nct}, which is watched from now on: “{title}”."
    return _change("found", None, nct, summary, path=search)


def left_search(nct: str, search: str) -> Change:
    """A standing search does not find a trial any more."""
    summary = f"Your standing search “{search}” no longer finds {nct}; it stays watched."
    return _change("left_search", nct, None, summary, path=search)


def _change(event: str, before: Json, after: Json, summary: str, *, path: str = "") -> Change:
    """Make the change; ``path`` tells apart what may happen to one trial several times in a round."""
    return Change(
        kind=Kind.RECORD,
        event=event,
        path=path,
        before=before,
        after=after,
        summary=summary,
        severity=severity(Kind.RECORD, event),
        origin=Origin.REGISTRY,
    )
