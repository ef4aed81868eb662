"""``nctwatch backup``: a consistent copy of the store."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.common import note, progress_bar, store_path


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def backup(ctx: click.Context, file: Path) -> None:
    """Copy the store to FILE as it is at this moment, also while the service writes; never overwrites.

    To restore, stop the service, put the copy where the store was, without the -wal and -shm files beside it.
    """
    from monitor.store.backup import backup as copy

    path = store_path(ctx)
    copy(path, file, progress_bar("Pages", least=50_000))
    note(f"{file} has {file.stat().st_size:,} bytes and is sound.")
