"""What lists of trials show and filter by beside the status, kept in each trial's row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records import canonical
from monitor.core.records.accessors import get, registry_date_of
from monitor.core.records.dates import registration_day
from monitor.core.sections.status import phases
from monitor.errors import StoreError
from monitor.store.versions import NEWEST_FIRST, read_record

if TYPE_CHECKING:
    from monitor.model import Record
    from monitor.store.connection import Connection

BATCH = 200
"""Trials that are filled in by one call, in a fraction of a second."""


def list_values(record: Record) -> dict[str, str]:
    """Return the columns ``phases``, ``registered_on`` and ``updated_on`` of a record's trial; "" where it does not say."""
    day = registration_day(record)
    found = phases(get(record, "protocolSection", "designModule", "phases"))
    return {
        "phases": found,
        "registered_on": day.isoformat() if day else "",
        "updated_on": registry_date_of(record) or "",
    }


def fill_in(store: Connection, most: int = BATCH) -> int:
    """Fill these columns in for trials that an earlier nctwatch stored; return how many it did, 0 when all are."""
    rows = store.tuples(
        "SELECT id FROM current_trials WHERE fingerprint IS NOT NULL AND phases IS NULL LIMIT ?", [most]
    )
    with store.transaction():
        for (trial,) in rows:
            values = {**_of_newest(store, trial), "id": trial}
            store.execute(
                "UPDATE trials SET phases = :phases, registered_on = :registered_on, updated_on = :updated_on "
                "WHERE id = :id",
                values,
            )
    return len(rows)


def _of_newest(store: Connection, trial: int) -> dict[str, str]:
    """Return the columns of a trial's newest version; empty where it is damaged, which `verify` says."""
    version = store.value(
        f"SELECT id FROM versions WHERE trial_id = ? AND pruned_at IS NULL ORDER BY {NEWEST_FIRST} LIMIT 1",
        [trial],
    )
    try:
        return list_values(canonical.decode(read_record(store, version)) if version else {})
    except StoreError:
        return list_values({})
