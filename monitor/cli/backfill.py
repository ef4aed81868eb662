"""``nctwatch backfill``: the registry's own record history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.common import NCT_NUMBER, as_json, load_config, note
from monitor.cli.output import print_json
from monitor.cli.progress import Progress
from monitor.cli.table import print_table
from monitor.core.presentation.labels import count
from monitor.errors import NothingStored, UsageError
from monitor.store.opening import open_for_reading
from monitor.store.trials import current_numbers, list_trials, load_trial

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.backfill import BackfillResult
    from monitor.config.model import Config
    from monitor.store.connection import Connection

SHOWN = 40
"""Trials up to which each has a line; of more, only those about which there is something to say."""


@click.command()
@click.argument("trials", type=NCT_NUMBER, metavar="[TRIAL]...", nargs=-1)
@as_json
@click.pass_context
def backfill(ctx: click.Context, trials: tuple[str, ...], as_json: bool) -> None:
    """Fetch the registry's own record history of each TRIAL, or of all watched trials, back to the first version.

    It adds versions and changes, and sends no alerts. Stored versions are not fetched again.
    If everything is watched, name at least one TRIAL.
    """
    from monitor.logs import keep_silent
    from monitor.service.jobs import run_maintenance
    from monitor.watched import watched

    keep_silent()
    config = load_config(ctx)
    with open_for_reading(config.store.path) as reader:
        if config.everything and not trials:
            raise UsageError(
                "everything is watched, and the registry cannot serve the history of all trials; "
                "name the trials: `nctwatch backfill TRIAL`"
            )
        numbers = [load_trial(reader, number).nct for number in trials] or _stored(
            reader, list(watched(config, reader))
        )
    rows = _take(config, numbers)
    run_maintenance(config)
    if as_json:
        print_json([_row(taken) for taken in rows])
    else:
        _print(rows)
    failed = [taken.error for taken in rows if taken.error]
    if failed and rows[-1].unreachable:
        raise failed[-1]
    ctx.exit(1 if failed else 0)


def _take(config: Config, numbers: list[str]) -> list[BackfillResult]:
    """Fetch the histories, with one bar for all of them: a trial counts as one, whatever it has of versions."""
    from monitor.service.jobs import take_history

    rows: list[BackfillResult] = []
    with Progress("Record histories") as bar:

        def progress(number: str) -> Callable[[int, int], None]:
            bar.show(len(rows), len(numbers), number)
            return lambda done, listed: bar.show(len(rows) + done / listed, len(numbers), number)

        try:
            for taken in take_history(config, numbers, progress=progress):
                rows.append(taken)
                bar.show(len(rows), len(numbers), taken.trial)
        except KeyboardInterrupt:
            bar.end()
            note("What was fetched is kept; the next backfill goes on from there.")
            raise
    return rows


def _stored(reader: Connection, wanted: list[str]) -> list[str]:
    """Return the watched trials that have a version.

    Raises:
        NothingStored: no watched trial has one.

    """
    held = {row.trial.nct for row in list_trials(reader, wanted) if row.versions}
    aliases = current_numbers(reader)
    numbers = [aliases.get(number, number) for number in wanted]
    found = [number for number in dict.fromkeys(numbers) if number in held]
    if not found:
        raise NothingStored("no watched trial is in the store yet: `nctwatch poll` first")
    return found


def _row(taken: BackfillResult) -> dict[str, object]:
    return {
        "trial": taken.trial,
        "listed": taken.listed,
        "added": taken.added,
        "recognised": taken.recognised,
        "changes": taken.changes,
        "complete": taken.complete,
        "error": str(taken.error) if taken.error else None,
    }


def _print(rows: list[BackfillResult]) -> None:
    shown = rows if len(rows) <= SHOWN else [taken for taken in rows if _note(taken)]
    if shown:
        print_table(
            ("trial", "versions in the history", "added", "changes", "note"),
            [(taken.trial, taken.listed, taken.added, taken.changes, _note(taken)) for taken in shown],
        )
    added, changes = (sum(getattr(taken, name) for taken in rows) for name in ("added", "changes"))
    note(
        f"{count(len(rows), 'trial')}: {count(added, 'version')} and {count(changes, 'change')} added; no alerts were sent."
    )


def _note(taken: BackfillResult) -> str:
    if taken.error:
        return str(taken.error)
    return "" if taken.listed else "the registry has no history of this trial"
