"""``nctwatch search``: full text over the records held."""

from __future__ import annotations

import re

import click

from monitor.cli.asking import asks, context, print_answer
from monitor.cli.common import as_json, note, on_terminal, store_path, wrapped
from monitor.cli.output import echo, style
from monitor.cli.pager import paged
from monitor.core.presentation.labels import count
from monitor.core.search_query import no_fields
from monitor.core.search_text import COLUMNS
from monitor.questions.search import SEARCH
from monitor.store.full_text import MARKS, unindexed
from monitor.store.opening import open_for_reading


@click.command()
@asks(SEARCH)
@as_json
@click.pass_context
@paged
def search(ctx: click.Context, q: tuple[str, ...], history: bool, limit: int, as_json: bool) -> None:
    """Find the stored trials whose records contain all WORDS, best match first.

    WORDS may contain "a phrase", begin*, OR, NOT and field:word. The fields are title, conditions,
    interventions, eligibility, outcomes, sponsor, places, results and other.

    A single argument is taken as typed: 'stem cells' finds both words anywhere. Among several arguments,
    each with a space is a phrase: 'stem cells' fatigue searches for "stem cells" and fatigue.
    """
    for name, meant in no_fields(_typed(q)).items():
        note(_no_field(name, meant))
    with open_for_reading(store_path(ctx)) as reader:
        rows = SEARCH.ask(context(ctx, reader), {"q": _typed(q), "history": history, "limit": limit})
        behind = unindexed(reader)
    if behind:
        note(f"{count(behind, 'version')} not indexed yet; the next poll indexes them.")
    if as_json:
        print_answer(rows)
        return
    from monitor.core.presentation.labels import status

    for row in rows:
        past = "" if row["current"] else f", version {row['version']} valid from {row['valid_from']}"
        heading = wrapped(f"{row['trial']}  {row['title']} ({status(row['status'])}{past})", "", hanging="  ")
        echo(style(heading[: len(row["trial"])], bold=True), heading[len(row["trial"]) :])
        echo(*_emphasized(wrapped(f"{row['field']}: {row['snippet']}")))
    if not rows:
        note("Nothing found." + ("" if history else " --history searches past versions too."))
    elif len(rows) == limit:
        note(f"The best {limit}; --limit shows more.")


def _no_field(name: str, meant: str) -> str:
    """Return that a word before a colon is no field, and what to write in its place."""
    if name.lower() == "status":
        instead = "`nctwatch status --status recruiting` lists the trials of a status"
    elif meant:
        instead = f"did you mean {meant}:?"
    else:
        instead = f"the fields are {', '.join(COLUMNS)}"
    return f"{name}: is no field, so it is searched for as a word; {instead}"


def _emphasized(line: str) -> list[str]:
    """Return the pieces of a snippet, those between its marks in bold; in a pipe the marks stay."""
    if not on_terminal():
        return [line]
    pieces = re.split(f"{MARKS[0]}([^{MARKS[1]}]*){MARKS[1]}", line)
    return [style(piece, bold=True) if place % 2 else piece for place, piece in enumerate(pieces)]


def _typed(words: tuple[str, ...]) -> str:
    """Put together what the shell took apart: of several arguments, one with a space was quoted and is a phrase."""
    if len(words) == 1:
        return words[0]
    return " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
