"""Versions that say which outcomes were registered, for results that were posted or amended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.registered import concerns_results, outcomes_differ
from monitor.core.records import canonical
from monitor.core.records.accessors import get, text_at
from monitor.errors import NctwatchError
from monitor.store.versions import list_versions, read_record, version_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Change, Record
    from monitor.store.connection import Connection
    from monitor.store.trials import Trial
    from monitor.store.versions import Version

_STATUS = ("protocolSection", "statusModule")


def compare_with_registered(
    store: Connection, trial: Trial, old: Record, new: Record, changes: Sequence[Change]
) -> list[Change]:
    """Return the change that reported outcomes differ from those registered, where results were posted or amended."""
    if not concerns_results(changes):
        return []
    change = outcomes_differ(old, new, _registered(store, trial, new))
    return [change] if change is not None else []


def _registered(store: Connection, trial: Trial, record: Record) -> dict[str, Record]:
    """Return the records of the first registration and of the primary completion, as far as they are held."""
    first = next(iter(list_versions(store, trial)), None)
    found: dict[str, Version | None] = {"first": first if first and _is_first(first, record) else None}
    completion = get(record, *_STATUS, "primaryCompletionDateStruct")
    day = get(completion, "date")
    if isinstance(day, str) and get(completion, "type") == "ACTUAL":
        try:
            found["primary_completion"] = version_at(store, trial.nct, day)
        except NctwatchError:
            found["primary_completion"] = None  # the trial was not watched then
    records = {when: _record(store, version) for when, version in found.items() if version is not None}
    return {when: past for when, past in records.items() if past is not None}


def _is_first(version: Version, record: Record) -> bool:
    """Return whether a version is the first registration: number 0 of the history, or posted on the first day."""
    posted = text_at(record, *_STATUS, "studyFirstPostDateStruct", "date")
    return version.registry_version == 0 or (posted is not None and version.registry_date == posted)


def _record(store: Connection, version: Version) -> Record | None:
    """Return a version's record; None where its bytes were pruned or are damaged."""
    try:
        record: Record = canonical.decode(read_record(store, version.id))
    except NctwatchError:
        return None
    return record
