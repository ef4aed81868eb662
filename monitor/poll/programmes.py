"""Which trial names which expanded-access programme, as far as both are watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.programmes import programme_of, with_parent, with_programme
from monitor.store.state import PARENTS, get_state, set_state
from monitor.store.trials import find_trial

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Change, Record
    from monitor.store.connection import Connection
    from monitor.store.trials import Trial


def note_programme(store: Connection, trial: Trial, record: Record) -> None:
    """Store which programme a trial's record names, so that the programme's changes can name the trial."""
    number = programme_of(record)
    if number is None or number == trial.nct:
        return
    parents = get_state(store, PARENTS) or {}
    if trial.nct not in parents.get(number, ()):
        set_state(store, PARENTS, parents | {number: [*parents.get(number, ()), trial.nct]})


def explain(store: Connection, trial: Trial, record: Record, changes: Sequence[Change]) -> list[Change]:
    """Return changes with what they mean for the readers of a watched programme, or of a watched parent."""
    number = programme_of(record)
    if number is not None and number != trial.nct:
        watched = find_trial(store, number)
        return with_programme(changes, record, number) if watched else list(changes)
    for parent in (get_state(store, PARENTS) or {}).get(trial.nct, ()):
        found = find_trial(store, parent)
        if found is not None and found.gone_at is None:
            return with_parent(changes, found.nct, found.status)
    return list(changes)
