"""Standing searches: which trials each one found, and since when it does not find them any more."""

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
class State:
    """How a search stands: the query that was last answered whole, and the release of that answer."""

    query: str | None
    release: str | None


def query_text(query: Mapping[str, str]) -> str:
    """Write a query so that equal ones are equal letters."""
    return json.dumps(dict(query), sort_keys=True, ensure_ascii=False)


def state(store: Connection, name: str) -> State:
    """Return how a search stands; one that was never answered has neither query nor release."""
    rows = store.tuples("SELECT query, release FROM searches WHERE name = ?", [name])
    return State(*rows[0]) if rows else State(None, None)


def record_failure(store: Connection, name: str, error: str) -> None:
    """Note that a search failed; what it found before stays watched."""
    store.execute(
        "INSERT INTO searches (name, failures, error) VALUES (:name, 1, :error) ON CONFLICT DO UPDATE "
        "SET failures = failures + 1, error = excluded.error",
        {"name": name, "error": error},
    )


def record_answer(store: Connection, name: str, query: str, release: str | None, now: str) -> None:
    """Note that a search was answered whole."""
    store.execute(
        "INSERT INTO searches (name, query, release, searched_at) VALUES (:name, :query, :release, :now) "
        "ON CONFLICT DO UPDATE SET query = :query, release = :release, searched_at = :now, failures = 0, error = NULL",
        {"name": name, "query": query, "release": release, "now": now},
    )


def found_trials(store: Connection, name: str) -> dict[int, str | None]:
    """Return the trials (ids) that a search ever found, each with the day on which it left, if it did."""
    rows = store.tuples("SELECT trial_id, left_on FROM hits WHERE search = ?", [name])
    return dict(rows)


def record_hit(store: Connection, name: str, trial: Trial, *, now: str, not_announced: bool) -> None:
    """Keep that a search finds a trial; ``not_announced`` says that a change has to tell of it when its record is held."""
    store.execute(
        "INSERT INTO hits VALUES (:name, :trial, :now, NULL, :untold) ON CONFLICT DO UPDATE SET left_on = NULL",
        {"name": name, "trial": trial.id, "now": now, "untold": int(not_announced)},
    )


def record_left(store: Connection, name: str, trial_id: int, day: str) -> None:
    """Keep that a search does not find a trial any more."""
    store.execute("UPDATE hits SET left_on = ? WHERE search = ? AND trial_id = ?", [day, name, trial_id])


def delete_hit(store: Connection, name: str, trial_id: int) -> None:
    """Forget that a search found a trial: its query is another one now."""
    store.execute("DELETE FROM hits WHERE search = ? AND trial_id = ?", [name, trial_id])


def not_announced(store: Connection, names: Collection[str]) -> list[tuple[str, Trial]]:
    """Return the trials that searches found anew, whose record is held by now, and that nobody was told of."""
    rows = store.tuples(
        f"SELECT search, {TRIAL} FROM hits JOIN trials ON trials.id = trial_id WHERE untold AND fingerprint IS NOT NULL "
        "AND search IN (SELECT value FROM json_each(?)) ORDER BY search, nct",
        [json.dumps(list(names))],
    )
    return [(row[0], Trial(*row[1:])) for row in rows]


def mark_announced(store: Connection, name: str, trial: Trial) -> None:
    """Note that people are told of a trial."""
    store.execute("UPDATE hits SET untold = 0 WHERE search = ? AND trial_id = ?", [name, trial.id])


def hits(store: Connection, names: Collection[str]) -> list[Hit]:
    """Return the trials of some searches, those that left them too."""
    rows = store.rows(
        "SELECT t.nct, h.search, h.left_on FROM hits h JOIN current_trials t ON t.id = h.trial_id "
        "WHERE h.search IN (SELECT value FROM json_each(?)) ORDER BY h.found_at, t.nct, h.search",
        [json.dumps(list(names))],
    )
    return [Hit(**row) for row in rows]


def failing(store: Connection, names: Collection[str]) -> dict[str, str]:
    """Return the searches that failed in several rounds in a row, each with its last error."""
    rows = store.tuples(
        "SELECT name, error FROM searches WHERE failures >= ? AND error IS NOT NULL "
        "AND name IN (SELECT value FROM json_each(?)) ORDER BY name",
        [FAILURES, json.dumps(list(names))],
    )
    return dict(rows)


def standing(store: Connection) -> dict[str, dict[str, Any]]:
    """Return how each search stands that was ever asked: its name, how many trials it finds, its error, when it was asked."""
    rows = store.rows(
        "SELECT s.name, (SELECT count(*) FROM hits h WHERE h.search = s.name AND h.left_on IS NULL) AS trials, "
        "s.error, s.searched_at FROM searches s"
    )
    return {row["name"]: row for row in rows}
