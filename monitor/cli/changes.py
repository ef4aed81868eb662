"""``nctwatch changes``: the change log."""

from __future__ import annotations

import click

from monitor.cli.common import NctNumber, as_json, day_option, note, print_json, store_path
from monitor.cli.table import print_table
from monitor.model import Kind, Severity
from monitor.store.changes import list_changes
from monitor.store.opening import open_for_reading


@click.command()
@click.option("--trial", type=NctNumber(), metavar="T", help="Of this trial.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    metavar="K",
    help="Of this kind, such as eligibility.",
)
@click.option(
    "--severity", type=click.Choice([level.value for level in Severity]), metavar="S", help="This and above."
)
@day_option("--since", help="From DATE on.")
@day_option("--until", help="Up to DATE.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    metavar="N",
    help="At most so many; 0 for all.",
)
@as_json
@click.pass_context
def changes(
    ctx: click.Context,
    trial: str | None,
    kind: str | None,
    severity: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """List changes, newest first, by the day on which they happened."""
    from monitor.core.presentation.change_json import change_json

    lowest = Severity(severity or Severity.NOISE)
    wanted = [level.value for level in Severity if level.rank >= lowest.rank] if severity else []
    with open_for_reading(store_path(ctx)) as reader:
        rows = list_changes(
            reader, trial=trial, kind=kind, severity=wanted, since=since, until=until, limit=limit or -1
        )
    listed = [change_json(row) for row in rows]
    if as_json:
        print_json(listed)
    elif rows:
        print_table(
            ("id", "day", "trial", "change", "severity", "summary"),
            [
                (
                    row["id"],
                    row["happened_on"],
                    row["trial"],
                    f"{row['kind']}.{row['event']}",
                    row["severity"],
                    row["summary"],
                )
                for row in listed
            ],
        )
        if limit and len(rows) == limit:
            note(f"The newest {limit}; --limit shows more.")
    else:
        note("No changes.")
