"""Fetch a trial's past versions that the store lacks, and store them with the changes between them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.backfill.writer import VersionWriter
from monitor.clock import now as utc_now
from monitor.clock import stamp
from monitor.core.changes import classify
from monitor.core.changes.events import overridden
from monitor.core.records import canonical
from monitor.core.records.text_equivalence import since, within
from monitor.ctgov.history import BASE, MAX_VERSIONS, history_path, parse_entries, parse_version
from monitor.errors import BadAnswer, RegistryError
from monitor.model import Kind
from monitor.registered import compare_with_registered
from monitor.store import history
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

RETRY_AFTER = timedelta(hours=6)
"""Until the service tries again to fetch a history that could not be fetched completely."""
RETRY_ABSENT_AFTER = timedelta(days=7)
"""Until the service asks again for a history that the registry does not have."""


@dataclass(slots=True)
class BackfillResult:
    """What a backfill of one trial did."""

    trial: str
    listed: int = 0
    """Versions that the registry lists."""
    missing: set[int] | None = None
    """Numbers of the listed versions that are not stored yet; None if the list could not be fetched."""
    added: int = 0
    """Versions stored."""
    recognised: int = 0
    """Versions that a poll had stored before."""
    changes: int = 0
    error: RegistryError | None = None
    complete: bool = False
    """Whether every listed version is stored."""


def backfill(
    config: Config,
    store: Connection,
    client: Client,
    trial: Trial,
    *,
    clock: Callable[[], datetime] = utc_now,
    stopping: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> BackfillResult:
    """Fetch and store the versions of a trial's record history that are missing.

    Each version is stored when it arrives, so that an interrupted backfill continues where it stopped.
    The changes between versions are classified after the last one.

    Args:
        config: the severities of changes.
        store: the store, opened for writing.
        client: sends the requests.
        trial: a trial that a poll has stored.
        clock: returns the present time.
        stopping: returns whether to stop now and continue in a later call.
        progress: called with the number of versions done and their total.

    """
    result, stopped = BackfillResult(trial.nct), False
    try:
        for done in _fetch_versions(store, client, trial, result, clock):
            progress(done, result.listed)
            if stopping():
                stopped = True
                break
        else:
            result.complete = result.error is None and result.missing is not None
    except RegistryError as error:
        result.error = error
    now = clock()
    with store.transaction():
        if result.missing is not None:
            result.changes = _link_versions(config, store, trial, result.missing, stamp(now))
        update_trial(
            store,
            trial,
            history_at=stamp(now) if result.complete else None,
            history_due=None
            if result.complete or stopped
            else stamp(now + (RETRY_AFTER if result.error else RETRY_ABSENT_AFTER)),
            history_error=str(result.error) if result.error else None,
        )
    log.info("history", extra={"trial": trial.nct, "listed": result.listed, "added": result.added})
    return result


def _fetch_versions(
    store: Connection, client: Client, trial: Trial, result: BackfillResult, clock: Callable[[], datetime]
) -> Iterator[int]:
    """Fetch and store version by version; yield how many of the listed ones are stored."""
    entries = parse_entries(client.get(history_path(trial.nct), base=BASE))
    if entries is None:
        return
    client.mark_usable()
    result.listed = len(entries)
    writer = VersionWriter(store, trial)
    missing = [entry for entry in entries if entry.number not in writer.held]
    result.missing = {entry.number for entry in missing}
    for done, entry in enumerate(missing, start=len(entries) - len(missing) + 1):
        try:
            answer = client.get(f"{history_path(trial.nct)}/{entry.number}", base=BASE)
            record = parse_version(answer, entry, writer.numbers, writer.spelling)
        except BadAnswer as error:  # the other versions are still fetched
            result.error = result.error or error
            continue
        client.mark_usable()
        with store.transaction():
            version = writer.write_version(entry, record, stamp(clock()))
        result.missing -= {entry.number}
        if version:
            result.added += version.source == "history"
            result.recognised += version.source == "poll"
        yield done


def _link_versions(config: Config, store: Connection, trial: Trial, missing: set[int], now: str) -> int:
    """Store the changes between each two neighbouring versions that were not neighbours before; return their number."""
    versions = list_versions(store, trial)
    order = [version.version for version in versions]
    dates: list[Change] = []
    linked = 0
    for before, after in pairwise(versions):
        if before.pruned or after.pruned or _has_gap(before, after, missing):
            continue
        if after.previous == before.version:
            dates += history.dates(store, trial, before, after)
            continue
        old, new = (canonical.decode(read_record(store, version.id)) for version in (before, after))
        known = _last_polled(store, versions, before) if before.source != after.source else None
        old, new = _comparable(old, before, new, after, known)
        changes = classify(old, new, past=dates)
        changes += compare_with_registered(store, trial, old, new, changes)
        changes = overridden(changes, config.severities)
        dates += [change for change in changes if change.kind is Kind.DATES]
        linked += len(history.link(store, trial, before, after, changes, order=order, observed_at=now))
    return linked


def _last_polled(store: Connection, versions: Sequence[Version], version: Version) -> Record | None:
    """Return the record of the last polled version before a version; None if there is none."""
    earlier = [
        other for other in versions[: versions.index(version)] if other.source == "poll" and not other.pruned
    ]
    record: Record | None = canonical.decode(read_record(store, earlier[-1].id)) if earlier else None
    return record


def _has_gap(before: Version, after: Version, missing: set[int]) -> bool:
    """Return whether a missing version belongs between these two."""
    first = -1 if before.registry_version is None else before.registry_version
    last = MAX_VERSIONS if after.registry_version is None else after.registry_version
    return any(first < number < last for number in missing)


def _comparable(
    old: Record, before: Version, new: Record, after: Version, known: Record | None
) -> tuple[Record, Record]:
    """Return both records reduced to the fields that both of their sources (poll and history) have."""
    if before.source == after.source:
        return old, new
    if before.source == "poll":
        return within(old, new), new
    return since(known, old, new) if known is not None else (old, within(new, old))
