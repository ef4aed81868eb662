"""What was meant by an argument that a command does not take: the value of an option, whose name was left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from monitor.cli.common import Value
from monitor.core.records.accessors import typed_nct_number

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXTRA = re.compile(r"Got unexpected extra arguments? \((.{1,200})\)", re.DOTALL)
"""How click tells it; it keeps the arguments nowhere else."""


def explained(error: click.UsageError) -> click.UsageError:
    """Return an error of the command line; one of an unexpected argument says which option takes it."""
    found = _EXTRA.fullmatch(error.message)
    if found is None or error.ctx is None:
        return error
    meant = next(_meant(error.ctx, found[1]), "")
    return click.UsageError(f"{error.message}.{meant}", error.ctx) if meant else error


def _meant(ctx: click.Context, word: str) -> Iterator[str]:
    """Yield sentences of what was meant, the likeliest first."""
    options = {
        name: param for param in ctx.command.params if isinstance(param, click.Option) for name in param.opts
    }
    number = typed_nct_number(word)
    if number and "--trial" in options:
        yield f" Did you mean --trial {number}?"
    if number:
        yield (
            f" {ctx.command_path!r} is about one trial."
            if any(param.name == "trial" for param in ctx.command.params)
            else f" Did you mean 'nctwatch show {number}'?"
        )
    for name, option in options.items():
        if _takes(ctx, option, word):
            yield f" Did you mean {name} {word if ' ' not in word else repr(word)}?"


def _takes(ctx: click.Context, option: click.Option, word: str) -> bool:
    """Return whether a word is one that an option offers: of its choices, a group or a section."""
    if not (
        option.name in {"group", "section"} or (isinstance(option.type, Value) and option.type.type.choices)
    ):
        return False
    folded = word.casefold().replace(" ", "_").replace("-", "_")
    return any(item.value.casefold() in {word.casefold(), folded} for item in option.shell_complete(ctx, ""))
