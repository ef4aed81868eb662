"""Store the changes of each step between two versions, once no version is missing between them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.core.changes import classify
from monitor.core.changes.events import overridden
from monitor.core.records import canonical
from monitor.core.records.text_equivalence import completed, restricted
from monitor.core.records.undated import dated
from monitor.ctgov.record_history import MAX_VERSIONS
from monitor.model import Kind
from monitor.registered import compare_with_registered
from monitor.store import record_history
from monitor.store.versions import Version, list_versions, read_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.config.model import Config
    from monitor.model import Change, Record
    from monitor.store.connection import Connection
    from monitor.store.trials import Trial


def link_versions(
    config: Config, store: Connection, trial: Trial, missing: set[int], now: str
) -> Iterator[int]:
    """Store the changes between each two neighbouring versions that were not neighbours before; yield their numbers.

    Each step is a transaction of its own: a history of 1,650 versions takes most of a minute, and others write
    meanwhile. What is cut short goes on in a later call.

    Args:
        config: the severities of changes.
        store: the store, opened for writing.
        trial: whose versions they are.
        missing: numbers of the listed versions that are not stored.
        now: when the versions came to be known.

    """
    versions = list_versions(store, trial)
    order = [version.version for version in versions]
    dates: list[Change] = []
    for before, after in pairwise(versions):
        if before.pruned or after.pruned or _has_gap(before, after, missing):
            continue
        if after.previous == before.version:
            dates += record_history.dates(store, trial, before, after)
            continue
        old, new = _comparable(store, versions, before, after)
        changes = classify(old, new, past=dates)
        changes += compare_with_registered(store, trial, old, new, changes)
        changes = overridden(changes, config.severities)
        dates += [change for change in changes if change.kind is Kind.DATES]
        with store.transaction():
            ids = record_history.link(store, trial, before, after, changes, order=order, observed_at=now)
        yield len(ids)


def _comparable(
    store: Connection, versions: Sequence[Version], before: Version, after: Version
) -> tuple[Record, Record]:
    """Return both records reduced to what both of their sources (poll and history) have and can date."""
    old, new = (canonical.decode(read_record(store, version.id)) for version in (before, after))
    if before.source == after.source == "poll":
        return old, new
    earlier = versions[: versions.index(before) + 1]
    if before.source == "poll":
        old = restricted(old, new)
    elif after.source == "poll":
        known = _last_polled(store, earlier)
        old, new = completed(known, old, new) if known is not None else (old, restricted(new, old))
    return dated(old, new, next((version.status for version in reversed(earlier) if version.status), None))


def _last_polled(store: Connection, versions: Sequence[Version]) -> Record | None:
    """Return the record of the last polled version; None if there is none."""
    polled = [version for version in versions if version.source == "poll" and not version.pruned]
    record: Record | None = canonical.decode(read_record(store, polled[-1].id)) if polled else None
    return record


def _has_gap(before: Version, after: Version, missing: set[int]) -> bool:
    """Return whether a missing version belongs between these two."""
    first = -1 if before.registry_version is None else before.registry_version
    last = MAX_VERSIONS if after.registry_version is None else after.registry_version
    return any(first < number < last for number in missing)
