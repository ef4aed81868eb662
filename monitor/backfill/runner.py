"""From the list of a trial's past versions to all of them in the store, and to what changed between them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.backfill.writer import Keeper
from monitor.clock import now as utc_now
from monitor.clock import stamp
from monitor.core.changes import classify
from monitor.core.changes.events import overridden
from monitor.core.records import canonical
from monitor.core.records.text_equivalence import since, within
from monitor.ctgov import history
from monitor.errors import BadAnswer, RegistryError
from monitor.model import Kind
from monitor.store import history as stored
from monitor.store.trials import Trial, update_trial
from monitor.store.versions import Version, list_versions, read_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.ctgov.client import Client
    from monitor.model import Change, Record
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)

AGAIN = timedelta(hours=6)
"""How long a history that could not be taken in whole is left alone by the service."""
ABSENT = timedelta(days=7)
"""How long one is that the registry does not serve."""


@dataclass(slots=True)
class Taken:
    """What was taken in of one trial's record history."""

    trial: str
    listed: int = 0
    """Versions that the registry lists."""
    missing: set[int] | None = None
    """Numbers of those that are not held yet; None where the list itself did not come."""
    added: int = 0
    recognised: int = 0
    """Versions that a poll had brought before."""
    changes: int = 0
    error: RegistryError | None = None
    complete: bool = False


def backfill(
    config: Config,
    store: Connection,
    client: Client,
    trial: Trial,
    *,
    clock: Callable[[], datetime] = utc_now,
    stopping: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Taken:
    """Take in what is missing of a trial's record history; what is held already is not asked for again.

    Each version is kept as it comes, so that what is cut short goes on where it ended. The changes
    between versions are found when no more come.

    Args:
        config: the severities of changes.
        store: the store, opened for writing.
        client: asks the registry.
        trial: a trial that a poll has brought.
        clock: tells the time.
        stopping: says whether to leave the rest for later.
        progress: is told how many versions are done, and of how many.

    """
    taken, cut = Taken(trial.nct), False
    try:
        for done in _fetched(store, client, trial, taken, clock):
            progress(done, taken.listed)
            if stopping():
                cut = True
                break
        else:
            taken.complete = taken.error is None and taken.missing is not None
    except RegistryError as error:
        taken.error = error
    now = clock()
    with store.transaction():
        if taken.missing is not None:
            taken.changes = _link(config, store, trial, taken.missing, stamp(now))
        update_trial(
            store,
            trial,
            history_at=stamp(now) if taken.complete else None,
            history_due=None if taken.complete or cut else stamp(now + (AGAIN if taken.error else ABSENT)),
            history_error=str(taken.error) if taken.error else None,
        )
    log.info("history", extra={"trial": trial.nct, "listed": taken.listed, "added": taken.added})
    return taken


def _fetched(
    store: Connection, client: Client, trial: Trial, taken: Taken, clock: Callable[[], datetime]
) -> Iterator[int]:
    """Fetch and keep version by version; give how many of those listed are held."""
    entries = history.listed(client.get(history.listing(trial.nct), base=history.BASE))
    if entries is None:
        return
    client.mark_usable()
    taken.listed = len(entries)
    keeper = Keeper(store, trial)
    missing = [entry for entry in entries if entry.number not in keeper.held]
    taken.missing = {entry.number for entry in missing}
    for done, entry in enumerate(missing, start=len(entries) - len(missing) + 1):
        try:
            answer = client.get(f"{history.listing(trial.nct)}/{entry.number}", base=history.BASE)
            record = history.version(answer, entry, keeper.numbers, keeper.spelled)
        except BadAnswer as error:  # one bad version costs itself alone
            taken.error = taken.error or error
            continue
        client.mark_usable()
        with store.transaction():
            kept = keeper.keep(entry, record, stamp(clock()))
        taken.missing -= {entry.number}
        if kept:
            taken.added += kept.source == "history"
            taken.recognised += kept.source == "poll"
        yield done


def _link(config: Config, store: Connection, trial: Trial, missing: set[int], now: str) -> int:
    """Keep the changes of every step that is new since versions came in between; return how many."""
    versions = list_versions(store, trial)
    order = [version.version for version in versions]
    dates: list[Change] = []
    found = 0
    for before, after in pairwise(versions):
        if before.pruned or after.pruned or _apart(before, after, missing):
            continue
        if after.previous == before.version:
            dates += stored.dates(store, trial, before, after)
            continue
        old, new = (canonical.decode(read_record(store, version.id)) for version in (before, after))
        known = _last_polled(store, versions, before) if before.source != after.source else None
        changes = classify(*_comparable(old, before, new, after, known), past=dates)
        changes = overridden(changes, config.severities)
        dates += [change for change in changes if change.kind is Kind.DATES]
        found += len(stored.link(store, trial, before, after, changes, order=order, observed_at=now))
    return found


def _last_polled(store: Connection, versions: Sequence[Version], version: Version) -> Record | None:
    """Return what the last poll before a version brought; None where there was none."""
    earlier = [one for one in versions[: versions.index(version)] if one.source == "poll" and not one.pruned]
    record: Record | None = canonical.decode(read_record(store, earlier[-1].id)) if earlier else None
    return record


def _apart(before: Version, after: Version, missing: set[int]) -> bool:
    """Say whether a version that is still to come belongs between these two."""
    first = -1 if before.registry_version is None else before.registry_version
    last = history.MAX_VERSIONS if after.registry_version is None else after.registry_version
    return any(first < number < last for number in missing)


def _comparable(
    old: Record, before: Version, new: Record, after: Version, known: Record | None
) -> tuple[Record, Record]:
    """Bring two records to what both of their sources can say."""
    if before.source == after.source:
        return old, new
    if before.source == "poll":
        return within(old, new), new
    return since(known, old, new) if known is not None else (old, within(new, old))
