"""``nctwatch export``: write changes, versions or trials for other tools."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.asking import asks
from monitor.cli.common import NCT_NUMBER, Value, load_config, note, on_terminal, store_path
from monitor.cli.extras import require_extra
from monitor.cli.output import Shown
from monitor.cli.progress import Progress
from monitor.errors import UsageError
from monitor.questions.changes import CHANGES, check_span, severities
from monitor.questions.values import DAY
from monitor.store.opening import open_for_reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import IO, TypeAlias

    from monitor.export.columns import Column
    from monitor.store.connection import Connection, Row
    from monitor.store.export import Selection

    Write: TypeAlias = Callable[[Iterator[Row], Sequence[Column], IO[bytes]], None]

STEP = 100
"""Rows between two updates of the progress bar."""


@click.command()
@click.argument("trials", metavar="[TRIAL]...", type=NCT_NUMBER, nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv", "parquet", "xlsx"]),
    default="json",
    show_default=True,
    help="JSON lines, CSV, Parquet or a workbook for Excel; see above.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--what",
    type=click.Choice(["changes", "versions", "trials"]),
    default="changes",
    show_default=True,
    help="What to write.",
)
@click.option("--at", type=Value(DAY), metavar="DATE", help="Write trials as they were on DATE.")
@asks(CHANGES, "group", "kind", "severity", "since", "until")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write to this file, for Parquet below this folder. Default: standard output.",
)
@click.option("--force", is_flag=True, help="Replace an earlier export at PATH.")
@click.pass_context
def export(
    ctx: click.Context,
    /,
    trials: tuple[str, ...],
    form: str,
    as_json: bool,
    what: str,
    output: Path | None,
    force: bool,
    **filters: str | None,
) -> None:
    """Write the changes or versions of each TRIAL, or of all trials, for other tools; oldest first.

    With --what trials: a line for each trial as it is now or, with --at, as it was. A file appears under its name
    when it is complete. --since and --until compare happened_on of changes, valid_from of versions and last_changed
    of trials; --kind and --severity are for changes.

    \b
    json     One object per line: changes with the keys of `changes --json` and
             the trial's title, sponsor, phase and status as they are now;
             versions with those of `history --json`, trial and record, the
             registry's bytes; trials with the columns of CSV.
    csv      UTF-8, RFC 4180. Values are JSON text unless they are strings. A cell
             that a spreadsheet would run as a formula, because it begins with
             = + - @ (also full-width), a tab or a line break, gets an apostrophe
             before it. Versions are written without their records. A file (-o)
             opens in Excel as it is: with a byte order mark, and cells cut at the
             32,767 characters that Excel takes.
    xlsx     A workbook for Excel with a frozen heading, filters and typed cells,
             else as CSV. It needs openpyxl: pip install 'nctwatch[xlsx]'.
    parquet  PATH/changes/year=2026/part-0.parquet (or PATH/versions/...,
             PATH/trials/part-0.parquet), one data set for DuckDB or Spark with
             typed columns; before and after are JSON text. It needs pyarrow:
             pip install 'nctwatch[parquet]'.
    """  # noqa: D301  # \b is click's mark for lines that stay as they are
    if as_json and form != "json":
        raise UsageError(f"--json and --format {form} exclude each other")
    if what != "changes" and (filters["kind"] or filters["severity"]):
        raise UsageError(f"--kind and --severity are for changes, not for {what}")
    if what != "trials" and filters["at"]:
        raise UsageError(f"--at is for trials, not for {what}; --since and --until are for all")
    check_span(filters["since"], filters["until"])
    path = None if output == Path("-") else output
    write = _writer(form, what, path, force=force)
    with open_for_reading(store_path(ctx)) as reader:
        total, rows = _rows(
            ctx, reader, _selection(ctx, reader, trials, filters), what, records=form in {"json", "parquet"}
        )
        with Progress(f"Exporting {what}") if path else nullcontext() as bar:
            write(_with_progress(rows, total, bar) if bar else rows)
    if path:
        note(f"{total} {what} in {path}.")


def _selection(
    ctx: click.Context, reader: Connection, trials: tuple[str, ...], filters: dict[str, str | None]
) -> Selection:
    """Return what is asked for; the configuration is read where a group is."""
    from monitor.store.export import Selection
    from monitor.watched import numbers_of

    group = filters["group"]
    return Selection(
        trials=trials,
        group=numbers_of(load_config(ctx), reader, group) if group else None,
        since=filters["since"],
        until=filters["until"],
        kind=filters["kind"],
        severities=severities(filters["severity"]),
        at=filters["at"],
    )


def _rows(
    ctx: click.Context, reader: Connection, wanted: Selection, what: str, *, records: bool
) -> tuple[int, Iterator[Row]]:
    from monitor.store import export as held

    if what == "changes":
        return held.count_changes(reader, wanted), held.changes(reader, wanted)
    if what == "versions":
        return held.count_versions(reader, wanted), held.versions(reader, wanted, records=records)
    from monitor.watched import groups_by_trial

    return held.count_trials(reader, wanted), held.trials(
        reader, wanted, groups_by_trial(load_config(ctx), reader)
    )


def _with_progress(rows: Iterator[Row], total: int, bar: Progress) -> Iterator[Row]:
    for done, row in enumerate(rows):
        if done % STEP == 0:
            bar.show(done, total)
        yield row
    bar.show(total, total)


def _writer(form: str, what: str, path: Path | None, *, force: bool) -> Callable[[Iterator[Row]], None]:
    """Return what writes rows; complain first of what cannot be, before anything is read."""
    from monitor.export import csv_format, jsonl, output, parquet, xlsx
    from monitor.export.columns import DATA_SETS

    columns, day = DATA_SETS[what]
    if form == "parquet":
        if path is None:
            raise UsageError("Parquet is a folder of files; say where with -o FOLDER")
        require_extra("parquet", "pyarrow.parquet", "Parquet needs pyarrow")

        def write_folder(rows: Iterator[Row]) -> None:
            with output.new_folder(path / what, force=force) as folder:
                parquet.write(rows, what, columns, day, folder)

        return write_folder
    if form == "xlsx":
        if path is None:
            raise UsageError("a workbook is no text; say where with -o FILE.xlsx")
        require_extra("xlsx", "openpyxl", "xlsx needs openpyxl")
    formats: dict[str, Write] = {
        "csv": csv_format.write_for_excel if path else csv_format.write,
        "json": jsonl.write,
        "xlsx": lambda rows, columns, file: xlsx.write(rows, what, columns, file),
    }
    write = formats[form]

    def write_file(rows: Iterator[Row]) -> None:
        if path is None and on_terminal():
            write(rows, columns, Shown(escapes=form == "json"))  # type: ignore[arg-type]  # it takes bytes
            return
        with output.new_file(path, force=force) if path else output.standard_output() as file:
            write(rows, columns, file)

    return write_file
