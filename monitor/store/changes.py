"""Changes: the log of all that was found to differ."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from monitor.core.records import canonical
from monitor.model import Change, Direction, Kind, LoggedChange, Origin, Severity
from monitor.store.trials import load_trial

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from monitor.model import Json
    from monitor.store.connection import Connection, Row
    from monitor.store.trials import Trial
    from monitor.store.versions import Version

CHANGE = "c.kind, c.event, c.path, c.before, c.after, c.summary, c.severity, c.origin, c.direction, c.parts"
"""The columns of which ``change_of`` makes a change."""
EDITION = 2
"""Of the details of events. A release that gives an event other details adds one: changes recorded with the details
of another release are shown by the sentence that was recorded with them."""
LOGGED = f"c.id, t.nct, c.from_version, c.to_version, c.registry_date, c.observed_at, c.happened_on, {CHANGE}"
"""The columns of which ``logged_of`` makes a change of the log."""
RANK = "CASE c.severity " + " ".join(f"WHEN '{each}' THEN {each.rank}" for each in Severity) + " END"
"""How grave a change is: 0 for noise up to 3 for high."""
OF_TRIALS = "FROM changes c JOIN trials t ON t.id = c.trial_id"
"""Changes, each with its trial."""


def change_of(row: Sequence[Any]) -> Change:
    """Return the change that a row's columns ``CHANGE`` say."""
    kind, event, path, before, after, summary, severity, origin, direction, text = row
    parts = json.loads(text) if text else {}
    whole = parts.get("edition") == EDITION
    return Change(
        kind=Kind(kind),
        event=event,
        path=path,
        before=loaded(before),
        after=loaded(after),
        severity=Severity(severity),
        origin=Origin(origin),
        direction=Direction(direction) if direction else None,
        subject=parts.get("subject", ""),
        context=tuple(parts.get("context", ())),
        details=parts.get("details", {}),
        recorded_summary=None if whole else summary,
    )


def logged_of(row: Sequence[Any]) -> LoggedChange:
    """Return the change of the log that a row's columns ``LOGGED`` say."""
    number, nct, from_version, to_version, registry_date, observed_at, happened_on, *change = row
    return LoggedChange(
        number, nct, change_of(change), from_version, to_version, registry_date, observed_at, happened_on
    )


def parts_of(change: Change) -> str | None:
    """Return what ``changes.parts`` holds of a change; None for one that an earlier release recorded."""
    if change.recorded_summary is not None:
        return None
    parts = {
        "edition": EDITION,
        "subject": change.subject,
        "context": change.context,
        "details": dict(change.details),
    }
    return json.dumps({name: part for name, part in parts.items() if part}, ensure_ascii=False)


def dumped(value: Json) -> str | None:
    """Write a value of a change as JSON; NULL for none."""
    return None if value is None else json.dumps(value, ensure_ascii=False)


def loaded(text: str | None) -> Json:
    """Read what ``dumped`` wrote."""
    return None if text is None else canonical.decode(text)


def add_changes(
    store: Connection,
    trial: Trial,
    changes: Sequence[Change],
    before: Version | None,
    after: Version | None,
    *,
    observed_at: str,
    happened_on: str | None = None,
) -> list[int]:
    """Record changes; return their ids in the same order. They happened when they were seen, unless given."""
    from monitor.core.presentation.sentences import summary  # commands that list versions do without it

    return [
        store.insert(
            "changes",
            {
                "trial_id": trial.id,
                "from_version": before.version if before else None,
                "to_version": after.version if after else None,
                "kind": change.kind,
                "event": change.event,
                "severity": change.severity,
                "origin": change.origin,
                "direction": change.direction,
                "path": change.path,
                "before": dumped(change.before),
                "after": dumped(change.after),
                "summary": summary(change),  # for people who read the tables; commands render it anew
                "parts": parts_of(change),
                "registry_date": after.registry_date if after else None,
                "observed_at": observed_at,
                "happened_on": happened_on or observed_at[:10],
            },
        )
        for change in changes
    ]


def past_dates(store: Connection, trial: Trial) -> list[Change]:
    """Return the trial's changes of dates so far, oldest first, step by step between neighbours."""
    rows = store.tuples(
        f"SELECT {CHANGE} FROM changes c JOIN versions v ON v.trial_id = c.trial_id AND v.version = c.to_version "
        "WHERE c.trial_id = ? AND c.kind = 'dates' AND c.from_version IS v.previous ORDER BY c.happened_on, c.id",
        [trial.id],
    )
    return [change_of(row) for row in rows]


def has_change(store: Connection, trial: Trial, change: Change) -> bool:
    """Return whether a change of the same event with the same value was recorded of a trial."""
    found = store.tuples(
        "SELECT 1 FROM changes WHERE trial_id = ? AND kind = ? AND event = ? AND after IS ? LIMIT 1",
        [trial.id, change.kind, change.event, dumped(change.after)],
    )
    return bool(list(found))


def list_changes(
    store: Connection,
    *,
    trial: str | None = None,
    trials: Collection[str] | None = None,
    kind: str | None = None,
    severity: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    limit: int = -1,
) -> list[LoggedChange]:
    """Return changes, newest first; ``since`` and ``until`` are days and count themselves.

    ``trials`` are the present numbers of the only trials whose changes count; None for all.
    """
    chosen = {
        "c.trial_id = ?": load_trial(store, trial).id if trial else None,
        "t.nct IN (SELECT value FROM json_each(?))": None if trials is None else json.dumps(list(trials)),
        "c.kind = ?": kind,
        "c.happened_on >= ?": since,
        "c.happened_on <= ?": until,
        "c.severity IN (SELECT value FROM json_each(?))": json.dumps(list(severity)) if severity else None,
    }
    chosen = {condition: value for condition, value in chosen.items() if value}
    where = " AND ".join(["c.repeats IS NULL", *chosen])
    return _logged(
        store, f"{where} ORDER BY c.happened_on DESC, c.id DESC LIMIT ?", [*chosen.values(), limit]
    )


def first_change(store: Connection) -> str | None:
    """Return the day of the first change; None where there is none."""
    day: str | None = store.value("SELECT min(happened_on) FROM changes")
    return day


def changes_by_id(store: Connection, ids: Sequence[int]) -> list[LoggedChange]:
    """Return changes by their ids, in their order."""
    return _logged(store, "c.id IN (SELECT value FROM json_each(?)) ORDER BY c.id", [json.dumps(list(ids))])


def changes_between(store: Connection, before: Version, after: Version) -> list[LoggedChange]:
    """Return the changes that are kept of a step between two versions."""
    return _logged(
        store,
        "c.trial_id = ? AND c.from_version = ? AND c.to_version = ? ORDER BY c.id",
        [after.trial_id, before.version, after.version],
    )


def _logged(store: Connection, where: str, values: Sequence[Any] | Row) -> list[LoggedChange]:
    return [logged_of(row) for row in store.tuples(f"SELECT {LOGGED} {OF_TRIALS} WHERE {where}", values)]
