"""``nctwatch diff``: what changed between two versions of a trial."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.common import NctNumber, as_json, note, print_json, store_path, wrapped
from monitor.cli.table import COLOURS
from monitor.model import LoggedChange, Severity
from monitor.store.changes import changes_between
from monitor.store.opening import open_for_reading
from monitor.store.trials import load_trial
from monitor.store.versions import Version, load_version, newest_versions, read_record, version_history

if TYPE_CHECKING:
    from monitor.model import Change
    from monitor.store.connection import Connection


@click.command()
@click.argument("trial", type=NctNumber())
@click.argument("before", metavar="[FROM]", required=False, type=click.IntRange(min=1))
@click.argument("after", metavar="[TO]", required=False, type=click.IntRange(min=1))
@as_json
@click.pass_context
def diff(ctx: click.Context, trial: str, before: int | None, after: int | None, as_json: bool) -> None:
    """Show what changed in TRIAL between two versions; the last two unless FROM and TO say otherwise.

    With FROM alone, TO is the newest version.
    """
    from monitor.core.presentation.change_json import change_json
    from monitor.core.presentation.sentences import summary

    with open_for_reading(store_path(ctx)) as reader:
        old, new = _versions(reader, trial, before, after)
        rows = (
            []
            if old.id == new.id
            else changes_between(reader, old, new) or _computed(reader, trial, old, new)
        )
        number = load_trial(reader, trial).nct
        order = [held.version for held in newest_versions(reader, trial, -1)]
    if order.index(old.version) < order.index(new.version):
        note(f"This goes backwards in time: version {old.version} is the newer one.")
    if as_json:
        printed = [change_json(row) for row in rows]
        print_json({"trial": number, "from": old.version, "to": new.version, "changes": printed})
        return
    if old.id == new.id:
        note(
            f"{number}: from version {old.version} to version {new.version} is the same version twice."
            if before
            else f"{number} has one version, {new.version}, valid from {new.valid_from}: there is nothing to compare it with."
        )
        return
    click.echo(
        click.style(
            f"{number}  version {old.version} → {new.version}  ({old.valid_from} → {new.valid_from})",
            bold=True,
        )
    )
    changes = [row.change for row in rows]
    noise = [change for change in changes if change.severity is Severity.NOISE]
    for change in changes:
        if change.severity is not Severity.NOISE:
            _print(change)
    if noise:
        click.echo("\n" + click.style("Routine updates:", dim=True))
    for change in noise:
        click.echo(click.style(wrapped(summary(change)), dim=True))
    if not rows:
        click.echo("Nothing but the order of lists or the release stamp.")


def _versions(
    reader: Connection, trial: str, before: int | None, after: int | None
) -> tuple[Version, Version]:
    newest = newest_versions(reader, trial, 2)
    if before is None:
        return newest[-1], newest[0]
    return load_version(reader, trial, before), load_version(reader, trial, after) if after else newest[0]


def _computed(reader: Connection, trial: str, old: Version, new: Version) -> list[LoggedChange]:
    """Compare two versions that do not follow one another; such changes are not recorded and have no id."""
    from monitor.core.changes import classify
    from monitor.core.records.accessors import registry_date_of

    first, second = json.loads(read_record(reader, old.id)), json.loads(read_record(reader, new.id))
    seen = next(row["observed_at"] for row in version_history(reader, trial) if row["version"] == new.version)
    return [
        LoggedChange(
            None,
            load_trial(reader, trial).nct,
            change,
            old.version,
            new.version,
            registry_date_of(second),
            seen,
            new.valid_from[:10],
        )
        for change in classify(first, second)
    ]


def _print(change: Change) -> None:
    from monitor.core.presentation.entry import entry

    shown = entry(change)
    marks = ", ".join(word for word in (change.severity, change.direction) if word and word != "undetermined")
    colour = COLOURS[change.severity].rsplit(" ", 1)[-1]
    click.echo("\n" + click.style(f"{change.kind}.{change.event}", fg=colour, bold=True) + f"  [{marks}]")
    if shown.criterion and shown.was and shown.now:
        click.echo(wrapped(f"{shown.head}:"))
        click.echo("  " + redline(change.before or "", change.after or ""))
    elif shown.complete:
        click.echo(wrapped(shown.summary))
    else:
        click.echo(wrapped(f"{shown.head}:"))
        _plain(shown.was or None, shown.now or None)
    for other in shown.alike:
        click.echo(wrapped(f"  • {other}"))


def redline(before: str, after: str) -> str:
    """Return two texts as one: what went struck out in red, what came in green; marked in a pipe too."""
    from monitor.core.eligibility import redline as spans
    from monitor.core.presentation.redline import MARKS
    from monitor.core.presentation.sanitize import safe_text

    styles: dict[str, dict[str, Any]] = {
        "equal": {},
        "delete": {"fg": "red", "strikethrough": True},
        "insert": {"fg": "green", "bold": True},
    }
    parts = []
    for span in spans(before, after):
        left, right = MARKS[span.op]
        parts.append(click.style(f"{left}{safe_text(span.text)}{right}", **styles[span.op]))
    return "".join(parts)


def _plain(before: str | None, after: str | None) -> None:
    for sign, value, colour in (("- ", before, "red"), ("+ ", after, "green")):
        if value is not None:
            click.echo(click.style(wrapped(sign + value), fg=colour))
