"""``nctwatch prune``: delete the records of old versions."""

from __future__ import annotations

from itertools import groupby

import click

from monitor.cli.common import NCT_NUMBER, as_json, day_option, load_config, note
from monitor.cli.output import print_json
from monitor.cli.table import print_table
from monitor.core.presentation.labels import count
from monitor.errors import UsageError
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.trials import load_trial


@click.command()
@click.argument("trials", type=NCT_NUMBER, metavar="[TRIAL]...", nargs=-1)
@click.option(
    "--keep", type=click.IntRange(min=1), metavar="N", help="Keep the N newest versions of each trial."
)
@day_option("--before", help="Only versions valid from before DATE.")
@click.option("--yes", is_flag=True, help="Delete them. Without --yes, the versions are only listed.")
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
    """Delete the records of old versions of each TRIAL, or of all trials; by count, by age, or both.

    The lines of `nctwatch history` and all changes stay. The newest version of a trial, and versions that a
    waiting message is about, are never deleted. This cannot be undone: run `nctwatch backup` first.
    """
    if keep is None and before is None:
        raise UsageError("name the versions to delete: --keep N, --before DATE, or both")
    from monitor.clock import now, stamp
    from monitor.store.prune import prunable
    from monitor.store.prune import prune as prune_versions

    config = load_config(ctx)
    with open_for_reading(config.store.path) as reader:
        numbers = [load_trial(reader, number).nct for number in trials]
    with open_for_writing(config.store.path) as store:
        found = prunable(store, keep=keep or 1, before=before or "9999", trials=numbers)
        if yes:
            for _, versions in groupby(found, key=lambda version: version.trial_id):
                with store.transaction():
                    prune_versions(store, list(versions), stamp(now()))
            store.shrink()
    rows = [{"trial": row.trial, "version": row.version, "bytes": row.bytes} for row in found]
    if as_json:
        print_json({"pruned": yes, "versions": rows})
        return
    if rows:
        print_table(("trial", "version", "bytes"), [tuple(row.values()) for row in rows])
    note(f"{count(len(rows), 'version')} {'deleted' if yes else 'would be deleted; run again with --yes'}.")
