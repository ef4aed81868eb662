"""The question ``trials``: the watched trials, the channels and the service, as ``nctwatch status`` shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.core.full_scan import from_json
from monitor.core.health import health
from monitor.core.presentation.labels import STATUS as STATUSES
from monitor.questions.model import Parameter, Question
from monitor.questions.schemas import (
    ANY,
    BOOLEAN,
    COUNT,
    NCT,
    NULLABLE,
    STATUS,
    TEXT,
    array,
    described,
    objects,
)
from monitor.questions.trial_rows import rows
from monitor.questions.values import TEXT as NAME
from monitor.questions.values import choice, whole
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
    LISTED,
    RELEASE,
    get_state,
)
from monitor.watched import looked_around, watched

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.model import Json
    from monitor.questions.model import Context
    from monitor.store.connection import Connection, Row
    from monitor.store.state import Key, T


def answer(context: Context, *, group: str | None = None, status: str | None = None, limit: int = 0) -> Json:
    """Return the watched trials, the stored release, the channels, and whether the service runs."""
    return report(context.config, context.reader, context.now, group=group, status=status, limit=limit)


def report(
    config: Config,
    reader: Connection | None,
    now: datetime,
    *,
    group: str | None = None,
    status: str | None = None,
    limit: int = 0,
) -> dict[str, Any]:
    """Return what ``status --json`` prints; without a store, that of a configuration alone.

    Args:
        config: what is watched.
        reader: the store; None if there is none yet.
        now: the time, in UTC.
        group: only trials of this group.
        status: only trials of this overall status, as the registry writes it.
        limit: so many trials at most; 0 for all.

    Raises:
        UsageError: no watch names the group.

    """

    def known(key: Key[T]) -> T | None:
        return get_state(reader, key) if reader else None

    alive_at, last_success_at = known(ALIVE_AT), known(LAST_SUCCESS_AT)
    service = health(now, alive_at, last_success_at, config.schedule.stale_after)
    waiting = backlog(reader) if reader else {}
    names = [channel.name for channel in config.alert_channels]
    wanted = watched(config, reader)
    return {
        "release": known(RELEASE),
        "last_poll_at": known(LAST_POLL_AT),
        "last_success_at": last_success_at,
        "service": {"alive": service.alive, "fresh": service.fresh, "alive_at": alive_at},
        "trials": rows(config, reader, wanted, group=group, status=status, limit=limit),
        "everything": _everything(reader) if reader and config.everything else None,
        "files": _files(config, reader),
        "searches": _searches(config, reader),
        "related": _related(config, reader),
        "histories": _histories(config, reader, wanted),
        "alarms": known(ALARMS) or [],
        "channels": [
            {"name": name, "queued": row["queued"], "dead": row["dead"], "configured": name in names}
            for name in dict.fromkeys([*names, *waiting])
            for row in [waiting.get(name, {"queued": 0, "dead": 0})]
        ],
    }


def _everything(reader: Connection) -> dict[str, Any]:
    """Return how many trials are stored where everything is watched, and how far the full scan is."""
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


def _files(config: Config, reader: Connection | None) -> list[Row]:
    """Return for each file of the configuration how many trials it named when it could last be read, and its faults."""
    known = (get_state(reader, LISTED) or {}) if reader else {}
    paths = dict.fromkeys(str(file.path) for file in config.files)
    return [
        {"file": path, "trials": len(entry["numbers"]), "error": entry["error"]}
        for path in paths
        for entry in [known.get(path, {"numbers": [], "error": None})]
    ]


def _searches(config: Config, reader: Connection | None) -> list[Row]:
    """Return the state of each standing search, in the order of the configuration."""
    known = statuses(reader) if reader else {}
    new = {"trials": 0, "error": None, "searched_at": None}
    return [known.get(search.name, {"name": search.name, **new}) for search in config.searches]


def _related(config: Config, reader: Connection | None) -> list[Row]:
    """Return the queries for related trials that failed, or that were asked with fewer terms."""
    looking = looked_around(config, reader) if reader else {}
    return related.remarks(reader, looking) if reader and looking else []


def _histories(config: Config, reader: Connection | None, wanted: Collection[str]) -> list[Row]:
    """Return the watched trials whose record history could not be taken in whole."""
    failed = record_history.failed_histories(reader, wanted) if reader else []
    return [
        {
            "trial": row.nct,
            "error": row.error,
            "reason": row.reason,
            "next_try_at": row.due if config.registry.history else None,
        }
        for row in failed
    ]


TRIALS = Question(
    name="trials",
    path="/trials",
    help="Show each watched trial, the stored release, the channels, and whether the service runs.",
    parameters=(
        Parameter("group", NAME, "Only the trials of this group.", metavar="G"),
        Parameter(
            "status",
            choice(STATUSES, "status"),
            "Only the trials of this overall status, such as recruiting.",
            metavar="S",
        ),
        Parameter("limit", whole(0), "At most so many trials; 0 for all.", 0, metavar="N"),
    ),
    answer=answer,
    result=objects(
        release=described(NULLABLE, "The registry's name for the release that is stored."),
        last_poll_at=NULLABLE,
        last_success_at=NULLABLE,
        service=objects(alive=BOOLEAN, fresh=BOOLEAN, alive_at=NULLABLE),
        trials=array(
            objects(
                trial=NCT,
                title=TEXT,
                status=STATUS,
                why=described(TEXT, "Why it is watched."),
                versions=COUNT,
                last_seen=NULLABLE,
                last_changed=NULLABLE,
                record_updated=NULLABLE,
                gone_at=NULLABLE,
                last_error=NULLABLE,
            )
        ),
        everything=described(
            ANY, "How far the whole registry is read, where all of it is watched; else null."
        ),
        files=array(objects(file=TEXT, trials=COUNT, error=NULLABLE)),
        searches=array(objects(name=TEXT, trials=COUNT, error=NULLABLE, searched_at=NULLABLE)),
        related=array(objects(trial=NCT, question=TEXT, error=NULLABLE, note=NULLABLE)),
        histories=array(objects(trial=NCT, error=TEXT, reason=TEXT, next_try_at=NULLABLE)),
        alarms=array(TEXT),
        channels=array(objects(name=TEXT, queued=COUNT, dead=COUNT, configured=BOOLEAN)),
    ),
)
