"""A change as JSON: the one form for commands, exports, hooks and the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.sentences import headline, summary

if TYPE_CHECKING:
    from monitor.model import Json, LoggedChange


def change_json(logged: LoggedChange) -> dict[str, Json]:
    """Return a change with the keys of ``changes --json``."""
    change = logged.change
    return {
        "id": logged.id,
        "trial": logged.trial,
        "kind": str(change.kind),
        "event": change.event,
        "severity": str(change.severity),
        "origin": str(change.origin),
        "direction": str(change.direction) if change.direction else None,
        "path": change.path,
        "before": change.before,
        "after": change.after,
        "headline": headline(change),
        "summary": summary(change),
        "context": list(change.context),
        "from_version": logged.from_version,
        "to_version": logged.to_version,
        "registry_date": logged.registry_date,
        "observed_at": logged.observed_at,
        "happened_on": logged.happened_on,
    }
