"""Versions: their exact bytes, and in which order they stand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.core.records import accessors
from monitor.core.records.dates import parse_day
from monitor.errors import NothingStored, StoreError
from monitor.store.trials import BY_NUMBERS, load_trial

if TYPE_CHECKING:
    from collections.abc import Collection

    from monitor.model import Record
    from monitor.store.connection import Connection, Row
    from monitor.store.trials import Trial


@dataclass(frozen=True, slots=True)
class Version:
    """A version as it is held, without its bytes."""

    id: int
    trial_id: int
    version: int
    valid_from: str
    registry_date: str | None
    registry_version: int | None
    """Its number in the registry's own history, from 0 on, where that is known."""
    source: str
    previous: int | None
    """The version against which its changes were found."""
    pruned: bool = False
    """Whether its bytes were deleted."""
    status: str | None = None
    """Its overall status; a few old versions of the record history have none."""


VERSION = "id, trial_id, version, valid_from, registry_date, registry_version, source, previous, pruned_at IS NOT NULL, status"
"""The columns of which ``Version`` is made."""
OLDEST_FIRST = "valid_from, ifnull(place, 999999), registry_version IS NULL, version"
"""The registry's order, however late versions came to us. ``place`` is a version's number in the registry's history;
of one that the history does not list, the number of the polled version before it."""
NEWEST_FIRST = "valid_from DESC, ifnull(place, 999999) DESC, registry_version IS NULL DESC, version DESC"


def _select(store: Connection, rest: str, values: list[Any]) -> list[Version]:
    rows = store.tuples(f"SELECT {VERSION} FROM versions WHERE trial_id = ? {rest}", values)
    return [Version(*row) for row in rows]


def list_versions(store: Connection, trial: Trial) -> list[Version]:
    """Return a trial's versions, oldest first."""
    return _select(store, f"ORDER BY {OLDEST_FIRST}", [trial.id])


def latest_version(store: Connection, trial: Trial) -> Version | None:
    """Return the newest version that a poll brought."""
    return next(iter(_select(store, "AND source = 'poll' ORDER BY version DESC LIMIT 1", [trial.id])), None)


def newest_versions(store: Connection, number: str, count: int) -> list[Version]:
    """Return up to ``count`` of the newest versions of a trial, all for -1, newest first."""
    return _select(store, f"ORDER BY {NEWEST_FIRST} LIMIT ?", [load_trial(store, number).id, count])


def newest_of_each(store: Connection, numbers: Collection[str] | None) -> list[Row]:
    """Return the trials of some numbers, or all, that the registry has, each with its newest version.

    A row has the trial's ``id``, ``nct`` and ``title``, and the version's ``version_id`` and ``observed_at``.
    """
    return store.rows(
        "SELECT t.id, t.nct, t.title, v.id AS version_id, v.observed_at FROM current_trials t JOIN versions v ON v.id = "
        f"(SELECT id FROM versions WHERE trial_id = t.id ORDER BY {NEWEST_FIRST} LIMIT 1) "
        f"WHERE t.gone_at IS NULL AND {'1' if numbers is None else 't.' + BY_NUMBERS} ORDER BY t.nct",
        {"numbers": json.dumps(list(numbers or ()))},
    )


def load_version(store: Connection, number: str, version: int) -> Version:
    """Return a version of a trial by its number.

    Raises:
        NothingStored: there is none.

    """
    found = _select(store, "AND version = ?", [load_trial(store, number).id, version])
    if not found:
        raise NothingStored(f"{number} has no version {version}; `nctwatch history {number}` lists them")
    return found[0]


def version_at(store: Connection, number: str, day: str) -> Version:
    """Return the version that the registry showed on a day.

    Raises:
        NothingStored: the day is before the first version.

    """
    trial = load_trial(store, number)
    found = _select(store, f"AND valid_from <= ? ORDER BY {NEWEST_FIRST} LIMIT 1", [trial.id, day])
    if not found:
        first = list_versions(store, trial)[0].valid_from
        raise NothingStored(f"{number} has no version as of {day}; the first one is of {first}")
    return found[0]


