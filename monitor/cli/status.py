"""``nctwatch status``: what is watched, how it stands, and whether the watch itself is well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.common import as_json, load_config, note, print_json
from monitor.cli.table import print_table
from monitor.clock import now
from monitor.core.health import health
from monitor.core.presentation.labels import count
from monitor.core.presentation.sanitize import safe_line
from monitor.errors import NothingStored
from monitor.store.deliveries import backlog
from monitor.store.full_scan import scanned
from monitor.store.opening import open_for_reading
from monitor.store.searches import standing
from monitor.store.state import (
    ALARMS,
    FULL_SCAN,
    HEARTBEAT,
    LAST_POLL_AT,
    LAST_SUCCESS_AT,
    RELEASE,
    get_state,
)
from monitor.store.trials import current_numbers, list_trials
from monitor.watched import watched as everyone

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.store.connection import Connection, Row
    from monitor.store.state import Key, T
    from monitor.store.trials import Summary


@click.command()
@as_json
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Show each watched trial, the release held, the channels, and whether the service is alive."""
    config = load_config(ctx)
    try:
        with open_for_reading(config.store.path) as reader:
            report = _report(config, reader)
    except NothingStored as error:
        note(str(error))
        report = _report(config, None)
    if as_json:
        print_json(report)
    else:
        _print(report)


def _report(config: Config, reader: Connection | None) -> dict[str, Any]:
    def known(key: Key[T]) -> T | None:
        return get_state(reader, key) if reader else None

    beat, success = known(HEARTBEAT), known(LAST_SUCCESS_AT)
    well = health(now(), beat, success, config.schedule.stale_after)
    waiting = backlog(reader) if reader else {}
    names = [channel.name for channel in config.channels]
    return {
        "release": known(RELEASE),
        "last_poll_at": known(LAST_POLL_AT),
        "last_success_at": success,
        "service": {"alive": well.alive, "fresh": well.fresh, "heartbeat_at": beat},
        "trials": _trials(config, reader),
        "everything": _everything(reader) if reader and config.everything else None,
        "searches": _searches(config, reader),
        "alarms": known(ALARMS) or [],
        "channels": [
            {"name": name, "queued": row["queued"], "dead": row["dead"], "configured": name in names}
            for name in dict.fromkeys([*names, *waiting])
            for row in [waiting.get(name, {"queued": 0, "dead": 0})]
        ],
    }


def _everything(reader: Connection) -> dict[str, Any]:
    """Return how the watch over everything stands."""
    from monitor.core.full_scan import loaded

    swept = loaded(get_state(reader, FULL_SCAN))
    way = swept.under_way
    return {
        **scanned(reader),
        "last_full_pass": swept.full,
        "last_pass": swept.last,
        "under_way": {"seen": way.seen, "total": way.total, "since": way.since} if way else None,
    }


def _searches(config: Config, reader: Connection | None) -> list[Row]:
    """Return how the standing searches stand, in the order of the configuration."""
    known = standing(reader) if reader else {}
    new = {"trials": 0, "error": None, "searched_at": None}
    return [known.get(search.name, {"name": search.name, **new}) for search in config.searches]


def _trials(config: Config, reader: Connection | None) -> list[Row]:
    """Return the watched trials in the order of the configuration, then what else is held.

    Where everything is watched, only those that are watched for a reason of their own.
    """
    wanted = everyone(config, reader) if reader else dict(config.watched)
    held = (
        {row.trial.nct: row for row in list_trials(reader, wanted if config.everything else None)}
        if reader
        else {}
    )
    aliases = current_numbers(reader) if reader else {}
    watched: dict[str, str] = {}
    for number, why in wanted.items():
        watched.setdefault(number if number in held else aliases.get(number, number), why)
    order = dict.fromkeys([*watched, *(number for number in held if held[number].versions)])
    return [_row(number, held.get(number), watched.get(number, "no longer watched")) for number in order]


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


def _print(report: dict[str, Any]) -> None:
    if report["trials"]:
        _print_trials(report["trials"])
    if every := report["everything"]:
        click.echo(
            f"Everything is watched: {every['trials']:,} trials, {every['gone']:,} gone, {every['failing']:,} failing. "
            f"Last pass over all of it: release {every['last_full_pass'] or 'none yet'}."
        )
        if way := every["under_way"]:
            click.echo(f"A pass is under way: {way['seen']:,} of {way['total'] or 0:,} records.")
    for row in report["searches"]:
        found = f'"{safe_line(row["name"])}" finds {count(row["trials"], "trial")}; last asked {row["searched_at"] or "never"}.'
        click.echo(f"The standing search {found}")
        if row["error"]:
            click.echo(click.style(f"It failed: {safe_line(row['error'])}", fg="yellow"))
    if report["channels"]:
        _print_channels(report["channels"])
    else:
        click.echo("No channel: alerts are printed by `nctwatch poll` and `nctwatch run`.")
    click.echo(
        f"Release {report['release'] or 'not known yet'}; last poll {report['last_poll_at'] or 'never'}."
    )
    for alarm in report["alarms"]:
        click.echo(click.style(f"The watch is not well: {safe_line(alarm)}", fg="red", bold=True))
    alive = report["service"]["alive"]
    click.echo(
        f"The service is {'running' if alive else 'not running'}."
        + ("" if alive else " Start it with `nctwatch run`.")
    )


def _print_trials(rows: list[Row]) -> None:
    from monitor.core.presentation.labels import cut
    from monitor.core.presentation.labels import status as words

    print_table(
        ("trial", "status", "versions", "last changed", "why", "title"),
        [
            (
                row["trial"],
                "gone" if row["gone_at"] else words(row["status"]) if row["status"] else "not fetched yet",
                row["versions"],
                row["last_changed"] or "never",
                row["why"],
                cut(row["title"], 70),
            )
            for row in rows
        ],
    )
    for row in rows:
        if row["last_error"]:
            click.echo(click.style(f"{row['trial']}: {row['last_error']}", fg="yellow"))


def _print_channels(rows: list[Row]) -> None:
    print_table(
        ("channel", "waiting", "given up", "note"),
        [
            (
                row["name"],
                row["queued"],
                row["dead"],
                "" if row["configured"] else "not in the configuration any more",
            )
            for row in rows
        ],
    )
