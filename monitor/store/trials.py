"""Trials: their rows, and the numbers that they go by.

A trial that became one with another, both numbers being held, keeps its row for its versions: ``merged_into``
names the other. ``current_trials`` leaves such rows out, and is what a number is looked up in and every list reads.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.errors import NothingStored

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.model import Json
    from monitor.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Trial:
    """What the store knows of a trial: its row."""

    id: int
    nct: str
    title: str
    sponsor: str
    status: str | None
    fingerprint: str | None
    answered_release: str | None
    misses: int
    last_seen_at: str | None
    gone_at: str | None
    last_error: str | None

    @property
    def found(self) -> bool:
        """Whether the registry ever had it."""
        return self.fingerprint is not None


@dataclass(frozen=True, slots=True)
class Summary:
    """A trial as lists show it."""

    trial: Trial
    versions: int
    """How many are held."""
    last_changed: str | None
    """When it last changed, noise left out: a day of the record history, or the moment at which it was seen."""
    record_updated: str | None
    """The newest day on which the registry updated a version of the record."""


TRIAL = "id, nct, title, sponsor, status, fingerprint, answered_release, misses, last_seen_at, gone_at, last_error"
"""The columns of which ``Trial`` is made."""
BY_NUMBERS = (
    "id IN (SELECT id FROM current_trials WHERE nct IN (SELECT value FROM json_each(:numbers)) "
    "UNION SELECT trial_id FROM aliases WHERE alias IN (SELECT value FROM json_each(:numbers)))"
)
"""A condition on trials: those that go by any of some numbers, or went by it once."""
LAST_CHANGED = (
    "(SELECT max(iif(happened_on = substr(observed_at, 1, 10), observed_at, happened_on)) "
    "FROM changes c WHERE c.trial_id = t.id AND c.severity <> 'noise')"
)
"""When a trial ``t`` last changed, noise left out: a day of the record history, or the moment at which it was seen."""
RECORD_UPDATED = "(SELECT max(ifnull(registry_date, valid_from)) FROM versions v WHERE v.trial_id = t.id)"
"""The day on which the record of a trial ``t`` was last updated."""
_ID_OF = "coalesce((SELECT id FROM current_trials WHERE nct = {0}), (SELECT trial_id FROM aliases WHERE alias = {0}))"
"""The id of a number's trial; the trial of that number comes before one that had it once."""
_BY_NUMBER = f"SELECT {TRIAL} FROM trials WHERE id = {_ID_OF.format(':nct')}"


def find_trial(store: Connection, nct: str) -> Trial | None:
    """Return the trial of a number, present or former; None if the store has none."""
    rows = store.tuples(_BY_NUMBER, {"nct": nct})
    return Trial(*rows[0]) if rows else None


def ensure_trial(store: Connection, nct: str) -> Trial:
    """Return the trial of a number, present or former; make it if it is new."""
    found = find_trial(store, nct)
    return found or Trial(*store.tuples(f"INSERT INTO trials (nct) VALUES (?) RETURNING {TRIAL}", [nct])[0])


def ensure_trials(store: Connection, numbers: Iterable[str]) -> list[Trial]:
    """Return the trials of numbers, present or former, in their order; make those that are new.

    A trial of which two numbers are given is listed once.
    """
    listed = [json.dumps(list(dict.fromkeys(numbers)))]
    missing = f"FROM json_each(?) WHERE {_ID_OF.format('value')} IS NULL"
    store.execute(f"INSERT INTO trials (nct) SELECT value {missing}", listed)
    columns = ", ".join(f"t.{name}" for name in TRIAL.split(", "))
    found = f"FROM json_each(?) n JOIN trials t ON t.id = {_ID_OF.format('n.value')}"
    trials = [Trial(*row) for row in store.tuples(f"SELECT {columns} {found} ORDER BY n.key", listed)]
    return list({trial.id: trial for trial in trials}.values())


def load_trial(store: Connection, nct: str) -> Trial:
    """Return the trial of a number, present or former.

    Raises:
        NothingStored: the store has no version of it.

    """
    trial = find_trial(store, nct)
    if trial is None:
        raise NothingStored(f"{nct} is not in the store; `nctwatch status` lists what is")
    if not trial.found:
        error = trial.last_error or "it was not asked for yet"
        raise NothingStored(f"{nct} has no version in the store: {error}")
    return trial


def trial_by_id(store: Connection, trial_id: int) -> Trial:
    """Return a trial by its id in the store."""
    return Trial(*store.tuples(f"SELECT {TRIAL} FROM trials WHERE id = ?", [trial_id])[0])


def list_trials(store: Connection, numbers: Iterable[str] | None = None) -> list[Summary]:
    """Return the trials of some numbers, or all, by their numbers."""
    rows = store.tuples(
        f"SELECT {TRIAL}, (SELECT count(*) FROM versions v WHERE v.trial_id = t.id), {LAST_CHANGED}, {RECORD_UPDATED} "
        f"FROM current_trials t WHERE {'1' if numbers is None else BY_NUMBERS} ORDER BY nct",
        {"numbers": json.dumps(list(numbers or ()))},
    )
    return [Summary(Trial(*row[:-3]), *row[-3:]) for row in rows]


