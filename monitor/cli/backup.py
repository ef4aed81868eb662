"""``nctwatch backup``: a consistent copy of the store."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.common import note, store_path
from monitor.cli.progress import Progress


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def backup(ctx: click.Context, file: Path) -> None:
    """Copy the store to the new FILE, also while the service writes. An existing FILE is an error.

    To restore: stop the service, move the store with its -wal and -shm files away, and move FILE to its place.
    """
    from monitor.store.backup import backup as copy

    path = store_path(ctx)
    with Progress("Pages") as bar:
        copy(path, file, bar.show)
    note(f"{file} written: {file.stat().st_size:,} bytes, checked.")
