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
from monitor.store.trials import current_numbers, list_trials
from monitor.watched import looked_around, numbers_of, watched

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.model import Json
    from monitor.questions.model import Context
    from monitor.store.connection import Connection, Row
    from monitor.store.state import Key, T
    from monitor.store.trials import Summary


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
    return {
        "release": known(RELEASE),
        "last_poll_at": known(LAST_POLL_AT),
        "last_success_at": last_success_at,
        "service": {"alive": service.alive, "fresh": service.fresh, "alive_at": alive_at},
        "trials": _trials(config, reader, group, status, limit),
        "everything": _everything(reader) if reader and config.everything else None,
        "files": _files(config, reader),
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


def _trials(
    config: Config, reader: Connection | None, group: str | None, status: str | None, limit: int
) -> list[Row]:
    """Return the watched trials in the order of the configuration, then the other stored ones.

    Where everything is watched: only those that the configuration names or related-trial queries added.
    """
    wanted = watched(config, reader)
    chosen = numbers_of(config, reader, group) if group else None
    if reader is None:
        rows = [_row(number, None, why) for number, why in wanted.items()]
        return (
            []
            if status
            else [row for row in rows if chosen is None or row["trial"] in chosen][: limit or None]
        )
    scope = chosen if chosen is not None else wanted if config.everything else None
    held = {row.trial.nct: row for row in list_trials(reader, scope)}
    aliases = current_numbers(reader)
    reasons: dict[str, str] = {}
    for number, why in wanted.items():
        reasons.setdefault(number if number in held else aliases.get(number, number), why)
    order = dict.fromkeys([*reasons, *(number for number in held if held[number].versions)])
    if chosen is not None:
        members = {aliases.get(number, number) for number in chosen} | chosen
        order = {number: None for number in order if number in members}
    found = (_row(number, held.get(number), reasons.get(number, "no longer watched")) for number in order)
    return [row for row in found if status is None or row["status"] == status][: limit or None]


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
        "record_updated": held.record_updated if held else None,
        "gone_at": trial.gone_at if trial else None,
        "last_error": trial.last_error if trial else None,
    }


TRIALS = Question(
    name="trials",
    path="/trials",
    help="Show each watched trial, the stored release, the channels, and whether the service runs.",
    parameters=(
        Parameter("group", NAME, "Only the trials of this group.", metavar="G"),
        Parameter(
            "status",
            choice(STATUSES),
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
