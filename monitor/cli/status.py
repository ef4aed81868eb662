"""``nctwatch status``: the watched trials, the searches, the channels, and problems of nctwatch itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.common import as_json, load_config, moment, note, print_json
from monitor.cli.health import service_state
from monitor.cli.table import print_table
from monitor.clock import now
from monitor.core.alarms import Facts, alarms
from monitor.core.health import health
from monitor.core.presentation.histories import history_sentences
from monitor.core.presentation.labels import count
from monitor.core.presentation.related_queries import query_sentence
from monitor.core.presentation.sanitize import safe_line
from monitor.errors import NothingStored
from monitor.store import polls, record_history, related
from monitor.store.alarms import dead
from monitor.store.deliveries import backlog
from monitor.store.full_scan import counts as scan_counts
from monitor.store.opening import open_for_reading
from monitor.store.rests import refusals
from monitor.store.searches import statuses
from monitor.store.state import (
    ALARMS,
    FULL_SCAN,
    HEARTBEAT,
    LAST_POLL_AT,
    LAST_SUCCESS_AT,
    RELEASE,
    STOPPED_AT,
    get_state,
)
from monitor.store.trials import current_numbers, list_trials
from monitor.watched import watched

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.store.connection import Connection, Row
    from monitor.store.state import Key, T
    from monitor.store.trials import Summary


@click.command()
@as_json
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Show each watched trial, the stored release, the channels, and whether the service runs."""
    config = load_config(ctx)
    sentences: list[str] = []
    stopped_at = None
    try:
        with open_for_reading(config.store.path) as reader:
            report = _report(config, reader)
            sentences = _problems(reader, report)
            stopped_at = get_state(reader, STOPPED_AT)
    except NothingStored as error:
        note(str(error))
        report = _report(config, None)
    if as_json:
        print_json(report)
    else:
        _print(report, sentences, stopped_at)


def _problems(reader: Connection, report: dict[str, Any]) -> list[str]:
    """Return a sentence for each announced problem but those of a trial or search, which its own line shows."""
    keys = report["alarms"]
    facts = Facts(
        stale_since=report["last_success_at"] or polls.first_poll(reader),
        refused="refused" in keys,
        failing={},
        dead=dead(reader),
        refusals=refusals(reader),
    )
    sentences = alarms(facts)
    return [sentences[key] for key in keys if key in sentences]


def _report(config: Config, reader: Connection | None) -> dict[str, Any]:
    def known(key: Key[T]) -> T | None:
        return get_state(reader, key) if reader else None

    heartbeat_at, last_success_at = known(HEARTBEAT), known(LAST_SUCCESS_AT)
    service = health(now(), heartbeat_at, last_success_at, config.schedule.stale_after)
    waiting = backlog(reader) if reader else {}
    names = [channel.name for channel in config.channels]
    return {
        "release": known(RELEASE),
        "last_poll_at": known(LAST_POLL_AT),
        "last_success_at": last_success_at,
        "service": {"alive": service.alive, "fresh": service.fresh, "heartbeat_at": heartbeat_at},
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


def _print(report: dict[str, Any], problems: list[str], stopped_at: str | None) -> None:
    if report["trials"]:
        _print_trials(report["trials"], report["alarms"])
    if everything := report["everything"]:
        click.echo(
            f"Everything is watched: {everything['trials']:,} trials, {everything['gone']:,} gone, {everything['failing']:,} failing. "
            f"Last full scan: {everything['last_full_pass'] or 'none yet'}."
        )
        if scan := everything["under_way"]:
            click.echo(f"Scan running: {scan['seen']:,} of {scan['total'] or 0:,} records.")
    for row in report["searches"]:
        announced = f"search {row['name']}" in report["alarms"]
        click.echo(
            click.style(_search_line(row), fg="red" if announced else "yellow" if row["error"] else None)
        )
    failed = [(row["trial"], row["error"], row["next_try_at"]) for row in report["histories"]]
    for sentence in history_sentences(failed):
        click.echo(click.style(safe_line(f"{sentence}."), fg="yellow"))
    for row in report["related"]:
        sentence = f"{row['trial']}: {query_sentence(row['question'], row['error'], row['note'])}."
        click.echo(click.style(safe_line(sentence), fg="yellow" if row["error"] else None))
    if report["channels"]:
        _print_channels(report["channels"])
    else:
        click.echo("No channel is configured: alerts are printed by `nctwatch poll` and `nctwatch run`.")
    click.echo(
        f"Release: {report['release'] or 'not known yet'}. Last poll: {moment(report['last_poll_at']) or 'never'}."
    )
    for problem in problems:
        click.echo(click.style(safe_line(problem), fg="red", bold=True))
    service = report["service"]
    state = service_state(service["alive"], service["heartbeat_at"], stopped_at)
    click.echo(f"Service: {state}." + ("" if service["alive"] else " Start it with `nctwatch run`."))


def _search_line(row: Row) -> str:
    """Return what a standing search found, or why it failed."""
    name = f'Search "{safe_line(row["name"])}"'
    if row["error"]:
        found = f" {count(row['trials'], 'trial')} found before." if row["trials"] else ""
        return f"{name}: the search failed: {safe_line(row['error']).rstrip('. ')}.{found}"
    if not row["searched_at"]:
        return f"{name}: not run yet."
    return f"{name}: {count(row['trials'], 'trial')} (last run {moment(row['searched_at'])})."


def _print_trials(rows: list[Row], announced: list[str]) -> None:
    from monitor.core.presentation import labels

    print_table(
        ("trial", "status", "versions", "last changed", "why", "title"),
        [
            (
                row["trial"],
                "gone"
                if row["gone_at"]
                else labels.status(row["status"])
                if row["status"]
                else "not fetched yet",
                row["versions"],
                row["last_changed"] or "never",
                row["why"],
                labels.cut(row["title"], 70),
            )
            for row in rows
        ],
    )
    for row in rows:
        if row["last_error"]:
            colour = "red" if f"failing {row['trial']}" in announced else "yellow"
            click.echo(click.style(f"{row['trial']}: {row['last_error']}", fg=colour))


def _print_channels(rows: list[Row]) -> None:
    print_table(
        ("channel", "waiting", "given up", "note"),
        [
            (
                row["name"],
                row["queued"],
                row["dead"],
                "" if row["configured"] else "no longer configured",
            )
            for row in rows
        ],
    )
