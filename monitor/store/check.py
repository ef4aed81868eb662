"""Whether what is stored is what was served, every checksum recomputed, and whether more can be stored."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from monitor.core.records.accessors import registry_date_of, status_of
from monitor.errors import Damaged
from monitor.store import blobs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.store.read import Reader, Row

_VERSIONS = """
SELECT v.id, v.version, t.nct, v.status, v.registry_date, v.bytes, v.sha256, v.base, v.blob, d.bytes AS dictionary
FROM versions v JOIN trials t ON t.id = v.trial_id LEFT JOIN dictionaries d ON d.id = v.dictionary
WHERE v.pruned_at IS NULL
ORDER BY v.trial_id, ifnull(v.base, v.id), v.base IS NOT NULL, v.id
"""
"""A version that others patch comes right before them."""


def versions(reader: Reader) -> Iterator[tuple[str, int, str | None]]:
    """Recompute every checksum: trial, version, and what is wrong with it, if anything."""
    base: tuple[int, bytes] | None = None
    for row in reader.stream(_VERSIONS):
        try:
            below = None
            if row["base"]:
                below = base[1] if base and base[0] == row["base"] else reader.raw(row["base"])
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


def integrity(reader: Reader) -> list[str]:
    """Return what SQLite finds wrong with the file itself."""
    rows = reader.rows("PRAGMA integrity_check(20)") + reader.rows("PRAGMA foreign_key_check")
    return [str(next(iter(row.values()))) for row in rows if next(iter(row.values())) != "ok"]


def sizes(reader: Reader) -> dict[str, int]:
    """Return the bytes of the file, of the versions in it, and of the search index."""
    pages = reader.rows("SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size")
    stored = reader.rows("SELECT coalesce(sum(length(blob)), 0) AS bytes FROM versions")
    tables = reader.rows("SELECT name FROM sqlite_master WHERE name IN ('search_data', 'search_past_data')")
    search = [reader.rows(f"SELECT sum(length(block)) AS bytes FROM {row['name']}") for row in tables]
    return {
        "file": pages[0]["bytes"],
        "versions": stored[0]["bytes"],
        "search": sum(rows[0]["bytes"] or 0 for rows in search),
    }


def room(path: Path) -> str | None:
    """Say what keeps a round from writing a store, or making it, at a path; None if nothing does.

    It looks only, and makes nothing.
    """
    try:
        return _unfit(path.resolve())
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
    for one in (place, place.parent) if place == path else (place,):  # SQLite's log is beside the store
        if not os.access(one, os.W_OK):
            return f"cannot be written: {one} is not writable for this user"
    return None
