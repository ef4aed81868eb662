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
from monitor.store.read import Reader
from monitor.store.related import kept
from monitor.store.searches import standing
from monitor.watched import watched as everyone

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.store.read import Row


@click.command()
@as_json
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Show each watched trial, the release held, the channels, and whether the service is alive."""
    config = load_config(ctx)
    try:
        with Reader(config.store.path) as reader:
            report = _report(config, reader)
    except NothingStored as error:
        note(str(error))
        report = _report(config, None)
    if as_json:
        print_json(report)
    else:
        _print(report)


def _report(config: Config, reader: Reader | None) -> dict[str, Any]:
    state = reader.state if reader else lambda _key: None
    beat, success = state("heartbeat"), state("last_success_at")
    well = health(now(), beat, success, config.schedule.stale_after)
    backlog = reader.backlog() if reader else {}
    names = [channel.name for channel in config.channels]
    return {
        "release": state("release"),
        "last_poll_at": state("last_poll_at"),
        "last_success_at": success,
        "service": {"alive": well.alive, "fresh": well.fresh, "heartbeat_at": beat},
        "trials": _trials(config, reader),
        "everything": _everything(reader) if reader and config.everything else None,
        "searches": _searches(config, reader),
        "alarms": state("alarms") or [],
        "channels": [
            {"name": name, "queued": row["queued"], "dead": row["dead"], "configured": name in names}
            for name in dict.fromkeys([*names, *backlog])
            for row in [backlog.get(name, {"queued": 0, "dead": 0})]
        ],
    }


def _everything(reader: Reader) -> dict[str, Any]:
    """Return how the watch over everything stands."""
    from monitor.core.full_scan import loaded

    (counts,) = reader.rows(
        "SELECT count(*) AS trials, sum(gone_at IS NOT NULL) AS gone, sum(last_error IS NOT NULL) AS failing "
        "FROM trials WHERE fingerprint IS NOT NULL"
    )
    swept = loaded(reader.state("swept"))
    way = swept.under_way
    return {
        **{name: number or 0 for name, number in counts.items()},
        "last_full_pass": swept.full,
        "last_pass": swept.last,
        "under_way": {"seen": way.seen, "total": way.total, "since": way.since} if way else None,
    }


def _searches(config: Config, reader: Reader | None) -> list[Row]:
    """Return how the standing searches stand, in the order of the configuration."""
    known = standing(reader.rows) if reader and kept(reader.rows) else {}
    new = {"trials": 0, "error": None, "searched_at": None}
    return [known.get(search.name, {"name": search.name, **new}) for search in config.searches]


def _trials(config: Config, reader: Reader | None) -> list[Row]:
    """Return the watched trials in the order of the configuration, then what else is held.

    Where everything is watched, only those that are watched for a reason of their own.
    """
    only = everyone(config, reader.rows) if reader and config.everything else None
    held = {row["nct"]: row for row in reader.trials(only)} if reader else {}
    aliases = reader.aliases() if reader else {}
    watched: dict[str, str] = {}
    for number, why in (everyone(config, reader.rows) if reader else config.watched).items():
        watched.setdefault(number if number in held else aliases.get(number, number), why)
    order = dict.fromkeys([*watched, *(number for number in held if held[number]["versions"])])
    rows = []
    for number in order:
        row = held.get(number, {})
        rows.append(
            {
                "trial": number,
                "title": row.get("title") or "",
                "status": row.get("status"),
                "why": watched.get(number, "no longer watched"),
                "versions": row.get("versions", 0),
                "last_seen": row.get("last_seen_at"),
                "last_changed": row.get("last_changed"),
                "gone_at": row.get("gone_at"),
                "last_error": row.get("last_error"),
            }
        )
    return rows


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
