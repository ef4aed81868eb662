"""``nctwatch verify``: recompute every checksum."""

from __future__ import annotations

import click

from monitor.cli.common import as_json, note, print_json, store_path
from monitor.store.read import Reader


@click.command()
@as_json
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Recompute the checksum of every version held; exit 1 if anything is damaged."""
    with Reader(store_path(ctx)) as reader:
        faults = reader.integrity()
        checked, damaged = 0, []
        for trial, version, fault in reader.verify():
            checked += 1
            if fault:
                damaged.append({"trial": trial, "version": version, "error": fault})
    if as_json:
        print_json({"checked": checked, "damaged": damaged, "integrity": faults})
    else:
        for row in damaged:
            click.echo(f"{row['trial']} version {row['version']}: {row['error']}")
        for fault in faults:
            click.echo(f"the store itself: {fault}")
        note(f"{checked} versions checked, {len(damaged)} damaged.")
    ctx.exit(1 if damaged or faults else 0)
