"""``nctwatch diff``: what changed between two versions of a trial."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.asking import asks, print_answer
from monitor.cli.common import as_json, note, store_path, wrapped
from monitor.cli.output import Styled, echo, joined, style
from monitor.cli.pager import paged
from monitor.cli.table import COLOURS
from monitor.model import Severity
from monitor.questions.diff import DIFF, compare
from monitor.questions.diff import as_json as json_of
from monitor.store.opening import open_for_reading

if TYPE_CHECKING:
    from monitor.model import Change


@click.command()
@asks(DIFF)
@as_json
@click.pass_context
@paged
def diff(
    ctx: click.Context, trial: str, before: int | str | None, after: int | str | None, as_json: bool
) -> None:
    """Show what changed in TRIAL between two versions; the last two unless FROM and TO say otherwise.

    FROM and TO are numbers of versions, or days, such as 2026-02-01, on which they were valid. With FROM alone, TO
    is the newest version.
    """
    from monitor.core.presentation.sentences import summary

    with open_for_reading(store_path(ctx)) as reader:
        compared = compare(reader, trial, before, after)
    number, old, new = compared.trial, compared.old, compared.new
    if compared.backwards:
        note(f"This goes backwards in time: version {old.version} is the newer one.")
    if as_json:
        print_answer(json_of(compared))
        return
    if old.id == new.id:
        note(
            f"{number}: nothing changed from {before} to {after or 'now'}; version {new.version} was valid throughout."
            if isinstance(before, str) and not isinstance(after, int)
            else f"{number}: from version {old.version} to version {new.version} is the same version twice."
            if before
            else f"{number} has one version, {new.version}, valid from {new.valid_from}: there is nothing to compare it with."
        )
        return
    echo(
        style(
            f"{number}  version {old.version} → {new.version}  ({old.valid_from} → {new.valid_from})",
            bold=True,
        )
    )
    changes = [row.change for row in compared.changes]
    noise = [change for change in changes if change.severity is Severity.NOISE]
    for change in changes:
        if change.severity is not Severity.NOISE:
            _print(change)
    if noise:
        echo("\n", style("Routine updates:", dim=True))
    for change in noise:
        echo(style(wrapped(summary(change)), dim=True))
    if not changes:
        echo("Nothing but the order of lists or the release stamp.")


def _print(change: Change) -> None:
    from monitor.core.presentation.entry import entry

    shown = entry(change)
    marks = ", ".join(word for word in (change.severity, change.direction) if word and word != "undetermined")
    colour = COLOURS[change.severity].rsplit(" ", 1)[-1]
    echo("\n", style(f"{change.kind}.{change.event}", fg=colour, bold=True), f"  [{marks}]")
    if shown.criterion and shown.was and shown.now:
        echo(wrapped(f"{shown.head}:"))
        echo("  ", redline(change.before or "", change.after or ""))
    elif shown.complete:
        echo(wrapped(shown.summary))
    else:
        echo(wrapped(f"{shown.head}:"))
        _plain(shown.was or None, shown.now or None)
    for other in shown.alike:
        echo(wrapped(f"  • {other}"))


def redline(before: str, after: str) -> Styled:
    """Return two texts as one: what went struck out in red, what came in green; marked in a pipe too."""
    from monitor.core.eligibility import redline as spans
    from monitor.core.presentation.redline import MARKS

    styles: dict[str, dict[str, Any]] = {
        "equal": {},
        "delete": {"fg": "red", "strikethrough": True},
        "insert": {"fg": "green", "bold": True},
    }
    parts = []
    for span in spans(before, after):
        left, right = MARKS[span.op]
        parts.append(style(f"{left}{span.text}{right}", **styles[span.op]))
    return joined(*parts)


def _plain(before: str | None, after: str | None) -> None:
    for sign, value, colour in (("- ", before, "red"), ("+ ", after, "green")):
        if value is not None:
            echo(style(wrapped(sign + value), fg=colour))
