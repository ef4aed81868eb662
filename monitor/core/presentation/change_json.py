"""A change as JSON: the one form for commands, exports, hooks and the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.sentences import headline, summary

if TYPE_CHECKING:
    from monitor.model import Json, LoggedChange


def change_json(logged: LoggedChange) -> dict[str, Json]:
    """Return a change with the keys of ``changes --json``.

    `alike` is there only where a change tells of many criteria: {"before", "after"} of each of the others.
    """
    change = logged.change
    alike = change.details.get("alike")
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
        **({"alike": alike} if alike else {}),
        "from_version": logged.from_version,
        "to_version": logged.to_version,
        "registry_date": logged.registry_date,
        "observed_at": logged.observed_at,
        "happened_on": logged.happened_on,
    }
