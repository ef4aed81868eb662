"""What many commands share: options, arguments, and printing for people, pipes and programs."""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from monitor.core.record import typed_nct_number
from monitor.core.safe import safe_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from monitor.config.model import Config

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON alone.")
"""The option that every reading command has."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Trial(click.ParamType[str]):
    """An NCT number, in either case, with all its eight digits."""

    name = "trial"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401
        """Return the number in its usual form."""
        number = typed_nct_number(str(value))
        if number is None:
            self.fail(
                f'"{value}" is no NCT number; it is NCT and eight digits, such as NCT03822858', param, ctx
            )
        return number


class Day(click.ParamType[str]):
    """A day, ``2026-09-01``, or how long ago, ``7d``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401
        """Return the day as the registry writes it."""
        from monitor.core.schedule import duration

        text = str(value).strip()
        try:
            if _DAY.fullmatch(text[:10]):
                return date.fromisoformat(text[:10]).isoformat()
            if text == "today":
                return datetime.now(UTC).date().isoformat()
            return (datetime.now(UTC) - timedelta(seconds=duration(text))).date().isoformat()
        except (ValueError, OverflowError):
            self.fail(f'"{value}" is no day; write 2026-09-01, or how long ago, such as 7d', param, ctx)


def load_config(ctx: click.Context) -> Config:
    """Read the configuration that the command line names, or the usual one."""
    from monitor.config.load import load
    from monitor.config.where import find

    return load(find(ctx.find_root().obj))


def store_path(ctx: click.Context) -> Path:
    """Return where the store is; a fault elsewhere in the configuration does not keep people from reading."""
    from monitor.config.where import find_store

    return find_store(ctx.find_root().obj)


def print_json(value: Any) -> None:  # noqa: ANN401
    """Print JSON alone on standard output."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def note(text: str) -> None:
    """Say something to the person, beside the output."""
    click.echo(safe_line(text), err=True)


def on_terminal() -> bool:
    """Say whether a person looks at standard output."""
    return sys.stdout.isatty()


COLOURS = {
    "high": "bold red",
    "medium": "yellow",
    "low": "cyan",
    "noise": "bright_black",
    "sent": "green",
    "queued": "yellow",
    "dead": "bold red",
    "loosened": "green",
    "tightened": "red",
}
"""Styles of words that mean the same wherever they stand in a table."""


LEAST = 32
"""Characters that the widest column of a table has at least; others whose words may be broken into lines half of it."""
ENDLESS = 1_000_000
"""Characters of a line that has room for everything."""


def print_table(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, wide: int = -1) -> None:
    """Print rows: a table that a person likes to read on a terminal, plain columns in a pipe.

    Args:
        headings: one for each column.
        rows: values; None is shown as a dash.
        wide: the column that may be broken into lines.

    """
    lines = [[_cell(value) for value in row] for row in rows]
    if on_terminal():
        _print_rich(headings, lines, wide % len(headings))
    else:
        _print_plain(headings, lines)


def _cell(value: Any) -> str:  # noqa: ANN401
    return "–" if value is None or value == "" else safe_line(str(value))


def _print_rich(headings: Sequence[str], lines: Sequence[Sequence[str]], wide: int) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.measure import Measurement
    from rich.table import Table
    from rich.text import Text

    console = Console(width=width())
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for number, heading in enumerate(headings):
        cells = [heading, *(line[number] for line in lines)]
        breaks = number == wide or any(" " in line[number] for line in lines)
        table.add_column(
            heading, no_wrap=not breaks, overflow="fold", min_width=_least(cells, breaks, number == wide)
        )
    for line in lines:
        table.add_row(*(Text(cell, style=COLOURS.get(cell, "")) for cell in line))
    needed = Measurement.get(console, console.options.update(max_width=ENDLESS), table).minimum
    if needed <= console.width:
        console.print(table)
    else:
        _print_blocks(headings, lines)


def _least(cells: Sequence[str], breaks: bool, wide: bool) -> int:
    """Return how narrow a column may get: lines are broken between words, never within a number or a day."""
    longest = max(map(len, cells))
    if not breaks:
        return longest
    if wide:
        return min(longest, LEAST)
    return min(longest, max(LEAST // 2, *(len(word) for cell in cells for word in cell.split())))


def _print_blocks(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """Print each row as lines of its own: on a narrow terminal a table would have to leave something out."""
    for line in lines:
        click.echo(click.style(f"{headings[0]} {line[0]}", bold=True))
        for heading, cell in zip(headings[1:], line[1:], strict=True):
            click.echo(
                textwrap.fill(
                    f"{heading}: {cell}",
                    width(),
                    initial_indent="  ",
                    subsequent_indent="    ",
                    break_on_hyphens=False,
                )
            )
        click.echo()


def _print_plain(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    rows = [[heading.upper() for heading in headings], *lines]
    widths = [max(len(row[number]) for row in rows) for number in range(len(headings))]
    for row in rows:
        padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        click.echo("  ".join([*padded[:-1], row[-1]]))


def width() -> int:
    """Return how many characters a line of the terminal has."""
    return shutil.get_terminal_size((100, 24)).columns


def wrapped(text: str, indent: str = "  ") -> str:
    """Return a text as indented lines, broken between words on a terminal; in a pipe it stays one line."""
    line = safe_line(text)
    if not on_terminal():
        return indent + line
    return textwrap.fill(line, width(), initial_indent=indent, subsequent_indent=indent)


def progress_bar(what: str, *, least: int = 60) -> Callable[[int, int], None]:
    """Return a function that shows how much is done, on a terminal and only where there is more than ``least`` to do.

    A round brings fifty trials with one request: too fast for a bar.
    """
    if not sys.stderr.isatty():
        return lambda _done, _total: None
    bars: list[Any] = []

    def show(done: int, total: int) -> None:
        if total <= least and not bars:
            return
        if not bars:
            bars.append(click.progressbar(length=total, label=what, file=sys.stderr))
            bars[0].__enter__()
        bars[0].update(done - bars[0].pos)
        if done >= total:
            bars.pop().__exit__(None, None, None)

    return show
