"""``nctwatch changes``: the change log."""

from __future__ import annotations

import click

from monitor.cli.asking import asks, context, print_answer
from monitor.cli.common import as_json, note, store_path
from monitor.cli.pager import paged
from monitor.cli.table import print_table
from monitor.questions.changes import CHANGES
from monitor.store.opening import open_for_reading


@click.command()
@asks(CHANGES)
@as_json
@click.pass_context
@paged
def changes(ctx: click.Context, /, as_json: bool, limit: int, **filters: str | None) -> None:
    """List changes, newest first, by the day on which they happened."""
    with open_for_reading(store_path(ctx)) as reader:
        listed = CHANGES.ask(context(ctx, reader), filters | {"limit": limit})
    if as_json:
        print_answer(listed)
    elif listed:
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
        noise = sum(row["severity"] == "noise" for row in listed)
        if 2 * noise > len(listed) and not filters["severity"]:
            note(f"{noise} of {len(listed)} are noise; --severity low leaves it out.")
        if limit and len(listed) == limit:
            note(f"The newest {limit}; --limit shows more.")
    else:
        note("No changes.")
