"""A question as a command: its parameters as click's arguments and options, and its answer as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from monitor.cli.common import DATE_HELP, Value, load_config
from monitor.cli.output import print_json, print_raw_json
from monitor.clock import now
from monitor.questions.model import Context

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Json
    from monitor.questions.model import Parameter, Question
    from monitor.store.connection import Connection

F = TypeVar("F", bound="Callable[..., Any]")


def asks(question: Question, *names: str) -> Callable[[F], F]:
    """Return a decorator that gives a command the parameters of a question, or those that are named.

    The command gets each under its keyword.
    """
    chosen = [each for each in question.parameters if not names or each.name in names]

    def decorated(function: F) -> F:
        for parameter in reversed(chosen):
            function = _declared(parameter)(function)
        return function

    return decorated


def _declared(parameter: Parameter) -> Callable[[F], F]:
    type_ = Value(parameter.type)
    if parameter.positional:
        many = parameter.metavar.endswith("...")
        required = parameter.required
        metavar = parameter.metavar or (parameter.name.upper() if required else f"[{parameter.name.upper()}]")
        return click.argument(
            parameter.keyword,
            metavar=metavar,
            required=required,
            nargs=-1 if many else 1,
            type=str if many else type_,
        )
    if parameter.type.name == "boolean":
        return click.option(f"--{parameter.name}", parameter.keyword, is_flag=True, help=parameter.help)
    help_ = f"{parameter.help} {DATE_HELP}" if parameter.type.name == "date" else parameter.help
    return click.option(
        f"--{parameter.name}",
        parameter.keyword,
        type=type_,
        metavar=parameter.metavar or None,
        default=parameter.default,
        show_default=bool(parameter.default),
        help=help_,
    )


def context(ctx: click.Context, reader: Connection) -> Context:
    """Return what an answer is made from; the configuration is read by a question that needs it."""
    return Context(reader, lambda: load_config(ctx), now())


def print_answer(answer: Json) -> None:
    """Print an answer as JSON alone; one that is JSON already as it is."""
    if isinstance(answer, bytes):
        print_raw_json(answer)
    else:
        print_json(answer)
