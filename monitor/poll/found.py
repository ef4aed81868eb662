"""Write into a trial's row that the registry has the trial: its number, its title, and when it was seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.changes import overdue, record_events
from monitor.core.records.accessors import aliases_of, sponsor_of, status_of, title_of
from monitor.store.listed import list_values
from monitor.store.trials import add_alias, rename_trial, update_trial
from monitor.store.wrong_times import release_day

if TYPE_CHECKING:
    from monitor.model import Change, Record
    from monitor.store.connection import Connection
    from monitor.store.trials import Trial


def apply_number(store: Connection, trial: Trial, nct: str, record: Record) -> tuple[Trial, list[Change]]:
    """Store a record's NCT number and former numbers; return the trial, and the change if it was renamed."""
    for alias in aliases_of(record):
        add_alias(store, trial, alias)
    if nct == trial.nct:
        return trial, []
    renamed = rename_trial(store, trial, nct)
    return renamed, [record_events.renamed(trial.nct, nct)] if trial.found else []


def mark_found(
    store: Connection,
    trial: Trial,
    at: str,
    release: str | None,
    fingerprint: str | None = None,
    record: Record | None = None,
) -> Trial:
    """Store that the registry has a trial, and return the trial.

    Args:
        store: the store, opened for writing.
        trial: the trial as it is stored.
        at: the time of the poll.
        release: the release that the trial answered for; None if unknown.
        fingerprint: that of the record; None has the next release compare it again.
        record: the record, where it is new: its title, sponsor, status and due day are stored too.

    """
    values: dict[str, str | int | None] = {
        "last_seen_at": at,
        "answered_release": release,
        "misses": 0,
        "failures": 0,
        "gone_at": None,
        "last_error": None,
    }
    if record is not None:
        title, sponsor, status = title_of(record), sponsor_of(record), status_of(record)
        values |= {"fingerprint": fingerprint, "results_due": overdue.due(record)}
        values |= {"title": title, "sponsor": sponsor, "status": status, **list_values(record)}
        trial = replace(trial, title=title, sponsor=sponsor, status=status)
    if not trial.found:
        # a clock that is behind the release is wrong, and would make long overdue results news
        values["first_seen_at"] = max(at, release_day(release) or "")
    update_trial(store, trial, **values)
    return trial
