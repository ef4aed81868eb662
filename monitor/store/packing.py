"""Versions as they are packed: as patches, or alone with a dictionary.

The first records of a store have the one that comes with this program (``bench/dictionary.py``), later ones the one that
is made once from the store's own records.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from monitor.errors import StoreError
from monitor.store import blobs

if TYPE_CHECKING:
    from monitor.store.connection import Connection
    from monitor.store.trials import Trial

SUPPLIED = 0
"""The id of the dictionary that comes with this program."""
SAMPLES = 256
"""So many first versions have to be there: fewer teach little, and save little."""


def pack(store: Connection, trial: Trial, raw: bytes) -> dict[str, Any]:
    """Return the columns that say how a version is stored: a patch against an earlier one, or alone."""
    rows = store.tuples(
        "SELECT id, length(blob) FROM versions "
        "WHERE trial_id = ? AND base IS NULL AND pruned_at IS NULL ORDER BY id DESC LIMIT 1",
        [trial.id],
    )
    for base, size in rows:
        patched = blobs.patch(raw, unpack(store, base))
        if not blobs.outgrown(len(patched), size):
            return {"base": base, "blob": patched}
    return pack_alone(store, raw)


def unpack(store: Connection, version_id: int) -> bytes:
    """Return the exact bytes of a version; the errors are those of ``versions.read_record``."""
    return blobs.read(version_id, lambda number: next(iter(store.tuples(blobs.STORED, [number])), None))


def pack_alone(store: Connection, raw: bytes) -> dict[str, Any]:
    """Return the columns that say how a version is stored that stands alone."""
    if store.compressor is None:
        rows = store.tuples("SELECT id, bytes FROM dictionaries ORDER BY id DESC LIMIT 1")
        store.compressor = (rows[0][0], blobs.Alone(rows[0][1])) if rows else (None, blobs.Alone())
    number, compress = store.compressor
    return {"dictionary": number, "blob": compress(raw)}


def learn(store: Connection) -> bool:
    """Make the store's own dictionary if there is enough to learn from and none yet; say whether there is one."""
    with store.transaction():
        if store.value("SELECT 1 FROM dictionaries WHERE id > ?", [SUPPLIED]):
            return True
        ids = store.tuples("SELECT id FROM versions WHERE base IS NULL AND pruned_at IS NULL ORDER BY id")
        if len(ids) < SAMPLES:
            return False
        step = len(ids) // SAMPLES
        samples = []
        for (number,) in ids[: SAMPLES * step : step]:
            with suppress(StoreError):  # a damaged one teaches nothing
                samples.append(unpack(store, number))
        store.insert("dictionaries", {"bytes": blobs.learned(samples)})
    store.compressor = None
    return True
