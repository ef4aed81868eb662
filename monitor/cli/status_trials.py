"""The watched trials as ``nctwatch status`` lists them: on a terminal a line each, in a pipe with all that is known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from monitor.cli.cells import cells_of
from monitor.cli.common import on_terminal, wrapped
from monitor.cli.output import echo, style
from monitor.cli.table import GAP, print_table
from monitor.core.presentation import labels
from monitor.terminal import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Json
    from monitor.store.connection import Row

TITLE = 70
"""Characters of a title in a pipe; on a terminal it has the room that is left."""
LEAST_TITLE = 30
"""Characters of a title for which other columns give way."""
NAMED = 5
"""Trials that a line about one error names."""


def counted(rows: Sequence[Row]) -> str:
    """Return how many trials there are, and of which statuses, the most frequent first."""
    statuses = Counter(_status(row) for row in rows)
    shown = ", ".join(f"{number} {_in_sentence(name)}" for name, number in statuses.most_common())
    return f"{labels.count(len(rows), 'trial')}: {shown}."


def _in_sentence(status: str) -> str:
    """Return a status as a word within a sentence."""
    return f"“{status}”" if "," in status else status[:1].lower() + status[1:]


def print_trials(rows: Sequence[Row], announced: Sequence[str]) -> None:
    """Print a table of trials, and below it what failed.

    Args:
        rows: the trials of ``status --json``.
        announced: the alarms that were sent; a failure that is among them is red.

    """
    if not rows:
        return
    columns = {
        "trial": [row["trial"] for row in rows],
        "status": [_status(row) for row in rows],
        "versions": [row["versions"] for row in rows],
        "changed" if on_terminal() else "last changed": [_last_changed(row) for row in rows],
        "why": [row["why"] for row in rows],
        "title": [row["title"] for row in rows],
    }
    if on_terminal():
        _fit(columns)
    else:
        columns["title"] = [labels.cut(title, TITLE) for title in columns["title"]]
    print_table(list(columns), list(zip(*columns.values(), strict=True)))
    _print_errors(rows, announced)


def _fit(columns: dict[str, list[Json]]) -> None:
    """Leave out of columns what each trial has alike or what takes room from the titles, and cut these: a line a trial."""
    if len(set(columns["why"])) == 1:
        del columns["why"]
    for given in ("why", "versions"):
        if given in columns and _room(columns) < LEAST_TITLE:
            del columns[given]
    if (room := _room(columns) - len(" …")) > 0:
        columns["title"] = [labels.cut(title, room) for title in columns["title"]]


def _room(columns: dict[str, list[Json]]) -> int:
    """Return how many characters the other columns leave for titles."""
    others = [
        max(cells_of(str(cell)) for cell in (name, *cells))
        for name, cells in columns.items()
        if name != "title"
    ]
    return width() - sum(others) - GAP * len(others)


def _status(row: Row) -> str:
    if row["gone_at"]:
        return "gone"
    return labels.status(row["status"]) if row["status"] else "not fetched yet"


def _last_changed(row: Row) -> Json:
    """Return when a trial last changed; where no change is known, when the registry updated its record."""
    changed, updated = row["last_changed"], row["record_updated"]
    if on_terminal():
        return (changed or updated or "")[:10]
    return changed if changed or not updated else f"none since {updated}"


def _print_errors(rows: Sequence[Row], announced: Sequence[str]) -> None:
    """Print each error with the trials that have it."""
    failing: dict[str, list[str]] = {}
    for row in rows:
        if row["last_error"]:
            failing.setdefault(row["last_error"], []).append(row["trial"])
    for error, trials in failing.items():
        more = f" and {len(trials) - NAMED} more" if len(trials) > NAMED else ""
        colour = "red" if any(f"failing {trial}" in announced for trial in trials) else "yellow"
        echo(style(wrapped(f"{', '.join(trials[:NAMED])}{more}: {error}", ""), fg=colour))
