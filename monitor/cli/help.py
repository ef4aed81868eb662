"""``nctwatch help``: the help of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.group import Group, command_at
from monitor.cli.output import echo
from monitor.cli.pager import paged

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class _CommandName(click.ParamType[str]):
    """The name of a command, or of a subcommand after it."""

    name = "command"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Return the commands below those that were named that begin so."""
        above = command_at(ctx.find_root(), ctx.params.get(param.name or "") or ())
        if not isinstance(above.command, Group):
            return []
        from click.shell_completion import CompletionItem

        return [
            CompletionItem(name) for name in above.command.list_commands(above) if name.startswith(incomplete)
        ]


@click.command()
@click.argument("command", metavar="[COMMAND]...", nargs=-1, type=_CommandName())
@click.pass_context
@paged
def help(ctx: click.Context, command: tuple[str, ...]) -> None:  # noqa: A001  # the command's name
    """Show the help of COMMAND, such as `nctwatch help deliveries show`, or of nctwatch as a whole."""
    found = command_at(ctx.find_root(), command)
    echo(found.command.get_help(found))
