"""``nctwatch init``: write a configuration to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.common import note
from monitor.errors import UsageError


@click.command()
@click.argument("directory", default=".", metavar="[DIR]", type=click.Path(file_okay=False, path_type=Path))
def init(directory: Path) -> None:
    """Write a commented configuration to DIR/config/nctwatch.toml; never overwrites."""
    from monitor.config.where import DEFAULT, template

    path = directory / DEFAULT
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(template())
    except FileExistsError as error:
        raise UsageError(f"{path} is there already and stays as it is") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    click.echo(str(path))
    note("Next: look into it, then `nctwatch check`, `nctwatch poll`, and `nctwatch run`.")
