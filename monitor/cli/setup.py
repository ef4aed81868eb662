"""``nctwatch init``: write a configuration to begin with."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from monitor.cli.common import note
from monitor.cli.output import echo
from monitor.errors import UsageError


@click.command()
@click.argument("directory", default=".", metavar="[DIR]", type=click.Path(file_okay=False, path_type=Path))
def init(directory: Path) -> None:
    """Write a commented configuration to DIR/config/nctwatch.toml. An existing file is an error."""
    from monitor.config.where import DEFAULT, template
    from monitor.export.output import new_file
    from monitor.invoked import program

    path = directory / DEFAULT
    if os.path.lexists(path):
        raise UsageError(f"{path} exists already and was not changed")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path.parent} cannot be made: {error.strerror}") from error
    with new_file(path, force=False) as file:
        file.write(template().encode())
    echo(str(path))
    name = program()
    if path.absolute() != DEFAULT.absolute():
        name += f" --config {shlex.quote(str(path))}"
    note(f"Next: edit this file, then run `{name} check`, `{name} poll`, and `{name} run`.")