def version_history(store: Connection, number: str) -> list[Row]:
    """Return a trial's versions, newest first, with the events in each: the rows of ``history --json``."""
    trial = load_trial(store, number)
    rows = store.rows(
        "SELECT version, observed_at, valid_from, registry_date, registry_version, source, status, sha256, bytes, pruned_at "
        f"FROM versions WHERE trial_id = ? ORDER BY {NEWEST_FIRST}",
        [trial.id],
    )
    events: dict[int, dict[str, None]] = {}
    for version, event in store.tuples(
        "SELECT to_version, kind || '.' || event FROM changes WHERE trial_id = ? ORDER BY id", [trial.id]
    ):
        events.setdefault(version, {})[event] = None
    return [row | {"events": list(events.get(row["version"], ()))} for row in rows]


def read_record(store: Connection, version_id: int) -> bytes:
    """Return the exact bytes of a version.

    Raises:
        Damaged: they fail their checksum.
        NothingStored: they were pruned.

    """
    from monitor.store.packing import unpack  # compression is loaded by who needs bytes

    return unpack(store, version_id)


def add_polled(
    store: Connection,
    trial: Trial,
    raw: bytes,
    record: Record,
    before: Version | None,
    *,
    observed_at: str,
    until: str | None = None,
    sha256: str | None = None,
) -> Version:
    """Keep a record that a poll brought, exactly as it was served.

    ``until`` is the day of its release and ``sha256`` the digest of its bytes, where these are known.
    """
    date = accessors.registry_date_of(record)
    return add_version(
        store,
        trial,
        raw,
        observed_at=observed_at,
        valid_from=_valid_from(date, before, observed_at[:10], until),
        registry_date=date,
        source="poll",
        status=accessors.status_of(record),
        previous=before.version if before else None,
        sha256=sha256,
    )


def add_version(
    store: Connection,
    trial: Trial,
    raw: bytes,
    *,
    valid_from: str,
    sha256: str | None = None,
    **columns: Any,  # noqa: ANN401
) -> Version:
    """Keep the exact bytes of a version under the trial's next number.

    Args:
        store: the store.
        trial: whose version it is.
        raw: its bytes.
        valid_from: the day from which the registry said so.
        sha256: the digest of the bytes in hex; None has it computed.
        columns: the other columns of its row.

    """
    from monitor.store import blobs, packing

    if len(raw) > blobs.MAX_BYTES:
        raise StoreError(f"a record of {len(raw):,} bytes is too large to be kept")
    number = store.value("SELECT ifnull(max(version), 0) + 1 FROM versions WHERE trial_id = ?", [trial.id])
    listed = number == 1 or "registry_version" in columns
    row = store.insert(
        "versions",
        {
            "trial_id": trial.id,
            "version": number,
            "place": columns.get("registry_version") if listed else _place(store, trial),
            "valid_from": valid_from,
            "sha256": sha256 or blobs.digest(raw),
            "bytes": len(raw),
            **columns,
            **(packing.pack_alone(store, raw) if number == 1 else packing.pack(store, trial, raw)),
        },
    )
    return Version(
        row,
        trial.id,
        number,
        valid_from,
        columns.get("registry_date"),
        columns.get("registry_version"),
        columns["source"],
        columns.get("previous"),
    )


def _place(store: Connection, trial: Trial) -> int | None:
    """Return where a version that a poll brings stands on its day: after what polls brought before."""
    place: int | None = store.value(
        "SELECT max(place) FROM versions WHERE trial_id = ? AND source = 'poll'", [trial.id]
    )
    return place


def _valid_from(date: str | None, before: Version | None, seen: str, until: str | None) -> str:
    """Return the day from which the registry said so.

    That is the record's own date where it moved since the version before; else, and where
    it would go back in time or is no day, the day on which it was seen. A clock that was set
    back must not put a version before the one that came earlier, and neither a clock that was
    set forward nor a date in the future puts one after ``until``, the day of the release.
    """
    last = until or "9999-12-31"
    earlier = min(before.valid_from, last) if before else ""
    if date and parse_day(date) and (before is None or earlier <= date != before.registry_date):
        return min(date, last)
    return min(max(seen, earlier), last)
