"""The store in figures, for whoever watches the watcher: cheap enough to be asked for every few seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.store import state
from monitor.store.record_history import failed_by_reason
from monitor.store.state import get_state

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Stats:
    """What was done so far, and how things stand. Times are ISO 8601 in UTC with ``Z``; None for never."""

    alive_at: str | None
    last_poll_at: str | None
    last_success_at: str | None
    release: str | None
    """The registry's name for the release held, which is a time."""
    alarms: list[str]
    """What is wrong with the watch and was told: keys of ``core.alarms``."""
    polls: Mapping[str, int]
    """By outcome."""
    requests: int
    bytes: int
    """Of answers, as they came over the wire."""
    failing: int
    """Trials whose last answer could not be used."""
    gone: int
    histories: Mapping[str, int]
    """Record histories that could not be taken in whole, by reason."""
    history_due: str | None
    """When the first of them is tried again."""
    versions: int
    changes: Mapping[tuple[str, str], int]
    """By kind and severity."""
    deliveries: Mapping[tuple[str, str], int]
    """By channel and state."""
    oldest_queued: Mapping[str, str]
    """Since when the oldest message of a channel waits."""
    sizes: Mapping[str, int]
    """Bytes of the store's files: ``main``, and ``wal`` for what is not moved into it yet."""


def stats(store: Connection) -> Stats:
    """Ask for all of them."""
    ((requests, received),) = store.tuples(
        "SELECT coalesce(sum(requests), 0), coalesce(sum(bytes), 0) FROM polls"
    )
    ((failing, gone),) = store.tuples(
        "SELECT coalesce(sum(last_error IS NOT NULL AND gone_at IS NULL), 0), "
        "coalesce(sum(gone_at IS NOT NULL), 0) FROM current_trials"
    )
    histories, history_due = failed_by_reason(store)
    return Stats(
        alive_at=get_state(store, state.ALIVE_AT),
        last_poll_at=get_state(store, state.LAST_POLL_AT),
        last_success_at=get_state(store, state.LAST_SUCCESS_AT),
        release=get_state(store, state.RELEASE),
        alarms=get_state(store, state.ALARMS) or [],
        polls=dict(store.tuples("SELECT outcome, count(*) FROM polls GROUP BY 1")),
        requests=requests,
        bytes=received,
        failing=failing,
        gone=gone,
        histories=histories,
        history_due=history_due,
        versions=store.value("SELECT count(*) FROM versions"),
        changes=_paired(store, "SELECT kind, severity, count(*) FROM changes GROUP BY 1, 2"),
        deliveries=_paired(store, "SELECT channel, state, count(*) FROM deliveries GROUP BY 1, 2"),
        oldest_queued=dict(
            store.tuples(
                "SELECT channel, min(queued_at) FROM deliveries WHERE state = 'queued' GROUP BY channel"
            )
        ),
        sizes=_sizes(store),
    )


def _paired(store: Connection, sql: str) -> dict[tuple[str, str], int]:
    return {(first, second): number for first, second, number in store.tuples(sql)}


def _sizes(store: Connection) -> dict[str, int]:
    sizes = {}
    for name, path in (("main", store.path), ("wal", store.path.with_name(f"{store.path.name}-wal"))):
        try:
            sizes[name] = path.stat().st_size
        except OSError:  # the last one who closed the store took the second file away
            sizes[name] = 0
    return sizes
