"""The values that ``nctwatch status`` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.clock import now
from monitor.core.health import health
from monitor.store import record_history, related
from monitor.store.deliveries import backlog
from monitor.store.full_scan import counts as scan_counts
from monitor.store.searches import statuses
from monitor.store.state import (
    ALARMS,
    ALIVE_AT,
    FULL_SCAN,
    LAST_POLL_AT,
    LAST_SUCCESS_AT,
    RELEASE,
    get_state,
)
from monitor.store.trials import current_numbers, list_trials
from monitor.watched import watched

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.store.connection import Connection, Row
    from monitor.store.state import Key, T
    from monitor.store.trials import Summary


def status_report(config: Config, reader: Connection | None) -> dict[str, Any]:
    """Return what ``status --json`` prints; without a store, that of a configuration alone."""

    def known(key: Key[T]) -> T | None:
        return get_state(reader, key) if reader else None

    alive_at, last_success_at = known(ALIVE_AT), known(LAST_SUCCESS_AT)
    service = health(now(), alive_at, last_success_at, config.schedule.stale_after)
    waiting = backlog(reader) if reader else {}
    names = [channel.name for channel in config.channels]
    return {
        "release": known(RELEASE),
        "last_poll_at": known(LAST_POLL_AT),
        "last_success_at": last_success_at,
        "service": {"alive": service.alive, "fresh": service.fresh, "alive_at": alive_at},
        "trials": _trials(config, reader),
        "everything": _everything(reader) if reader and config.everything else None,
        "searches": _searches(config, reader),
        "related": _related(config, reader),
        "histories": _histories(config, reader),
        "alarms": known(ALARMS) or [],
        "channels": [
            {"name": name, "queued": row["queued"], "dead": row["dead"], "configured": name in names}
            for name in dict.fromkeys([*names, *waiting])
            for row in [waiting.get(name, {"queued": 0, "dead": 0})]
        ],
    }


def _everything(reader: Connection) -> dict[str, Any]:
    """Return how many trials are stored where everything is watched, and how far the full scan is."""
    from monitor.core.full_scan import from_json

    scan = from_json(get_state(reader, FULL_SCAN))
    current = scan.under_way
    return {
        **scan_counts(reader),
        "last_full_pass": scan.full,
        "last_pass": scan.last,
        "under_way": {"seen": current.seen, "total": current.total, "since": current.since}
        if current
        else None,
    }


def _searches(config: Config, reader: Connection | None) -> list[Row]:
    """Return the state of each standing search, in the order of the configuration."""
    known = statuses(reader) if reader else {}
    new = {"trials": 0, "error": None, "searched_at": None}
    return [known.get(search.name, {"name": search.name, **new}) for search in config.searches]


def _related(config: Config, reader: Connection | None) -> list[Row]:
    """Return the queries for related trials that failed, or that were asked with fewer terms."""
    looking = [watch.trial for watch in config.watches if watch.discover != "off"]
    return related.remarks(reader, looking) if reader and looking else []


def _histories(config: Config, reader: Connection | None) -> list[Row]:
    """Return the watched trials whose record history could not be taken in whole."""
    failed = record_history.failed_histories(reader, watched(config, reader)) if reader else []
    return [
        {
            "trial": row.nct,
            "error": row.error,
            "reason": row.reason,
            "next_try_at": row.due if config.registry.history else None,
        }
        for row in failed
    ]


def _trials(config: Config, reader: Connection | None) -> list[Row]:
    """Return the watched trials in the order of the configuration, then the other stored ones.

    Where everything is watched: only those that the configuration names or related-trial queries added.
    """
    wanted = watched(config, reader) if reader else dict(config.watched)
    held = (
        {row.trial.nct: row for row in list_trials(reader, wanted if config.everything else None)}
        if reader
        else {}
    )
    aliases = current_numbers(reader) if reader else {}
    reasons: dict[str, str] = {}
    for number, why in wanted.items():
        reasons.setdefault(number if number in held else aliases.get(number, number), why)
    order = dict.fromkeys([*reasons, *(number for number in held if held[number].versions)])
    return [_row(number, held.get(number), reasons.get(number, "no longer watched")) for number in order]


def _row(number: str, held: Summary | None, why: str) -> Row:
    trial = held.trial if held else None
    return {
        "trial": number,
        "title": trial.title if trial else "",
        "status": trial.status if trial else None,
        "why": why,
        "versions": held.versions if held else 0,
        "last_seen": trial.last_seen_at if trial else None,
        "last_changed": held.last_changed if held else None,
        "gone_at": trial.gone_at if trial else None,
        "last_error": trial.last_error if trial else None,
    }
