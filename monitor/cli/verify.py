"""``nctwatch verify``: recompute every checksum."""

from __future__ import annotations

import click

from monitor.cli.common import as_json, note, print_json, progress_bar, store_path
from monitor.store.read import Reader


@click.command()
@as_json
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Recompute the checksum of every version held; exit 1 if anything is damaged."""
    from monitor.store.check import integrity, sizes, versions

    show = progress_bar("Versions", least=2000)
    with Reader(store_path(ctx)) as reader:
        faults = integrity(reader)
        total = reader.rows("SELECT count(*) AS count FROM versions WHERE pruned_at IS NULL")[0]["count"]
        checked, damaged = 0, []
        for trial, version, fault in versions(reader):
            checked += 1
            show(checked, total)
            if fault:
                damaged.append({"trial": trial, "version": version, "error": fault})
        size = sizes(reader)
    if as_json:
        print_json({"checked": checked, "damaged": damaged, "integrity": faults, "bytes": size})
    else:
        for row in damaged:
            click.echo(f"{row['trial']} version {row['version']}: {row['error']}")
        for fault in faults:
            click.echo(f"the store itself: {fault}")
        note(f"{checked:,} versions checked, {len(damaged)} damaged.")
        note(
            f"The file has {size['file']:,} bytes: {size['versions']:,} of versions, {size['search']:,} of search index."
        )
    ctx.exit(1 if damaged or faults else 0)
