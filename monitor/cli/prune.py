"""``nctwatch prune``: give up the bytes of past versions."""

from __future__ import annotations

from itertools import groupby

import click

from monitor.cli.common import Day, Trial, as_json, load_config, note, print_json
from monitor.cli.table import print_table
from monitor.core.presentation.labels import count
from monitor.errors import UsageError
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.trials import load_trial


@click.command()
@click.argument("trials", type=Trial(), metavar="[TRIAL]...", nargs=-1)
@click.option(
    "--keep", type=click.IntRange(min=1), metavar="N", help="Keep the N newest versions of each trial."
)
@click.option(
    "--before",
    type=Day(),
    metavar="DATE",
    help="Only versions valid from before this day; or how long ago, such as 730d.",
)
@click.option("--yes", is_flag=True, help="Do it; without this it is only shown what would be done.")
@as_json
@click.pass_context
def prune(
    ctx: click.Context,
    trials: tuple[str, ...],
    keep: int | None,
    before: str | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Give up the bytes of past versions of TRIAL, or of all; by count, by age, or both.

    Their lines in the history and all changes stay. The newest version of a trial, and what an alert
    that was not sent yet tells of, are never given up. What is gone is gone: `nctwatch backup` first.
    """
    if keep is None and before is None:
        raise UsageError("say what to give up: --keep N, --before DATE, or both")
    from monitor.clock import now, stamp
    from monitor.store import prune as pruning

    config = load_config(ctx)
    with open_for_reading(config.store.path) as reader:
        numbers = [load_trial(reader, number).nct for number in trials]
    with open_for_writing(config.store.path) as store:
        found = pruning.prunable(store, keep=keep or 1, before=before or "9999", trials=numbers)
        if yes:
            for trial, victims in groupby(found, key=lambda one: one.trial_id):
                del trial
                with store.transaction():
                    pruning.prune(store, list(victims), stamp(now()))
            store.shrink()
    rows = [{"trial": one.trial, "version": one.version, "bytes": one.bytes} for one in found]
    if as_json:
        print_json({"pruned": yes, "versions": rows})
        return
    if rows:
        print_table(("trial", "version", "bytes"), [tuple(row.values()) for row in rows])
    note(f"{count(len(rows), 'version')} {'given up' if yes else 'would be given up; --yes does it'}.")
