"""``nctwatch poll``: poll once, now."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from monitor.cli import addresses
from monitor.cli.common import as_json, load_config, note
from monitor.cli.output import print_json_members
from monitor.cli.progress import Progress
from monitor.core.presentation.labels import count
from monitor.store.changes import changes_by_id
from monitor.store.opening import open_for_reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.config.model import Config
    from monitor.model import Delivered, Json
    from monitor.poll import PollResult
    from monitor.store.connection import Connection


AT_ONCE = 100
"""Changes that are read at once."""


@click.command()
@as_json
@click.pass_context
def poll(ctx: click.Context, as_json: bool) -> None:
    """Poll once, now: fetch the watched trials, store and compare them, and send alerts."""
    from monitor.cli.printing import print_alert
    from monitor.logs import keep_silent
    from monitor.service.jobs import run_deliveries, run_maintenance, run_ping, run_poll

    keep_silent()
    config = load_config(ctx)
    addresses.require_new(config)  # a wrong address is an error before anything is fetched
    with Progress("Trials") as bar:
        done = run_poll(config, progress=bar.show)
    delivered = run_deliveries(config, None if as_json else print_alert)
    if as_json:
        _print_json(config, done, delivered)
    else:
        _print(done, delivered)
    run_ping(config, done)
    run_maintenance(config)
    if done.error:
        raise done.error
    ctx.exit(done.exit_status or int(bool(delivered.failed)))


def report(done: PollResult, delivered: Delivered) -> dict[str, object]:
    """Return a poll as ``poll --json`` prints it, without changes and notices."""
    return {
        "release": done.release,
        "requests": done.requests,
        "bytes": done.bytes,
        "checked": done.checked,
        **done.counts,
        "errors": [
            *({"trial": trial, "error": error} for trial, error in [*done.errors, *done.related_errors]),
            *({"trial": None, "error": problem} for problem in done.problems),
        ],
        "notes": done.notes,
        "changes": [],
        "notices": [],
        "deliveries": {"queued": done.queued, "sent": delivered.sent, "failed": delivered.failed},
    }


def _print_json(config: Config, done: PollResult, delivered: Delivered) -> None:
    """Print a poll; where no channel is configured, with all that waits to be printed, which then is."""
    from monitor.service.printing import Waiting, waiting

    printing = nullcontext(Waiting()) if config.channels else waiting(config.store.path)
    with printing as found, open_for_reading(config.store.path) as reader:
        values = report(done, replace(delivered, sent=delivered.sent + found.number))
        ids = sorted({*found.changes, *done.changes})
        values["changes"] = _changes(reader, ids) if ids else []
        values["notices"] = [{"subject": each.subject, "body": each.body} for each in found.notices]
        print_json_members(values)


def _changes(reader: Connection, ids: list[int]) -> Iterator[dict[str, Json]]:
    """Yield changes as JSON, read a few at a time: a release of everything that is watched has thousands."""
    from monitor.core.presentation.change_json import change_json

    for start in range(0, len(ids), AT_ONCE):
        yield from map(change_json, changes_by_id(reader, ids[start : start + AT_ONCE]))


def _print(done: PollResult, delivered: Delivered) -> None:
    counts = ", ".join(f"{number} {name}" for name, number in done.counts.items() if number)
    release = f"Release {done.release}" if done.release else "Release unknown"
    found = counts or ("nothing was fetched" if done.error else "nothing new")
    note(f"{release}: {found}; {count(done.requests, 'request')}, {done.bytes:,} bytes.")
    if done.queued or delivered.sent or delivered.failed:
        note(f"Messages: {done.queued} queued, {delivered.sent} sent, {delivered.failed} failed.")
    errors = [*([] if done.error else done.errors), *done.related_errors]
    for line in [*(f"{trial}: {error}" for trial, error in errors), *done.problems, *done.notes]:
        note(line)
    if delivered.failed:
        note("`nctwatch deliveries` shows the errors; failed messages are tried again.")
