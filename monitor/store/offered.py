"""What a shell offers to complete, asked of a store at each press of a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.store.connection import Connection


def titles_by_number(store: Connection, begin: str, most: int) -> dict[str, str]:
    """Return the numbers of trials that begin so, in order, each with the trial's title; ``most`` of them at most."""
    rows = store.tuples(
        "SELECT nct, title FROM current_trials WHERE substr(nct, 1, ?) = ? ORDER BY nct LIMIT ?",
        [len(begin), begin, most],
    )
    return dict(rows)


def channels_of_deliveries(store: Connection) -> list[str]:
    """Return the names of the channels that messages were ever written for, configured or not."""
    return [row[0] for row in store.tuples("SELECT DISTINCT channel FROM deliveries")]
