"""What is handed to other tools: changes or versions in the order of time, or trials; never all at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.errors import Damaged
from monitor.store.changes import LOGGED, OF_TRIALS, logged_of
from monitor.store.trials import load_trial
from monitor.store.versions import NEWEST_FIRST, read_record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

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
    at: str | None = None
    """Of trials alone: the day as of which they are; None for now."""


def count_changes(store: Connection, wanted: Selection) -> int:
    """Return how many changes ``changes`` gives."""
    where, values = _changes(store, wanted)
    return _count(store, f"{OF_TRIALS} {where}", values)


def changes(store: Connection, wanted: Selection) -> Iterator[Row]:
    """Give changes, oldest first, each with what its trial is now.

    ``before`` and ``after`` are JSON texts, None where there is nothing.

    Raises:
        NothingStored: the store has no version of one of the trials.

    """
    where, values = _changes(store, wanted)
    from monitor.core.presentation.change_json import change_json  # exports of versions do without it
    from monitor.core.sections.overview import phase_codes

    sql = f"SELECT {LOGGED}, t.title, t.sponsor, t.phases, t.status {OF_TRIALS} {where} ORDER BY c.happened_on, c.id"
    for row in store.stream(sql, values):
        *logged, title, sponsor, phases, status = row.values()
        texts = {side: row[side] for side in ("before", "after")}
        now = {"title": title, "sponsor": sponsor, "phase": phase_codes(phases), "status": status}
        yield change_json(logged_of(logged)) | texts | now


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


def count_trials(store: Connection, wanted: Selection) -> int:
    """Return how many trials ``trials`` gives."""
    sql, values = _trials(store, wanted)
    return _count(store, f"FROM ({sql})", values)


def trials(store: Connection, wanted: Selection, groups: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    """Give a row a trial, by number: what its record says, and when it last changed.

    Of a version whose record was pruned only the status, the dates and the number are known.

    Args:
        store: the store.
        wanted: which; a trial that had no version on its day ``at`` is left out.
        groups: the groups of each trial, by number.

    Raises:
        NothingStored: the store has no version of one of the trials.
        Damaged: a version's bytes fail their checksum.

    """
    from monitor.core.records.canonical import decode
    from monitor.core.sections.overview import overview

    sql, values = _trials(store, wanted)
    for row in store.stream(f"{sql} ORDER BY t.nct", values):
        number, pruned = row.pop("id"), row.pop("pruned_at")
        known = overview(decode(_raw(store, number, row)) if not pruned else {})
        if pruned:
            known |= {"status": row["status"], "sites": None}
        rest = {name: row[name] for name in ("last_changed", "version", "valid_from", "gone_at")}
        yield {"trial": row["trial"], **known, "groups": list(groups.get(row["trial"], ())), **rest}


def _trials(store: Connection, wanted: Selection) -> tuple[str, Row]:
    """Return the query of trials, each with the version that is asked for, and its values."""
    until = "AND {} <= :at" if wanted.at else ""
    changed = (
        "(SELECT max(happened_on) FROM changes c WHERE c.trial_id = t.id AND c.severity <> 'noise' "
        f"AND c.repeats IS NULL {until.format('c.happened_on')})"
    )
    newest = f"SELECT id FROM versions WHERE trial_id = t.id {until.format('valid_from')} ORDER BY {NEWEST_FIRST} LIMIT 1"
    gone = "iif(substr(t.gone_at, 1, 10) <= :at, t.gone_at, NULL)" if wanted.at else "t.gone_at"
    where, values = _where(store, wanted, changed)
    columns = "v.id, t.nct AS trial, v.status, v.version, v.valid_from, v.pruned_at"
    source = f"current_trials t JOIN versions v ON v.id = ({newest}) {where}"
    sql = f"SELECT {columns}, {gone} AS gone_at, {changed} AS last_changed FROM {source}"
    return sql, values | {"at": wanted.at}


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
