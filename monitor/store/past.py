"""Versions of the registry's own record history: kept beside those that polls brought, in the registry's order."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from monitor.store.connect import plain_errors
from monitor.store.order import OLDEST_FIRST
from monitor.store.rows import CHANGE, TRIAL, VERSION, Trial, Version, change_of, dumped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.model import Change
    from monitor.store.write import Store


def versions(store: Store, trial: Trial) -> list[Version]:
    """Return a trial's versions in the registry's order, oldest first."""
    with plain_errors(store.path):
        rows = store.db.execute(
            f"SELECT {VERSION} FROM versions WHERE trial_id = ? ORDER BY {OLDEST_FIRST}", [trial.id]
        ).fetchall()
    return [Version(*row) for row in rows]


def owing(store: Store, numbers: Iterable[str], now: str) -> list[Trial]:
    """Return those of some trials whose record history is still to be taken in, and may be asked for now."""
    with plain_errors(store.path):
        rows = store.db.execute(
            f"SELECT {TRIAL} FROM trials WHERE fingerprint IS NOT NULL AND gone_at IS NULL "
            "AND history_at IS NULL AND (history_due IS NULL OR history_due <= :now) AND ("
            "nct IN (SELECT value FROM json_each(:numbers)) OR id IN (SELECT trial_id FROM aliases "
            "WHERE alias IN (SELECT value FROM json_each(:numbers)))) ORDER BY id",
            {"now": now, "numbers": json.dumps(list(numbers))},
        ).fetchall()
    return [Trial(*row) for row in rows]


def dates(store: Store, trial: Trial, before: Version, after: Version) -> list[Change]:
    """Return the changes of dates that are kept of a step."""
    rows = store.db.execute(
        f"SELECT {CHANGE} FROM changes c WHERE c.trial_id = ? AND c.from_version = ? AND c.to_version = ? "
        "AND c.kind = 'dates' ORDER BY c.id",
        [trial.id, before.version, after.version],
    ).fetchall()
    return [change_of(row) for row in rows]


def recognise(store: Store, version: Version, number: int) -> None:
    """Remember that a version which a poll brought is that number of the registry's history."""
    store.db.execute(
        "UPDATE versions SET registry_version = :number, place = :number WHERE id = :id",
        {"number": number, "id": version.id},
    )
    store.db.execute(  # what polls brought after it stands after it
        "UPDATE versions SET place = :number WHERE trial_id = (SELECT trial_id FROM versions WHERE id = :id) "
        "AND source = 'poll' AND registry_version IS NULL AND version > :version AND ifnull(place, -1) < :number",
        {"number": number, "id": version.id, "version": version.version},
    )


def link(
    store: Store,
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
    told = _told(store, trial, before, after, order)
    ids = store.add_changes(
        trial, changes, before, after, observed_at=observed_at, happened_on=after.valid_from
    )
    for change, number in zip(changes, ids, strict=True):
        earlier = told[
            _identity(change.kind, change.event, change.path, dumped(change.before), dumped(change.after))
        ]
        if earlier:  # each told change stands for one step: what went there and back meanwhile was not told
            store.db.execute("UPDATE changes SET repeats = ? WHERE id = ?", [earlier.pop(), number])
    store.db.execute("UPDATE versions SET previous = ? WHERE id = ?", [before.version, after.id])
    return ids


def _told(
    store: Store, trial: Trial, before: Version, after: Version, order: Sequence[int]
) -> dict[tuple[str | None, ...], list[int]]:
    """Return the ids of changes that are kept of steps which reach over this one, by what they say."""
    place = {number: at for at, number in enumerate(order)}
    first, last = place[before.version], place[after.version]
    found: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for row in store.db.execute(
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
