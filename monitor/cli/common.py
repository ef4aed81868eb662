"""What many commands share: options, arguments, and printing for people, pipes and programs."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

import click

from monitor.cli.output import echo
from monitor.core.presentation.sanitize import safe_line
from monitor.questions.values import DAY, NCT
from monitor.terminal import folded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from monitor.config.model import Config
    from monitor.questions.values import Type

F = TypeVar("F", bound="Callable[..., Any]")

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON alone.")
"""The option that every reading command has."""


class Value(click.ParamType[Any]):
    """A value of a question's type, read as the API reads it."""

    def __init__(self, type_: Type) -> None:
        self.type, self.name = type_, type_.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """Return the value that a text stands for; a default is one already."""
        if not isinstance(value, str):
            return value
        try:
            return self.type.read(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the choices that begin so, in small letters unless capitals were typed; of trials, groups and sections those there are."""
        from click.shell_completion import CompletionItem

        from monitor.cli import suggestions

        offered = {"group": suggestions.groups, "section": suggestions.sections}.get(param.name or "")
        if self.type is NCT:
            offered = suggestions.trials
        if offered:
            return offered(ctx, param, incomplete)
        capitals = incomplete.isupper()
        choices = [choice if capitals else choice.lower() for choice in self.type.choices]
        return [CompletionItem(choice) for choice in choices if choice.startswith(incomplete)]


NCT_NUMBER = Value(NCT)
DATE_HELP = "DATE is a day, such as 2026-09-01, or how long ago, such as 7d."


def day_option(*names: str, help: str) -> Callable[[F], F]:  # noqa: A002
    """Return an option that takes a day; its help says how DATE is written."""
    return click.option(*names, type=Value(DAY), metavar="DATE", help=f"{help} {DATE_HELP}")


def load_config(ctx: click.Context) -> Config:
    """Read the configuration that the command line names, or the usual one."""
    from monitor.config.load import load
    from monitor.config.where import find

    return load(find(ctx.find_root().obj))


def store_path(ctx: click.Context) -> Path:
    """Return where the store is; a fault elsewhere in the configuration does not keep people from reading."""
    from monitor.config.where import find_store

    return find_store(ctx.find_root().obj)


def note(text: str) -> None:
    """Write a message to standard error; that it cannot be written is ignored."""
    with suppress(OSError):
        echo(folded(safe_line(text), sys.stderr), err=True)


def on_terminal() -> bool:
    """Return whether a person looks at standard output."""
    return sys.stdout.isatty()


def wrapped(text: str, indent: str = "  ", hanging: str | None = None) -> str:
    """Return a text as indented lines, broken between words on a terminal; in a pipe it stays one line."""
    return folded(safe_line(text), sys.stdout, indent, hanging)


def when(at: str | None) -> str | None:
    """Return a stored time for a table whose heading says UTC: on a terminal up to the minute, in a pipe as stored."""
    return f"{at[:10]} {at[11:16]}" if at and on_terminal() else at
