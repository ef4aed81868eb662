"""What is handed to other tools: all changes, or all versions, in the order of time and never all at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.errors import Damaged
from monitor.store.changes import LOGGED, logged_of
from monitor.store.trials import load_trial
from monitor.store.versions import read_record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from monitor.store.connection import Connection, Row

_VERSIONS = """
SELECT v.id, t.nct AS trial, v.version, v.observed_at, v.valid_from, v.registry_date, v.registry_version, v.source,
       v.status, v.sha256, v.bytes, v.pruned_at,
       (SELECT json_group_array(event) FROM (
           SELECT c.kind || '.' || c.event AS event FROM changes c
           WHERE c.trial_id = v.trial_id AND c.to_version = v.version ORDER BY c.id)) AS events
FROM versions v JOIN trials t ON t.id = v.trial_id
"""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows are wanted; each part narrows further."""

    trials: Sequence[str] = ()
    """NCT numbers, present or former; none for all."""
    group: Collection[str] | None = None
    """Present numbers of the trials of a group; None for all."""
    since: str | None = None
    """A day; it counts itself, as ``until`` does."""
    until: str | None = None
    kind: str | None = None
    """Of changes alone, as severities are."""
    severities: Collection[str] = ()
    """Empty for all."""


def count_changes(store: Connection, wanted: Selection) -> int:
    """Return how many changes ``changes`` gives."""
    where, values = _changes(store, wanted)
    return _count(store, f"FROM changes c JOIN trials t ON t.id = c.trial_id {where}", values)


def changes(store: Connection, wanted: Selection) -> Iterator[Row]:
    """Give changes, oldest first; ``before`` and ``after`` are JSON texts, None where there is nothing.

    Raises:
        NothingStored: the store has no version of one of the trials.

    """
    where, values = _changes(store, wanted)
    from monitor.core.presentation.change_json import change_json  # exports of versions do without it

    for row in store.stream(f"{LOGGED} {where} ORDER BY c.happened_on, c.id", values):
        texts = {side: row[side] for side in ("before", "after")}
        yield change_json(logged_of(tuple(row.values()))) | texts


def count_versions(store: Connection, wanted: Selection) -> int:
    """Return how many versions ``versions`` gives."""
    where, values = _where(store, wanted, "v.valid_from")
    return _count(store, f"FROM versions v JOIN trials t ON t.id = v.trial_id {where}", values)


def versions(store: Connection, wanted: Selection, *, records: bool) -> Iterator[Row]:
    """Give versions, oldest first by the registry's time, each with the events in it.

    ``records`` says whether ``record`` has the exact bytes of each, None where they were pruned.

    Raises:
        NothingStored: the store has no version of one of the trials.
        Damaged: a version's bytes fail their checksum.

    """
    where, values = _where(store, wanted, "v.valid_from")
    for row in store.stream(
        f"{_VERSIONS} {where} ORDER BY v.valid_from, t.nct, ifnull(v.registry_version, 999999), v.version",
        values,
    ):
        number = row.pop("id")
        row["events"] = list(dict.fromkeys(json.loads(row["events"])))
        if records:
            row["record"] = None if row["pruned_at"] else _raw(store, number, row)
        yield row


def _raw(store: Connection, number: int, row: Row) -> bytes:
    try:
        return read_record(store, number)
    except Damaged as error:
        raise Damaged(
            f"{row['trial']} version {row['version']}: {error}; `nctwatch verify` lists all that is damaged"
        ) from error


def _changes(store: Connection, wanted: Selection) -> tuple[str, Row]:
    where, values = _where(store, wanted, "c.happened_on")
    more = {
        "c.repeats IS NULL": True,
        "c.kind = :kind": wanted.kind,
        "c.severity IN (SELECT value FROM json_each(:severities))": wanted.severities,
    }
    where = " AND ".join([where, *(condition for condition, given in more.items() if given)])
    return where, values | {"kind": wanted.kind, "severities": json.dumps(list(wanted.severities))}


def _where(store: Connection, wanted: Selection, day: str) -> tuple[str, Row]:
    conditions = {
        "t.id IN (SELECT value FROM json_each(:trials))": bool(wanted.trials),
        "t.nct IN (SELECT value FROM json_each(:members))": wanted.group is not None,
        f"{day} >= :since": wanted.since,
        f"{day} <= :until": wanted.until,
    }
    chosen = " AND ".join(["1", *(condition for condition, given in conditions.items() if given)])
    return f"WHERE {chosen}", {
        "trials": json.dumps([load_trial(store, number).id for number in wanted.trials]),
        "members": json.dumps(list(wanted.group or ())),
        "since": wanted.since,
        "until": wanted.until,
    }


def _count(store: Connection, source: str, values: Row) -> int:
    return int(store.value(f"SELECT count(*) {source}", values))
