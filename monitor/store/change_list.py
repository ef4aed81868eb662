"""The latest changes, a page at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from monitor.store.steps import SHOWN, shown
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


def list_changes_page(store: Connection, wanted: ChangeFilter, *, limit: int, offset: int) -> list[Row]:
    """Return changes as ``steps.newest`` does, newest day first.

    Raises:
        ValueError: the words of the filter have no word.

    """
    parts = ["c.repeats IS NULL"]
    values: dict[str, Any] = {"limit": limit, "offset": offset}
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
    order = "c.happened_on"
    if wanted.trials.narrows:
        trials = _matching(store, wanted.trials)
        parts.append("c.trial_id IN (SELECT value FROM json_each(:trials))")
        values["trials"] = json.dumps(trials)
        # the plus keeps SQLite from going through all changes by their day in search of those of a few trials
        order = "+c.happened_on" if len(trials) <= FEW else order
    sql = f"{SHOWN} WHERE {' AND '.join(parts)} ORDER BY {order} DESC, c.id DESC LIMIT :limit OFFSET :offset"
    return [shown(row) for row in store.rows(sql, values)]


def _matching(store: Connection, wanted: TrialFilter) -> list[int]:
    """Return the ids of the trials that a filter lets through, merged ones included."""
    parts = ["1"]
    values: dict[str, Any] = {}
    for condition, needed in conditions(store, wanted):
        parts.append(condition)
        values |= needed
    return [row[0] for row in store.tuples(f"SELECT t.id FROM trials t WHERE {' AND '.join(parts)}", values)]
