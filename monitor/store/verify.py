"""Whether what is stored is what was served, every checksum recomputed, and whether more can be stored."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from monitor.core.records.accessors import registry_date_of, status_of
from monitor.errors import Damaged, StoreError
from monitor.store import blobs
from monitor.store.connection import has_table
from monitor.store.place import real_path
from monitor.store.versions import read_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.store.connection import Connection, Row

_VERSIONS = """
SELECT v.id, v.version, t.nct, v.status, v.registry_date, v.bytes, v.sha256, v.base, v.blob, d.bytes AS dictionary
FROM versions v JOIN trials t ON t.id = v.trial_id LEFT JOIN dictionaries d ON d.id = v.dictionary
WHERE v.pruned_at IS NULL
ORDER BY v.trial_id, ifnull(v.base, v.id), v.base IS NOT NULL, v.id
"""
"""A version that others patch comes right before them."""


def versions(store: Connection) -> Iterator[tuple[str, int, str | None]]:
    """Recompute every checksum: trial, version, and what is wrong with it, if anything."""
    base: tuple[int, bytes] | None = None
    for row in store.stream(_VERSIONS):
        try:
            below = None
            if row["base"]:
                below = base[1] if base and base[0] == row["base"] else read_record(store, row["base"])
            raw = blobs.restore(row["blob"], below, row["sha256"], row["dictionary"])
        except Damaged as error:
            yield row["nct"], row["version"], str(error)
            continue
        if not row["base"]:
            base = row["id"], raw
        yield row["nct"], row["version"], _fault(row, raw)


def _fault(row: Row, raw: bytes) -> str | None:
    """Compare what is written beside a version with the version itself."""
    record = json.loads(raw)
    status, date = status_of(record), registry_date_of(record)
    if row["bytes"] != len(raw):
        return f"it has {len(raw):,} bytes, but {row['bytes']:,} are written beside it"
    if status and row["status"] != status:
        return f"its status is {status}, but {row['status']} is written beside it"
    if date and row["registry_date"] != date:
        return f"its date is {date}, but {row['registry_date']} is written beside it"
    return None


def integrity(store: Connection) -> list[str]:
    """Return what SQLite finds wrong with the file itself."""
    rows = store.tuples("PRAGMA integrity_check(20)") + store.tuples("PRAGMA foreign_key_check")
    return [str(row[0]) for row in rows if row[0] != "ok"]


def count_versions(store: Connection) -> int:
    """Return how many versions ``versions`` gives."""
    return int(store.value("SELECT count(*) FROM versions WHERE pruned_at IS NULL"))


def sizes(store: Connection) -> dict[str, int]:
    """Return the bytes of the file, of the versions in it, and of the search index."""
    tables = [table for table in ("search_data", "search_past_data") if has_table(store, table)]
    return {
        "file": store.value("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
        "versions": store.value("SELECT coalesce(sum(length(blob)), 0) FROM versions"),
        "search": sum(store.value(f"SELECT sum(length(block)) FROM {table}") or 0 for table in tables),
    }


def room(path: Path) -> str | None:
    """Return what keeps a poll from writing a store, or making it, at a path; None if nothing does.

    It only looks, and makes nothing.
    """
    try:
        return _unfit(real_path(path))
    except StoreError as error:
        return str(error).removeprefix(f"{path} ")
    except OSError as error:
        return f"cannot be looked at: {error.strerror}"


def _unfit(path: Path) -> str | None:
    if path.exists() and not path.is_file():
        return "is a folder, or no plain file; name a file"
    place = path
    while not place.exists() and place != place.parent:
        place = place.parent
    if place != path and not place.is_dir():
        return f"cannot be made: {place} is no folder"
    for needed in (place, place.parent) if place == path else (place,):  # SQLite's log is beside the store
        if not os.access(needed, os.W_OK):
            return f"cannot be written: {needed} is not writable for this user"
    return None