def count_trials(store: Connection) -> int:
    """Return how many trials there are, found or not."""
    return int(store.value("SELECT count(*) FROM current_trials"))


def holds_number(store: Connection, nct: str) -> bool:
    """Return whether a number is that of a trial in the store, present or former."""
    return find_trial(store, nct) is not None


def ids_of(store: Connection, numbers: Iterable[str]) -> list[int]:
    """Return the ids of the trials that go by any of some numbers, or went by it once."""
    rows = store.tuples(
        f"SELECT id FROM current_trials WHERE {BY_NUMBERS}", {"numbers": json.dumps(list(numbers))}
    )
    return [row[0] for row in rows]


class Held:
    """Answers whether a number is that of a trial with a version in the store: ``"NCT03822858" in held``."""

    def __init__(self, store: Connection) -> None:
        self._store = store
        self._known: dict[str, bool] = {}

    def __contains__(self, nct: object) -> bool:
        """Ask the store once for each number."""
        number = str(nct)
        if number not in self._known:
            trial = find_trial(self._store, number)
            self._known[number] = trial is not None and trial.found
        return self._known[number]


def current_numbers(store: Connection) -> dict[str, str]:
    """Return former numbers, each with the number that it is now."""
    return dict(store.tuples("SELECT a.alias, t.nct FROM aliases a JOIN trials t ON t.id = a.trial_id"))


def former_numbers(store: Connection, trial: Trial) -> list[str]:
    """Return the former numbers of a trial."""
    return [row[0] for row in store.tuples("SELECT alias FROM aliases WHERE trial_id = ?", [trial.id])]


def add_alias(store: Connection, trial: Trial, alias: str) -> None:
    """Remember a former number of a trial, so that both find it."""
    store.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?)", [alias, trial.id])


def rename_trial(store: Connection, trial: Trial, nct: str) -> Trial:
    """Return the trial under the number that it has now; the old number becomes an alias.

    Where that number is held as a trial of its own, it is that one from now on; the
    versions under the old number stay where they are.
    """
    other = store.value("SELECT id FROM current_trials WHERE nct = ?", [nct])
    if other is None:
        store.execute("DELETE FROM aliases WHERE alias = ?", [nct])
        update_trial(store, trial, nct=nct)
    else:
        _merge(store, trial, other)
    current = ensure_trial(store, nct)
    add_alias(store, current, trial.nct)
    return current


def _merge(store: Connection, trial: Trial, other: int) -> None:
    """Let a trial be another one; what it brought stays, what is known about it goes over."""
    values = [other, trial.id]
    store.execute("UPDATE aliases SET trial_id = ? WHERE trial_id = ?", values)
    store.execute("UPDATE trials SET merged_into = ? WHERE merged_into = ?", values)
    for table in ("hits", "related", "looks", "look_remarks"):
        store.execute(f"UPDATE OR IGNORE {table} SET trial_id = ? WHERE trial_id = ?", values)
        store.execute(f"DELETE FROM {table} WHERE trial_id = ?", [trial.id])
    if trial.found:
        update_trial(store, trial, merged_into=other)
    else:
        store.execute("DELETE FROM trials WHERE id = ?", [trial.id])


def results_due(store: Connection, day: str) -> list[tuple[Trial, str]]:
    """Return trials whose results fell due before a day and since they are watched, each with its due day."""
    rows = store.tuples(
        f"SELECT results_due, {TRIAL} FROM current_trials "
        "WHERE results_due < ? AND results_due >= substr(first_seen_at, 1, 10) AND gone_at IS NULL",
        [day],
    )
    return [(Trial(*row[1:]), row[0]) for row in rows]


def record_failure(store: Connection, trial: Trial, error: str, *, own: bool) -> None:
    """Note that a trial could not be fetched; ``own`` counts it as one more failure in a row."""
    store.execute(
        "UPDATE trials SET last_error = ?, failures = failures + ? WHERE id = ?", [error, int(own), trial.id]
    )


def update_trial(store: Connection, trial: Trial, **values: Json) -> None:
    """Set columns of a trial's row."""
    names = ", ".join(f"{name} = :{name}" for name in values)
    store.execute(f"UPDATE trials SET {names} WHERE id = :id", {**values, "id": trial.id})


def mark_seen(store: Connection, trials: Sequence[Trial], at: str, release: str | None) -> None:
    """Write down that the registry has these trials as they are held."""
    store.execute(
        "UPDATE trials SET last_seen_at = ?, answered_release = ?, misses = 0, failures = 0, last_error = NULL "
        "WHERE id IN (SELECT value FROM json_each(?))",
        [at, release, json.dumps([trial.id for trial in trials])],
    )
