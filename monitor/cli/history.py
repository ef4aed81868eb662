"""``nctwatch history``: a trial's versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.asking import asks, context, print_answer
from monitor.cli.common import as_json, store_path
from monitor.cli.pager import paged
from monitor.cli.table import print_table
from monitor.questions.history import HISTORY
from monitor.store.opening import open_for_reading

if TYPE_CHECKING:
    from monitor.store.connection import Row

HOUSEKEEPING = "record.housekeeping"


@click.command()
@asks(HISTORY)
@as_json
@click.pass_context
@paged
def history(ctx: click.Context, trial: str, as_json: bool) -> None:
    """List the versions of TRIAL, newest first, with what changed in each.

    A version marked "history" was not seen by a poll; `nctwatch backfill` fetched it.

    The versions are in the registry's order. Their numbers, which `diff` and `show` take, count them as they came to
    nctwatch and never change: those that backfill fetched have higher numbers than newer ones that a poll had seen.
    """
    with open_for_reading(store_path(ctx)) as reader:
        rows = HISTORY.ask(context(ctx, reader), {"trial": trial})
    if as_json:
        print_answer(rows)
        return
    from monitor.core.presentation.labels import status

    print_table(
        ("version", "valid from", "seen", "status", "what changed"),
        [
            (
                row["version"],
                row["valid_from"],
                row["observed_at"][:10] if row["source"] == "poll" else "history",
                status(row["status"]),
                _changed(row, first=row is rows[-1]),
            )
            for row in rows
        ],
    )


def _changed(row: Row, *, first: bool) -> str:
    """Return the events of a version; the registry's housekeeping only if there is nothing else."""
    events = [event for event in row["events"] if event != HOUSEKEEPING] or row["events"]
    summary = ", ".join(events) or ("first version" if first else "only the order")
    return summary + (" (pruned)" if row["pruned_at"] else "")
