"""``nctwatch related``: the trials around one, and why."""

from __future__ import annotations

from typing import Any

import click

from monitor.cli.asking import asks, print_answer
from monitor.cli.common import as_json, load_config, note
from monitor.cli.pager import paged
from monitor.cli.table import print_table
from monitor.clock import now
from monitor.core.presentation.related_queries import query_sentence
from monitor.questions.model import Context
from monitor.questions.related import RELATED
from monitor.store import related as stored_related
from monitor.store.opening import open_for_reading
from monitor.store.trials import former_numbers, load_trial
from monitor.watched import looked_around

SHOWN = 40
"""Rows of the table that people get."""


@click.command()
@asks(RELATED)
@as_json
@click.pass_context
@paged
def related(ctx: click.Context, trial: str, as_json: bool) -> None:
    """List the trials similar to TRIAL, the most similar first, with the reasons and whether they are watched."""
    config = load_config(ctx)
    with open_for_reading(config.store.path) as reader:
        rows = RELATED.ask(Context(reader, lambda: config, now()), {"trial": trial})
        row = load_trial(reader, trial)
        names = {row.nct, *former_numbers(reader, row)}
        explored = not names.isdisjoint(looked_around(config, reader))
        remarks = stored_related.remarks(reader, [row.nct])
    if not explored:
        named = any(watch.trial in names for watch in config.watches)
        how = 'set discover = "suggest" in the' if named else 'add a [[watch]] with discover = "suggest" and'
        where = f'[[watch]] with trial = "{row.nct}"' if named else f'trial = "{row.nct}"'
        note(
            f"Only what is held is ranked: no other trials like {row.nct} are looked for. "
            f"To have it done, {how} {where}."
        )
    for remark in remarks:
        note(f"{row.nct}: {query_sentence(remark['question'], remark['error'], remark['note'])}.")
    if as_json:
        print_answer(rows)
    else:
        _print(rows)


def _print(rows: list[dict[str, Any]]) -> None:
    from monitor.core.presentation.labels import cut, status

    if not rows:
        note("No similar trial is known.")
        return
    print_table(
        ("trial", "score", "watched", "status", "title", "why"),
        [
            (
                row["trial"],
                f"{row['score']:.2f}",
                "yes" if row["watched"] else "no",
                status(row["status"]) if row["status"] else None,
                cut(row["title"], 50),
                "; ".join(cut(reason, 60) for reason in row["why"][:4]),
            )
            for row in rows[:SHOWN]
        ],
        wide=-2,
    )
    if len(rows) > SHOWN:
        note(f"The {SHOWN} most similar of {len(rows):,}; --json prints all.")
