"""``nctwatch verify``: recompute every checksum."""

from __future__ import annotations

import click

from monitor.cli.common import as_json, note, store_path
from monitor.cli.output import echo, print_json
from monitor.cli.progress import Progress
from monitor.store.opening import open_for_reading


@click.command()
@as_json
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Recompute the checksum of every stored version and message. Exits with 1 if anything is damaged."""
    from monitor.store.messages import damaged_messages
    from monitor.store.verify import count_versions, integrity, sizes, versions

    with open_for_reading(store_path(ctx)) as reader, Progress("Versions") as bar:
        faults = integrity(reader)
        total = count_versions(reader)
        checked, damaged = 0, []
        for trial, version, fault in versions(reader):
            checked += 1
            bar.show(checked, total)
            if fault:
                damaged.append({"trial": trial, "version": version, "error": fault})
        messages = [
            {"delivery": number, "channel": channel, "error": fault}
            for number, channel, fault in damaged_messages(reader)
        ]
        size = sizes(reader)
    if as_json:
        print_json(
            {"checked": checked, "damaged": damaged, "messages": messages, "integrity": faults, "bytes": size}
        )
    else:
        for row in damaged:
            echo(f"{row['trial']} version {row['version']}: {row['error']}")
        for row in messages:
            echo(f"delivery {row['delivery']} to {row['channel']}: {row['error']}")
        for fault in faults:
            echo(f"the store itself: {fault}")
        note(f"{checked:,} versions checked, {len(damaged)} damaged.")
        note(
            f"The file has {size['file']:,} bytes: {size['versions']:,} of versions, {size['search']:,} of search index."
        )
    ctx.exit(1 if damaged or messages or faults else 0)
