"""What many commands share: options, arguments, and printing for people, pipes and programs."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import click

from monitor.core.presentation.sanitize import safe_line
from monitor.core.records.accessors import typed_nct_number
from monitor.core.records.dates import parse_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from monitor.config.model import Config

F = TypeVar("F", bound="Callable[..., Any]")

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON alone.")
"""The option that every reading command has."""


class NctNumber(click.ParamType[str]):
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
        from monitor.core.durations import duration

        text = str(value).strip()
        try:
            if day := parse_day(text[:10]):
                return day.isoformat()
            if text == "today":
                return datetime.now(UTC).date().isoformat()
            return (datetime.now(UTC) - timedelta(seconds=duration(text))).date().isoformat()
        except (ValueError, OverflowError):
            self.fail(f'"{value}" is no day; write 2026-09-01, or how long ago, such as 7d', param, ctx)


def day_option(*names: str, help: str) -> Callable[[F], F]:  # noqa: A002
    """Return an option that takes a day; its help says how DATE is written."""
    text = f"{help} DATE is a day, such as 2026-09-01, or how long ago, such as 7d."
    return click.option(*names, type=Day(), metavar="DATE", help=text)


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
    """Write a message to standard error; that it cannot be written is ignored."""
    with suppress(OSError):
        click.echo(safe_line(text), err=True)


def on_terminal() -> bool:
    """Return whether a person looks at standard output."""
    return sys.stdout.isatty()


def width() -> int:
    """Return how many characters a line of the terminal has."""
    return shutil.get_terminal_size((100, 24)).columns


def wrapped(text: str, indent: str = "  ") -> str:
    """Return a text as indented lines, broken between words on a terminal; in a pipe it stays one line."""
    line = safe_line(text)
    if not on_terminal():
        return indent + line
    return textwrap.fill(
        line, width(), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def progress_bar(what: str, *, least: int = 60) -> Callable[[int, int], None]:
    """Return a function that shows how much is done, on a terminal and only where there is more than ``least`` to do.

    A poll brings fifty trials with one request: too fast for a bar.
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
