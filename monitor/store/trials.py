"""Writing of trials: their rows, and the numbers that they go by."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.store.connect import plain_errors
from monitor.store.opened import Opened
from monitor.store.rows import TRIAL, Trial

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Json


class Trials(Opened):
    """What is written of trials."""

    def trial(self, nct: str) -> Trial:
        """Return the trial of a number, present or former; make it if it is new."""
        with plain_errors(self.path):
            row = self.db.execute(
                f"SELECT {TRIAL} FROM trials WHERE nct = :nct "  # column names only
                "OR id = (SELECT trial_id FROM aliases WHERE alias = :nct) ORDER BY nct <> :nct",
                {"nct": nct},
            ).fetchone()
            row = (
                row
                or self.db.execute(f"INSERT INTO trials (nct) VALUES (?) RETURNING {TRIAL}", [nct]).fetchone()
            )
        return Trial(*row)

    def holds(self, nct: str) -> bool:
        """Say whether a number is that of a trial in the store, present or former."""
        sql = "SELECT 1 FROM trials WHERE nct = :nct UNION SELECT 1 FROM aliases WHERE alias = :nct"
        return self.db.execute(sql, {"nct": nct}).fetchone() is not None

    def alias(self, trial: Trial, alias: str) -> None:
        """Remember a former number of a trial, so that both find it."""
        self.db.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?)", [alias, trial.id])

    def renamed(self, trial: Trial, nct: str) -> Trial:
        """Return the trial under the number that it has now; the old number becomes an alias.

        Where that number is held as a trial of its own, it is that one from now on; the
        versions under the old number stay where they are.
        """
        other = self.db.execute("SELECT id FROM trials WHERE nct = ?", [nct]).fetchone()
        if not other:
            self.db.execute("UPDATE trials SET nct = ? WHERE id = ?", [nct, trial.id])
            self.db.execute("DELETE FROM aliases WHERE alias = ?", [nct])
            self.alias(trial, trial.nct)
            return self.trial(nct)
        self.db.execute("UPDATE aliases SET trial_id = ? WHERE trial_id = ?", [other[0], trial.id])
        for table in ("hits", "related", "looks"):  # what was found of the old number holds for the new one
            self.db.execute(
                f"UPDATE OR IGNORE {table} SET trial_id = ? WHERE trial_id = ?", [other[0], trial.id]
            )
            self.db.execute(f"DELETE FROM {table} WHERE trial_id = ?", [trial.id])
        if trial.found:
            self.db.execute("UPDATE trials SET nct = nct || ' (former)' WHERE id = ?", [trial.id])
        else:
            self.db.execute("DELETE FROM trials WHERE id = ?", [trial.id])
        current = self.trial(nct)
        self.alias(current, trial.nct)
        return current

    def aliases(self, trial: Trial) -> list[str]:
        """Return the former numbers of a trial."""
        rows = self.db.execute("SELECT alias FROM aliases WHERE trial_id = ?", [trial.id]).fetchall()
        return [row[0] for row in rows]

    def results_due(self, day: str) -> list[tuple[Trial, str]]:
        """Return trials whose results fell due before a day and since they are watched, each with its due day."""
        rows = self.db.execute(
            f"SELECT results_due, {TRIAL} FROM trials "
            "WHERE results_due < ? AND results_due >= substr(first_seen_at, 1, 10) AND gone_at IS NULL",
            [day],
        ).fetchall()
        return [(Trial(*row[1:]), row[0]) for row in rows]

    def failed(self, trial: Trial, error: str, *, own: bool) -> None:
        """Note that a trial could not be fetched; ``own`` counts it as one more failure in a row."""
        self.db.execute(
            "UPDATE trials SET last_error = ?, failures = failures + ? WHERE id = ?",
            [error, int(own), trial.id],
        )

    def update(self, trial: Trial, **values: Json) -> None:
        """Set columns of a trial's row."""
        names = ", ".join(f"{name} = :{name}" for name in values)
        self.db.execute(f"UPDATE trials SET {names} WHERE id = :id", {**values, "id": trial.id})

    def seen(self, trials: Sequence[Trial], at: str, release: str | None) -> None:
        """Write down that the registry has these trials as they are held."""
        self.db.execute(
            "UPDATE trials SET last_seen_at = ?, answered_release = ?, misses = 0, failures = 0, last_error = NULL "
            "WHERE id IN (SELECT value FROM json_each(?))",
            [at, release, json.dumps([trial.id for trial in trials])],
        )
