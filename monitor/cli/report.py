"""``nctwatch report``: write an HTML page, an Atom feed and a calendar."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from monitor.cli.asking import asks
from monitor.cli.common import NCT_NUMBER, as_json, load_config, note
from monitor.cli.output import print_json
from monitor.clock import now
from monitor.core.presentation.labels import count
from monitor.errors import UsageError
from monitor.questions.changes import CHANGES, check_span
from monitor.store.opening import open_for_reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.store.connection import Row

F = TypeVar("F", bound="Callable[..., Any]")


def _file_option(*names: str, metavar: str, help: str) -> Callable[[F], F]:  # noqa: A002
    return click.option(
        *names, metavar=metavar, type=click.Path(path_type=Path), help=f"{help} - is standard output."
    )


@click.command()
@click.argument("trials", metavar="[TRIAL]...", nargs=-1, type=NCT_NUMBER)
@_file_option("-o", "--output", "file", metavar="FILE.html", help="Write the page to this file;")
@_file_option("--feed", metavar="FILE.atom", help="Write an Atom feed of what polls saw to this file;")
@_file_option(
    "--calendar",
    metavar="FILE.ics",
    help="Write a calendar of completions and days on which results are due;",
)
@asks(CHANGES, "group", "since", "until")
@as_json
@click.pass_context
def report(
    ctx: click.Context,
    trials: tuple[str, ...],
    file: Path | None,
    feed: Path | None,
    calendar: Path | None,
    group: str | None,
    since: str | None,
    until: str | None,
    as_json: bool,
) -> None:
    """Write one HTML page about each TRIAL, or all trials: timelines, versions, redlines.

    The page is a single file, without scripts, and loads nothing from the network. With --since or --until it begins
    with what changed in that time, the gravest first.
    """
    if file is None and feed is None and calendar is None:
        raise UsageError(
            "name a file for the page (-o FILE.html), for the feed (--feed FILE.atom) or for the calendar "
            "(--calendar FILE.ics)"
        )
    check_span(since, until)
    from monitor.report import write
    from monitor.report.queries import Source
    from monitor.report.watch import watch
    from monitor.store.news import Filter
    from monitor.watched import numbers_of, watched

    config = load_config(ctx)
    at, written, zone = now(), [], config.schedule.zone
    with open_for_reading(config.store.path) as reader:
        source = Source(reader, watched(config, reader), at.astimezone(zone).date(), config.everything, zone)
        numbers = [row["nct"] for row in write.chosen(source, trials)] if trials else None
        if group:
            members = numbers_of(config, reader, group)
            numbers = [number for number in numbers or sorted(members) if number in members]
            if not numbers:
                raise UsageError(
                    f"{', '.join(trials)} is not in the group {group}"
                    if trials
                    else f"the group {group} has no trial yet"
                )
        if file is not None:
            plan = config.schedule
            stands = watch(reader, at, plan.poll, plan.stale_after, plan.zone)
            page = write.page(source, numbers or (), at, (since, until), stands)
            written.append(_write(file, page.encode()))
        if feed is not None:
            wanted = Filter(since=since, until=until)
            written.append(_write(feed, write.feed(reader, numbers, wanted, config.service.public_url)))
        if calendar is not None:
            name = ", ".join((*trials, *([group] if group else [])))
            days = write.calendar(reader, numbers, config.service.public_url, name=name)
            written.append(_write(calendar, days))
    if as_json:
        print_json({"files": written})
        return
    for row in written:
        note(f"wrote {row['file']}: {count(row['bytes'], 'byte')}")


def _write(path: Path, content: bytes) -> Row:
    from monitor.export import output

    standard = path == Path("-")
    with output.standard_output() if standard else output.new_file(path, force=True) as file:
        file.write(content)
    return {"file": "<stdout>" if standard else str(path), "bytes": len(content)}
