"""Standing searches: what each one was last answered for, whether it fails, and its hits.

A hit is a trial that a search found. It stays when the search stops finding the trial, with the day.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.core.alarms import FAILURES
from monitor.core.watchlist import Hit
from monitor.store.trials import TRIAL, Trial

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from monitor.store.connection import Connection


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The query to which a search last got every page of the answer, and the release of that answer."""

    query: str | None
    release: str | None


def query_text(query: Mapping[str, str]) -> str:
    """Return a query as text; equal queries give equal texts."""
    return json.dumps(dict(query), sort_keys=True, ensure_ascii=False)


def last_answer(store: Connection, name: str) -> LastAnswer:
    """Return what a search was last answered for; both parts are None if it never was."""
    rows = store.tuples("SELECT query, release FROM searches WHERE name = ?", [name])
    return LastAnswer(*rows[0]) if rows else LastAnswer(None, None)


def record_failure(store: Connection, name: str, error: str) -> None:
    """Count a failure of a search; its hits stay."""
    store.execute(
        "INSERT INTO searches (name, failures, error) VALUES (:name, 1, :error) ON CONFLICT DO UPDATE "
        "SET failures = failures + 1, error = excluded.error",
        {"name": name, "error": error},
    )


def record_answer(store: Connection, name: str, query: str, release: str | None, now: str) -> None:
    """Store that a search got every page of its answer; ends its failures."""
    store.execute(
        "INSERT INTO searches (name, query, release, searched_at) VALUES (:name, :query, :release, :now) "
        "ON CONFLICT DO UPDATE SET query = :query, release = :release, searched_at = :now, failures = 0, error = NULL",
        {"name": name, "query": query, "release": release, "now": now},
    )


def hit_days(store: Connection, name: str) -> dict[int, str | None]:
    """Return {id of a trial that a search found: day on which it stopped finding it; None if it finds it still}."""
    rows = store.tuples("SELECT trial_id, left_on FROM hits WHERE search = ?", [name])
    return dict(rows)


def record_hit(store: Connection, name: str, trial: Trial, *, now: str, not_announced: bool) -> None:
    """Store that a search finds a trial.

    ``not_announced``: a change is to tell people of it as soon as the trial's record is stored.
    """
    store.execute(
        "INSERT INTO hits VALUES (:name, :trial, :now, NULL, :untold) ON CONFLICT DO UPDATE SET left_on = NULL",
        {"name": name, "trial": trial.id, "now": now, "untold": int(not_announced)},
    )


def record_left(store: Connection, name: str, trial_id: int, day: str) -> None:
    """Store the day on which a search stopped finding a trial."""
    store.execute("UPDATE hits SET left_on = ? WHERE search = ? AND trial_id = ?", [day, name, trial_id])


def delete_hit(store: Connection, name: str, trial_id: int) -> None:
    """Delete a hit, where the search has another query now."""
    store.execute("DELETE FROM hits WHERE search = ? AND trial_id = ?", [name, trial_id])


def not_announced(store: Connection, names: Collection[str]) -> list[tuple[str, Trial]]:
    """Return (search, trial) of each hit that is not announced and whose record is stored by now."""
    rows = store.tuples(
        f"SELECT search, {TRIAL} FROM hits JOIN trials ON trials.id = trial_id WHERE untold AND fingerprint IS NOT NULL "
        "AND search IN (SELECT value FROM json_each(?)) ORDER BY search, nct",
        [json.dumps(list(names))],
    )
    return [(row[0], Trial(*row[1:])) for row in rows]


def mark_announced(store: Connection, name: str, trial: Trial) -> None:
    """Store that the change which tells of a hit is queued."""
    store.execute("UPDATE hits SET untold = 0 WHERE search = ? AND trial_id = ?", [name, trial.id])


def hits(store: Connection, names: Collection[str]) -> list[Hit]:
    """Return the hits of some searches, in the order in which they were found."""
    rows = store.rows(
        "SELECT t.nct, h.search, h.left_on FROM hits h JOIN current_trials t ON t.id = h.trial_id "
        "WHERE h.search IN (SELECT value FROM json_each(?)) ORDER BY h.found_at, t.nct, h.search",
        [json.dumps(list(names))],
    )
    return [Hit(**row) for row in rows]


def hits_of(store: Connection, names: Collection[str], nct: str) -> list[Hit]:
    """Return the hits of some searches that are one trial, by its present number."""
    rows = store.rows(
        "SELECT t.nct, h.search, h.left_on FROM hits h JOIN current_trials t ON t.id = h.trial_id "
        "WHERE t.nct = ? AND h.search IN (SELECT value FROM json_each(?)) ORDER BY h.found_at, h.search",
        [nct, json.dumps(list(names))],
    )
    return [Hit(**row) for row in rows]


def failing(store: Connection, names: Collection[str]) -> dict[str, str]:
    """Return the searches that failed in several polls in a row, each with its last error."""
    rows = store.tuples(
        "SELECT name, error FROM searches WHERE failures >= ? AND error IS NOT NULL "
        "AND name IN (SELECT value FROM json_each(?)) ORDER BY name",
        [FAILURES, json.dumps(list(names))],
    )
    return dict(rows)


def statuses(store: Connection) -> dict[str, dict[str, Any]]:
    """Return {name: row of ``status --json``} of each search that was run: ``trials`` it finds, ``error``, ``searched_at``."""
    rows = store.rows(
        "SELECT s.name, (SELECT count(*) FROM hits h WHERE h.search = s.name AND h.left_on IS NULL) AS trials, "
        "s.error, s.searched_at FROM searches s"
    )
    return {row["name"]: row for row in rows}
