"""What polls told, for the feed: one entry for each trial and release, never the past that a record history brings."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.model import Kind, Severity
from monitor.store import steps

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from monitor.store.connection import Connection, Row

SHOWN = 20
"""Changes of an entry that are told one by one, the gravest first."""
# A poll dates a change by the day on which it saw it, and compares what polls brought; the rest is from a record history.
_POLLED = """
c.repeats IS NULL AND c.happened_on = substr(c.observed_at, 1, 10) AND (c.from_version IS c.to_version OR NOT EXISTS (
    SELECT 1 FROM versions v WHERE v.trial_id = c.trial_id AND v.version IN (c.from_version, c.to_version)
    AND v.source = 'history'))
"""
_KINDS = {kind.value: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which changes count; None and an empty collection of severities mean all, but for noise."""

    trials: Collection[int] | None = None
    """Ids of trials."""
    kind: str | None = None
    severities: Collection[str] = ()
    since: str | None = None
    """A day; it counts itself, as ``until`` does."""
    until: str | None = None
    limit: int = 200
    """So many entries at most; 0 for all."""


@dataclass(slots=True)
class NewsItem:
    """What polls told of one trial in one release: its changes, the gravest first, and when they were seen."""

    trial_id: int
    release: str | None
    first_seen: str
    last_seen: str
    graded: list[tuple[int, int, int]] = field(default_factory=list)
    """(severity from high on, kind in the order of messages, id) of each change."""
    changes: Sequence[Row] = ()
    """The first ``SHOWN`` of them, as ``steps`` gives changes."""

    @property
    def key(self) -> str:
        """The release, or where it is not known the time of the poll."""
        return self.release or self.first_seen

    @property
    def rank(self) -> int:
        """That of the gravest change: 0 for high."""
        return min(self.graded)[0]


def news(store: Connection, wanted: Filter) -> list[NewsItem]:
    """Return what polls told, newest first by the day on which it was seen; of one day the gravest first."""
    polled = _read(store, wanted)
    releases = _releases(store, {item.first_seen for item in polled})
    found: dict[tuple[int, str], NewsItem] = {}
    for item in polled:
        item.release = releases.get(item.first_seen)
        known = found.setdefault((item.trial_id, item.key), item)
        if known is not item:
            known.graded += item.graded
            known.first_seen = min(known.first_seen, item.first_seen)
            known.last_seen = max(known.last_seen, item.last_seen)
    ordered = sorted(found.values(), key=lambda item: (item.last_seen, item.trial_id), reverse=True)
    ordered.sort(key=lambda item: item.rank)
    ordered.sort(key=lambda item: item.last_seen[:10], reverse=True)
    chosen = ordered[: wanted.limit or None]
    for item in chosen:
        item.graded.sort()
    shown = steps.changes_by_id(store, [number for item in chosen for *_, number in item.graded[:SHOWN]])
    for item in chosen:
        item.changes = [shown[number] for *_, number in item.graded[:SHOWN]]
    return chosen


def _read(store: Connection, wanted: Filter) -> list[NewsItem]:
    """Return the changes of each trial and poll, whole days from the newest on until there are enough."""
    levels = wanted.severities or [level.value for level in Severity if level is not Severity.NOISE]
    conditions = {
        "c.trial_id IN (SELECT value FROM json_each(?))": None
        if wanted.trials is None
        else json.dumps(list(wanted.trials)),
        "c.kind = ?": wanted.kind,
        "c.happened_on >= ?": max(wanted.since or "", _first_day(store)) or None,
        "c.happened_on <= ?": wanted.until,
        "c.severity IN (SELECT value FROM json_each(?))": json.dumps(list(levels)),
    }
    chosen = {condition: value for condition, value in conditions.items() if value is not None}
    where = " AND ".join([_POLLED, *chosen])
    found: dict[tuple[int, str], NewsItem] = {}
    day = ""
    for number, trial, observed_at, severity, kind in store.execute(
        f"SELECT c.id, c.trial_id, c.observed_at, c.severity, c.kind FROM changes c WHERE {where} ORDER BY c.happened_on DESC",
        list(chosen.values()),
    ):
        if observed_at[:10] != day:
            if wanted.limit and len(found) >= wanted.limit:
                break
            day = observed_at[:10]
        item = found.setdefault((trial, observed_at), NewsItem(trial, None, observed_at, observed_at))
        item.graded.append((Severity.HIGH.rank - Severity(severity).rank, _KINDS[kind], number))
    return list(found.values())


def _first_day(store: Connection) -> str:
    """Return the day of the first poll, before which no poll told anything; "" where none is known."""
    return (store.value("SELECT min(started_at) FROM polls") or "")[:10]


def _releases(store: Connection, times: Collection[str]) -> dict[str, str]:
    """Return {time: release} of the polls that began at some times; what a poll finds bears the time at which it began."""
    return dict(
        store.tuples(
            "SELECT started_at, release FROM polls WHERE release IS NOT NULL AND started_at IN (SELECT value FROM json_each(?))",
            [json.dumps(sorted(times))],
        )
    )
