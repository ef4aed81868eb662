"""Questions about trials."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.errors import NothingStored
from monitor.store.asking.connected import Connected, Row

if TYPE_CHECKING:
    from collections.abc import Iterable


class Trials(Connected):
    """What may be asked about trials."""

    def trial(self, number: str) -> Row:
        """Return the row of a trial, by its number or a former one.

        Raises:
            NothingStored: the store has no version of it.

        """
        rows = self.rows(
            "SELECT * FROM trials WHERE nct = :nct OR id = (SELECT trial_id FROM aliases WHERE alias = :nct) "
            "ORDER BY nct <> :nct",
            {"nct": number},
        )
        if not rows:
            raise NothingStored(f"{number} is not in the store; `nctwatch status` lists what is")
        if rows[0]["fingerprint"] is None:
            error = rows[0]["last_error"] or "it was not asked for yet"
            raise NothingStored(f"{number} has no version in the store: {error}")
        return rows[0]

    def trials(self, numbers: Iterable[str] | None = None) -> list[Row]:
        """Return the rows of some trials, or of all, with their counts of versions and the last change that is no noise.

        A change of the record history counts from its day, one that was seen from that moment.
        """
        return self.rows(
            "SELECT t.*, (SELECT count(*) FROM versions v WHERE v.trial_id = t.id) AS versions, "
            "(SELECT max(iif(happened_on = substr(observed_at, 1, 10), observed_at, happened_on)) "
            "FROM changes c WHERE c.trial_id = t.id AND c.severity <> 'noise') AS last_changed "
            "FROM trials t WHERE :numbers IS NULL OR t.nct IN (SELECT value FROM json_each(:numbers)) OR t.id IN "
            "(SELECT trial_id FROM aliases WHERE alias IN (SELECT value FROM json_each(:numbers))) ORDER BY t.nct",
            {"numbers": None if numbers is None else json.dumps(list(numbers))},
        )

    def aliases(self) -> dict[str, str]:
        """Return former numbers, each with the number that it is now."""
        rows = self.rows("SELECT a.alias, t.nct FROM aliases a JOIN trials t ON t.id = a.trial_id")
        return {row["alias"]: row["nct"] for row in rows}
