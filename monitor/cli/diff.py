"""``nctwatch diff``: what changed between two versions of a trial."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.common import Trial, as_json, note, print_json, store_path, wrapped
from monitor.cli.table import COLOURS
from monitor.model import Severity
from monitor.store.changes import changes_between
from monitor.store.opening import open_for_reading
from monitor.store.trials import load_trial
from monitor.store.versions import Version, load_version, newest_versions, read_record, version_history

if TYPE_CHECKING:
    from monitor.store.connection import Connection, Row


@click.command()
@click.argument("trial", type=Trial())
@click.argument("before", metavar="[FROM]", required=False, type=click.IntRange(min=1))
@click.argument("after", metavar="[TO]", required=False, type=click.IntRange(min=1))
@as_json
@click.pass_context
def diff(ctx: click.Context, trial: str, before: int | None, after: int | None, as_json: bool) -> None:
    """Show what changed in TRIAL between two versions; the last two unless FROM and TO say otherwise.

    With FROM alone, TO is the newest version.
    """
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
        print_json({"trial": number, "from": old.version, "to": new.version, "changes": rows})
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
    weighty = [row for row in rows if row["severity"] != Severity.NOISE]
    for row in weighty:
        _print(row)
    if len(weighty) < len(rows):
        click.echo("\n" + click.style("Of no weight:", dim=True))
        for row in rows:
            if row["severity"] == Severity.NOISE:
                click.echo(click.style(wrapped(row["summary"]), dim=True))
    if not rows:
        click.echo("Nothing but the order of lists or the release stamp.")


def _versions(
    reader: Connection, trial: str, before: int | None, after: int | None
) -> tuple[Version, Version]:
    newest = newest_versions(reader, trial, 2)
    if before is None:
        return newest[-1], newest[0]
    return load_version(reader, trial, before), load_version(reader, trial, after) if after else newest[0]


def _computed(reader: Connection, trial: str, old: Version, new: Version) -> list[Row]:
    """Compare two versions that do not follow one another; such changes are not kept and have no id."""
    from monitor.core.changes import classify
    from monitor.core.records.accessors import registry_date_of

    first, second = json.loads(read_record(reader, old.id)), json.loads(read_record(reader, new.id))
    seen = next(row["observed_at"] for row in version_history(reader, trial) if row["version"] == new.version)
    return [
        {
            "id": None,
            "trial": load_trial(reader, trial).nct,
            "kind": change.kind,
            "event": change.event,
            "severity": change.severity,
            "origin": change.origin,
            "direction": change.direction,
            "path": change.path,
            "before": change.before,
            "after": change.after,
            "summary": change.summary,
            "from_version": old.version,
            "to_version": new.version,
            "registry_date": registry_date_of(second),
            "observed_at": seen,
            "happened_on": new.valid_from[:10],
        }
        for change in classify(first, second)
    ]


def _print(row: Row) -> None:
    marks = ", ".join(word for word in (row["severity"], row["direction"]) if word and word != "undetermined")
    colour = COLOURS[row["severity"]].rsplit(" ", 1)[-1]
    click.echo("\n" + click.style(f"{row['kind']}.{row['event']}", fg=colour, bold=True) + f"  [{marks}]")
    before, after = row["before"], row["after"]
    if row["event"] == "criterion_reworded":
        # the summary has both texts at length: the redline says it in one
        click.echo(wrapped(row["summary"].split(": it was “", 1)[0] + ":"))
        click.echo("  " + redline(before or "", after or ""))
        return
    click.echo(wrapped(row["summary"]))
    if isinstance(before, str | None) and isinstance(after, str | None) and not _said(row):
        _plain(before, after)


def _said(row: Row) -> bool:
    """Say whether the summary has both values in it."""
    return all(value in row["summary"] for value in (row["before"], row["after"]) if value is not None)


def redline(before: str, after: str) -> str:
    """Return two texts as one: what went struck out in red, what came in green; marked in a pipe too."""
    from monitor.core.eligibility import redline as spans
    from monitor.core.presentation.sanitize import safe_text

    styles: dict[str, dict[str, Any]] = {
        "equal": {},
        "delete": {"fg": "red", "strikethrough": True},
        "insert": {"fg": "green", "bold": True},
    }
    marks = {"equal": ("", ""), "delete": ("[-", "-]"), "insert": ("{+", "+}")}
    parts = []
    for span in spans(before, after):
        left, right = marks[span.op]
        parts.append(click.style(f"{left}{safe_text(span.text)}{right}", **styles[span.op]))
    return "".join(parts)


def _plain(before: str | None, after: str | None) -> None:
    for sign, value, colour in (("- ", before, "red"), ("+ ", after, "green")):
        if value is not None:
            click.echo(click.style(wrapped(sign + value), fg=colour))
