"""What is handed to other tools: all changes, or all versions, in the order of time and never all at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.errors import Damaged
from monitor.store.changes import LOGGED, logged_of
from monitor.store.trials import load_trial
from monitor.store.versions import read_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.store.connection import Connection, Row

_VERSIONS = """
SELECT v.id, t.nct AS trial, v.version, v.observed_at, v.valid_from, v.registry_date, v.registry_version, v.source,
       v.status, v.sha256, v.bytes, v.pruned_at,
       (SELECT json_group_array(event) FROM (
           SELECT c.kind || '.' || c.event AS event FROM changes c
           WHERE c.trial_id = v.trial_id AND c.to_version = v.version ORDER BY c.id)) AS events
FROM versions v JOIN trials t ON t.id = v.trial_id
"""


def count_changes(store: Connection, trials: Sequence[str], since: str | None) -> int:
    """Return how many changes ``changes`` gives."""
    where, values = _where(store, trials, "c.repeats IS NULL AND c.happened_on", since)
    return _count(store, f"FROM changes c JOIN trials t ON t.id = c.trial_id {where}", values)


def changes(store: Connection, trials: Sequence[str], since: str | None) -> Iterator[Row]:
    """Give changes, oldest first; ``before`` and ``after`` are JSON texts, None where there is nothing.

    Args:
        store: the store.
        trials: NCT numbers, present or former; none for all.
        since: a day; changes that happened on it or later.

    Raises:
        NothingStored: the store has no version of one of the trials.

    """
    where, values = _where(store, trials, "c.repeats IS NULL AND c.happened_on", since)
    from monitor.core.presentation.change_json import change_json  # exports of versions do without it

    for row in store.stream(f"{LOGGED} {where} ORDER BY c.happened_on, c.id", values):
        texts = {side: row[side] for side in ("before", "after")}
        yield change_json(logged_of(tuple(row.values()))) | texts


def count_versions(store: Connection, trials: Sequence[str], since: str | None) -> int:
    """Return how many versions ``versions`` gives."""
    where, values = _where(store, trials, "v.valid_from", since)
    return _count(store, f"FROM versions v JOIN trials t ON t.id = v.trial_id {where}", values)


def versions(store: Connection, trials: Sequence[str], since: str | None, *, records: bool) -> Iterator[Row]:
    """Give versions, oldest first by the registry's time, each with the events in it.

    Args:
        store: the store.
        trials: NCT numbers, present or former; none for all.
        since: a day; versions that are valid from it or later.
        records: whether ``record`` has the exact bytes of each, None where they were pruned.

    Raises:
        NothingStored: the store has no version of one of the trials.
        Damaged: a version's bytes fail their checksum.

    """
    where, values = _where(store, trials, "v.valid_from", since)
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


def _where(store: Connection, trials: Sequence[str], day: str, since: str | None) -> tuple[str, Row]:
    wanted = json.dumps([load_trial(store, number).id for number in trials])
    chosen = "t.id IN (SELECT value FROM json_each(:wanted))" if trials else "1"
    return f"WHERE {chosen} AND {day} >= :since", {"wanted": wanted, "since": since or ""}


def _count(store: Connection, source: str, values: Row) -> int:
    return int(store.value(f"SELECT count(*) {source}", values))
