"""``nctwatch history``: a trial's versions."""

from __future__ import annotations

import click

from monitor.cli.common import Trial, as_json, print_json, print_table, store_path
from monitor.store.read import Reader


@click.command()
@click.argument("trial", type=Trial())
@as_json
@click.pass_context
def history(ctx: click.Context, trial: str, as_json: bool) -> None:
    """List the versions of TRIAL, newest first, with what changed in each."""
    with Reader(store_path(ctx)) as reader:
        rows = reader.history(trial)
    if as_json:
        print_json(rows)
        return
    from monitor.core.words import status

    print_table(
        ("version", "valid from", "seen", "source", "status", "what changed"),
        [
            (
                row["version"],
                row["valid_from"],
                row["observed_at"],
                row["source"],
                status(row["status"]),
                ", ".join(row["events"]) or ("first version" if row["version"] == 1 else "nothing but order"),
            )
            for row in rows
        ],
    )
