"""``nctwatch status``: the watched trials, the searches, the channels, and problems of nctwatch itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.asking import asks, print_answer
from monitor.cli.common import as_json, load_config, note, wrapped
from monitor.cli.health import service_state
from monitor.cli.output import echo, style
from monitor.cli.pager import paged, pages_follow
from monitor.cli.status_trials import counted, print_trials
from monitor.cli.table import print_table
from monitor.clock import now
from monitor.core.alarms import Facts, alarms
from monitor.core.presentation.histories import history_sentences
from monitor.core.presentation.labels import count, moment
from monitor.core.presentation.related_queries import query_sentence
from monitor.core.presentation.sanitize import safe_line
from monitor.errors import NothingStored
from monitor.questions.trials import TRIALS
from monitor.questions.trials import report as report_of
from monitor.store import polls
from monitor.store.alarms import dead, orphans
from monitor.store.opening import open_for_reading
from monitor.store.rests import refusals
from monitor.store.state import STOPPED_AT, get_state

if TYPE_CHECKING:
    from monitor.store.connection import Connection, Row


@click.command()
@asks(TRIALS)
@as_json
@click.pass_context
@paged
def status(ctx: click.Context, group: str | None, status: str | None, limit: int, as_json: bool) -> None:
    """Show each watched trial, the stored release, the channels, and whether the service runs."""
    config = load_config(ctx)
    sentences: list[str] = []
    stopped_at = None
    asked = limit if as_json else 0  # people are told the number of all
    try:
        with open_for_reading(config.store.path) as reader:
            report = report_of(config, reader, now(), group=group, status=status, limit=asked)
            sentences = _problems(reader, report)
            stopped_at = get_state(reader, STOPPED_AT)
    except NothingStored as error:
        note(str(error))
        report = report_of(config, None, now(), group=group, status=status, limit=asked)
    if as_json:
        print_answer(report)
    else:
        _print(report, sentences, stopped_at, prints=not config.channels, limit=limit)
        if 0 < limit < len(report["trials"]):
            note(f"The first {limit} of {len(report['trials'])} trials; without --limit all are shown.")


def _problems(reader: Connection, report: dict[str, Any]) -> list[str]:
    """Return a sentence for each announced problem but those of a trial or search, which its own line shows."""
    keys = report["alarms"]
    facts = Facts(
        stale_since=report["last_success_at"] or polls.first_poll(reader),
        refused="refused" in keys,
        failing={},
        dead=dead(reader),
        refusals=refusals(reader),
        orphans=orphans(reader, [row["name"] for row in report["channels"] if row["configured"]]),
    )
    sentences = alarms(facts)
    return [sentences[key] for key in keys if key in sentences]


def _print(
    report: dict[str, Any], problems: list[str], stopped_at: str | None, *, prints: bool, limit: int
) -> None:
    trials = report["trials"][: limit or None]
    state_first = pages_follow(len(trials))  # the top of the first page, else above the prompt
    if not state_first:
        print_trials(trials, report["alarms"])
    _print_state(report, problems, stopped_at, prints=prints)
    if state_first:
        echo()
        print_trials(trials, report["alarms"])


def _print_state(
    report: dict[str, Any], problems: list[str], stopped_at: str | None, *, prints: bool
) -> None:
    """Print all but the trials: the searches, the channels, the release, what is wrong, and the service."""
    if everything := report["everything"]:
        _say(
            f"Everything is watched: {everything['trials']:,} trials, {everything['gone']:,} gone, {everything['failing']:,} failing. "
            f"Last full scan: {everything['last_full_pass'] or 'none yet'}."
        )
        if scan := everything["under_way"]:
            _say(f"Scan running: {scan['seen']:,} of {scan['total'] or 0:,} records.")
    elif report["trials"]:
        _say(counted(report["trials"]))
    _print_sources(report)
    failed = [(row["trial"], row["error"], row["next_try_at"]) for row in report["histories"]]
    for sentence in history_sentences(failed):
        _say(f"{sentence}.", fg="yellow")
    for row in report["related"]:
        sentence = f"{row['trial']}: {query_sentence(row['question'], row['error'], row['note'])}."
        _say(sentence, fg="yellow" if row["error"] else None)
    _print_channels(report["channels"])
    if prints:
        _say("No channel is configured: alerts are printed by `nctwatch poll` and `nctwatch run`.")
    _say(
        f"Release: {report['release'] or 'not known yet'}. Last poll: {moment(report['last_poll_at']) or 'never'}."
    )
    for problem in problems:
        _say(problem, fg="red", bold=True)
    service = report["service"]
    state = service_state(service["alive"], service["alive_at"], stopped_at)
    _say(f"Service: {state}." + ("" if service["alive"] else " Start it with `nctwatch run`."))


def _say(sentence: str, **styles: Any) -> None:  # noqa: ANN401  # as click.style takes them
    echo(style(wrapped(sentence, ""), **styles))


def _print_sources(report: dict[str, Any]) -> None:
    """Print the files of trials that have a fault, and each standing search."""
    for row in report["files"]:
        if row["error"]:
            _say(f"{row['file']}: {row['error']}.", fg="yellow")
    for row in report["searches"]:
        announced = f"search {row['name']}" in report["alarms"]
        echo(
            style(
                wrapped(_search_line(row), ""), fg="red" if announced else "yellow" if row["error"] else None
            )
        )


def _search_line(row: Row) -> str:
    """Return what a standing search found, or why it failed."""
    name = f'Search "{safe_line(row["name"])}"'
    if row["error"]:
        found = f" {count(row['trials'], 'trial')} found before." if row["trials"] else ""
        return f"{name}: the search failed: {safe_line(row['error']).rstrip('. ')}.{found}"
    if not row["searched_at"]:
        return f"{name}: not run yet."
    return f"{name}: {count(row['trials'], 'trial')} (last run {moment(row['searched_at'])})."


def _print_channels(rows: list[Row]) -> None:
    print_table(
        ("channel", "queued", "dead", "note"),
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
