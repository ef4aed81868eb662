"""A dictionary for the compression of first versions, made once from the store's own and kept for good."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from monitor.errors import StoreError
from monitor.store import blobs

if TYPE_CHECKING:
    from monitor.store.write import Store

SAMPLES = 256
"""So many first versions have to be there: fewer teach little, and save little."""


def learn(store: Store) -> bool:
    """Make the dictionary if there is enough to learn from and none yet; say whether there is one."""
    with store.transaction():
        if store.db.execute("SELECT 1 FROM dictionaries").fetchone():
            return True
        ids = store.db.execute(
            "SELECT id FROM versions WHERE base IS NULL AND pruned_at IS NULL ORDER BY id"
        ).fetchall()
        if len(ids) < SAMPLES:
            return False
        step = len(ids) // SAMPLES
        samples = []
        for (number,) in ids[: SAMPLES * step : step]:
            with suppress(StoreError):  # a damaged one teaches nothing
                samples.append(store.raw(number))
        store.db.execute("INSERT INTO dictionaries (bytes) VALUES (?)", [blobs.learned(samples)])
    store.forget_dictionary()
    return True
