"""The latest changes, a page at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from monitor.store.changes import RANK
from monitor.store.steps import changes_by_id
from monitor.store.trial_filter import TrialFilter, conditions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.store.connection import Connection, Row

FEW = 2_000
"""Trials whose changes are gathered and then put in order; those of more are met soon enough from the newest on."""


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """What a list of changes is narrowed to. Days count themselves; None and () stand for anything."""

    trials: TrialFilter = field(default_factory=TrialFilter)
    kind: str | None = None
    severity: Sequence[str] = ()
    """These severities; () for all but noise."""
    since: str | None = None
    until: str | None = None


_ORDERED = f"""
SELECT id FROM (
    SELECT c.id, c.happened_on, c.trial_id, {RANK} AS rank,
           max({RANK}) OVER of_trial AS gravest, max(c.id) OVER of_trial AS latest
    FROM changes c WHERE {{where}} WINDOW of_trial AS (PARTITION BY c.happened_on, c.trial_id))
ORDER BY happened_on DESC, gravest DESC, latest DESC, trial_id, rank DESC, id DESC LIMIT :limit OFFSET :offset
"""
"""A trial's changes of a day stand together, the gravest first, wherever a page ends."""


def list_changes_page(store: Connection, wanted: ChangeFilter, *, limit: int, offset: int) -> list[Row]:
    """Return changes as ``steps.newest`` does: newest day first, of a day trial by trial, the gravest first.

    Raises:
        ValueError: the words of the filter have no word.

    """
    parts = ["c.repeats IS NULL"]
    values: dict[str, Any] = {}
    if wanted.severity:
        parts.append("c.severity IN (SELECT value FROM json_each(:severity))")
        values["severity"] = json.dumps(list(wanted.severity))
    else:
        parts.append("c.severity <> 'noise'")
    for name, condition in (
        ("kind", "c.kind = :kind"),
        ("since", "c.happened_on >= :since"),
        ("until", "c.happened_on <= :until"),
    ):
        if value := getattr(wanted, name):
            parts.append(condition)
            values[name] = value
    day = "c.happened_on"
    if wanted.trials.narrows:
        trials = _matching(store, wanted.trials)
        parts.append("c.trial_id IN (SELECT value FROM json_each(:trials))")
        values["trials"] = json.dumps(trials)
        # the plus keeps SQLite from going through all changes by their day in search of those of a few trials
        day = "+c.happened_on" if len(trials) <= FEW else day
    where = " AND ".join(parts)
    days = _days(
        store, f"FROM changes c WHERE {where} GROUP BY {day} ORDER BY {day} DESC", values, limit, offset
    )
    if days is None:
        return []
    values |= {"newest": days.newest, "oldest": days.oldest, "limit": limit, "offset": offset - days.before}
    sql = _ORDERED.format(where=f"{where} AND {day} BETWEEN :oldest AND :newest")
    ids = [row[0] for row in store.tuples(sql, values)]
    found = changes_by_id(store, ids)
    return [found[number] for number in ids]


@dataclass(frozen=True, slots=True)
class _Days:
    """The days that a page is of, and how many changes are newer than these."""

    newest: str
    oldest: str
    before: int


def _days(store: Connection, source: str, values: Row, limit: int, offset: int) -> _Days | None:
    """Return the days that have a page's changes, so that no others are put in order; None for no change there."""
    before = total = 0
    newest = oldest = ""
    for row in store.stream(f"SELECT c.happened_on AS day, count(*) AS changes {source}", values):
        if total + row["changes"] <= offset:
            before = total = total + row["changes"]
            continue
        newest, oldest = newest or row["day"], row["day"]
        total += row["changes"]
        if total >= offset + limit:
            break
    return _Days(newest, oldest, before) if newest else None


def _matching(store: Connection, wanted: TrialFilter) -> list[int]:
    """Return the ids of the trials that a filter lets through, merged ones included."""
    parts = ["1"]
    values: dict[str, Any] = {}
    for condition, needed in conditions(store, wanted):
        parts.append(condition)
        values |= needed
    return [row[0] for row in store.tuples(f"SELECT t.id FROM trials t WHERE {' AND '.join(parts)}", values)]
