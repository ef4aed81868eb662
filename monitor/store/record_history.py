"""Versions of the registry's own record history: kept beside those that polls brought, in the registry's order."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.store.changes import CHANGE, add_changes, change_of, dumped
from monitor.store.trials import BY_NUMBERS, TRIAL, Trial, ids_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.model import Change
    from monitor.store.connection import Connection
    from monitor.store.versions import Version


_FAILED = "history_at IS NULL AND history_error IS NOT NULL AND gone_at IS NULL"
REASONS = ("refused", "unreachable", "forbidden", "unusable")
"""Why a record history is not complete: the edge refuses this client, the registry gave no answer, it answered 403 for
single versions, or it answered what cannot be used."""


@dataclass(frozen=True, slots=True)
class FailedHistory:
    """A record history that could not be taken in whole."""

    nct: str
    error: str
    reason: str
    """One of ``REASONS``."""
    due: str | None
    """When the service tries again; None for at once."""


def failed_histories(store: Connection, numbers: Iterable[str]) -> list[FailedHistory]:
    """Return those of some trials whose record history could not be taken in whole, by their numbers."""
    rows = store.tuples(
        "SELECT id, nct, history_error, ifnull(history_reason, 'unusable'), history_due FROM current_trials "
        f"WHERE {_FAILED} ORDER BY nct"
    )
    wanted = set(ids_of(store, numbers)) if rows else set()  # few fail, and many may be asked about
    return [FailedHistory(*row[1:]) for row in rows if row[0] in wanted]


def failed_by_reason(store: Connection) -> tuple[dict[str, int], str | None]:
    """Return how many record histories could not be taken in whole, by reason, and when the first is tried again."""
    rows = store.tuples(
        "SELECT ifnull(history_reason, 'unusable'), count(*), min(history_due) FROM current_trials "
        f"WHERE {_FAILED} GROUP BY 1"
    )
    return {reason: number for reason, number, _ in rows}, min((due for *_, due in rows if due), default=None)


def awaiting_backfill(store: Connection, numbers: Iterable[str], now: str) -> list[Trial]:
    """Return those of some trials whose record history is still to be taken in, and may be asked for now."""
    rows = store.tuples(
        f"SELECT {TRIAL} FROM current_trials WHERE fingerprint IS NOT NULL AND gone_at IS NULL "
        f"AND history_at IS NULL AND (history_due IS NULL OR history_due <= :now) AND {BY_NUMBERS} ORDER BY id",
        {"now": now, "numbers": json.dumps(list(numbers))},
    )
    return [Trial(*row) for row in rows]


def dates(store: Connection, trial: Trial, before: Version, after: Version) -> list[Change]:
    """Return the changes of dates that are kept of a step."""
    rows = store.tuples(
        f"SELECT {CHANGE} FROM changes c WHERE c.trial_id = ? AND c.from_version = ? AND c.to_version = ? "
        "AND c.kind = 'dates' ORDER BY c.id",
        [trial.id, before.version, after.version],
    )
    return [change_of(row) for row in rows]


def recognise(store: Connection, version: Version, number: int) -> None:
    """Remember that a version which a poll brought is that number of the registry's history."""
    store.execute(
        "UPDATE versions SET registry_version = :number, place = :number WHERE id = :id",
        {"number": number, "id": version.id},
    )
    store.execute(  # what polls brought after it stands after it
        "UPDATE versions SET place = :number WHERE trial_id = (SELECT trial_id FROM versions WHERE id = :id) "
        "AND source = 'poll' AND registry_version IS NULL AND version > :version AND ifnull(place, -1) < :number",
        {"number": number, "id": version.id, "version": version.version},
    )


def link(
    store: Connection,
    trial: Trial,
    before: Version,
    after: Version,
    changes: Sequence[Change],
    *,
    order: Sequence[int],
    observed_at: str,
) -> list[int]:
    """Keep the changes of a step that came to be known late.

    A change that is kept of a longer step already, since a poll saw only both ends of it, is
    marked as a repetition: it belongs to the step, and is not counted twice.

    Args:
        store: the store; the caller has a transaction open.
        trial: whose step it is.
        before: the version before.
        after: the version after.
        changes: what changed between them.
        order: all version numbers of the trial, in the registry's order.
        observed_at: when the later of the two came to be known.

    """
    known = _reaching_over(store, trial, before, after, order)
    ids = add_changes(
        store, trial, changes, before, after, observed_at=observed_at, happened_on=after.valid_from
    )
    for change, number in zip(changes, ids, strict=True):
        earlier = known[
            _identity(change.kind, change.event, change.path, dumped(change.before), dumped(change.after))
        ]
        if earlier:  # each stands for a single step: what went there and back meanwhile was not seen
            store.execute("UPDATE changes SET repeats = ? WHERE id = ?", [earlier.pop(), number])
    store.execute("UPDATE versions SET previous = ? WHERE id = ?", [before.version, after.id])
    return ids


def _reaching_over(
    store: Connection, trial: Trial, before: Version, after: Version, order: Sequence[int]
) -> dict[tuple[str | None, ...], list[int]]:
    """Return the ids of changes that are kept of steps which reach over this one, by what they say."""
    place = {number: at for at, number in enumerate(order)}
    first, last = place[before.version], place[after.version]
    found: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for row in store.execute(
        "SELECT id, from_version, to_version, kind, event, path, before, after FROM changes "
        "WHERE trial_id = :trial AND from_version <> to_version AND repeats IS NULL "
        "AND id NOT IN (SELECT repeats FROM changes WHERE trial_id = :trial AND repeats IS NOT NULL) ORDER BY id",
        {"trial": trial.id},
    ):
        number, start, end, *says = row
        if place.get(start, last) <= first and place.get(end, first) >= last:
            found[_identity(*says)].append(number)
    return found


def _identity(*says: str | None) -> tuple[str | None, ...]:
    return tuple(None if part is None else str(part) for part in says)
