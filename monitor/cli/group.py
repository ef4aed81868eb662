"""Groups of commands: commands imported when they are used, options of all commands, and hints at what was mistyped."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import click

from monitor import __version__
from monitor.core.records.accessors import typed_nct_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from click.shell_completion import CompletionItem

NO_PAGER = "monitor.no_pager"
"""Where the root context keeps whether ``--no-pager`` was given."""
_OTHER_NAMES = {
    "alerts": "deliveries",
    "config": "check",
    "daemon": "run",
    "fetch": "poll",
    "find": "search",
    "list": "status",
    "log": "changes",
    "ls": "status",
    "messages": "deliveries",
    "restore": "backup",
    "serve": "run",
    "setup": "init",
    "start": "run",
    "sync": "poll",
    "test": "check",
    "trials": "status",
    "update": "poll",
    "validate": "check",
    "versions": "history",
}
"""Words that other programs have for a command → the command here."""


class Group(click.Group):
    """A group that says which command was meant by one that it does not have."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first argument names, and the arguments after it.

        Raises:
            click.UsageError: there is none; the message names one that is like it.

        """
        name = args[0]
        if self.get_command(ctx, name) is None and not ctx.resilient_parsing and name[:1] != "-":
            raise click.UsageError(
                f"No such command {name!r}.{self._meant(name, self.list_commands(ctx))}", ctx
            )
        return super().resolve_command(ctx, args)

    def _meant(self, name: str, known: list[str]) -> str:
        """Return a question whether another command was meant; "" where none is alike."""
        from difflib import get_close_matches

        if (other := _OTHER_NAMES.get(name.lower())) in known:
            return f" Did you mean {other!r}?"
        if "history" in known and (number := typed_nct_number(name)):
            return f" Did you mean 'history {number}' or 'show {number}'?"
        close = get_close_matches(name.lower(), known, n=3)
        return f" Did you mean {' or '.join(map(repr, close))}?" if close else ""


class LazyGroup(Group):
    """A group that imports a command's module when the command is used, and lists commands without importing.

    Args:
        modules: command → (module below ``monitor.cli``, short help), in the order of the help.
        sections: the first command of each section of the help → its heading.
        attributes: those of ``click.Group``.

    """

    def __init__(
        self,
        *,
        modules: Mapping[str, tuple[str, str]],
        sections: Mapping[str, str],
        **attributes: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(**attributes)
        self._modules, self._sections = modules, sections

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # what the command returns
        """Run the command that was chosen; an argument that it does not take gets a hint.

        Raises:
            click.UsageError: the command line is wrong.

        """
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            from monitor.cli.unexpected import explained

            raise explained(error) from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help."""
        del ctx
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None if there is none of this name."""
        del ctx
        if cmd_name not in self._modules:
            return None
        module = importlib.import_module(f"monitor.cli.{self._modules[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        _add_options(command)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Return the commands that begin so, without importing them, and the options."""
        from click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=short_help)
            for name, (_, short_help) in self._modules.items()
            if name.startswith(incomplete)
        ]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by section, with their short helps, never cut."""
        del ctx
        longest = max(map(len, self._modules))
        rows: dict[str, list[tuple[str, str]]] = {}
        heading = ""
        for name, (_, short_help) in self._modules.items():
            heading = self._sections.get(name, heading)
            rows.setdefault(heading, []).append((name.ljust(longest), short_help))
        for heading, listed in rows.items():
            with formatter.section(heading):
                formatter.write_dl(listed)


def options_of_all(*, hidden: bool = False) -> list[click.Option]:
    """Return the options that may stand before the command and after it."""
    return [
        click.Option(
            ["--config"],
            metavar="FILE",
            type=click.Path(readable=False),
            expose_value=False,
            hidden=hidden,
            callback=_keep_config,
            help="The configuration file. Default: $NCTWATCH_CONFIG, else config/nctwatch.toml, else the built-in one.",
        ),
        click.Option(
            ["--no-pager"],
            is_flag=True,
            expose_value=False,
            hidden=hidden,
            callback=_keep_no_pager,
            help="Print long lists at once, where a terminal would get them page by page.",
        ),
        click.Option(
            ["-V", "--version", "shows_version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            hidden=hidden,
            callback=_print_version,
            help="Show the version and exit.",
        ),
    ]


def _add_options(command: click.Command) -> None:
    """Let a command and its subcommands take the options of all commands, except those that it has itself."""
    _add_free(command.params)
    if isinstance(command, click.Group):
        for each in command.commands.values():
            _add_options(each)


def _add_free(params: list[click.Parameter]) -> None:
    taken = {name for param in params for name in param.opts}
    for option in options_of_all(hidden=True):
        option.opts = [name for name in option.opts if name not in taken]
        if option.opts:
            params.append(option)


def _keep_config(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    del param
    if value is not None:
        ctx.find_root().obj = value


def _keep_no_pager(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    del param
    if value:
        ctx.meta[NO_PAGER] = True


def _print_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    from monitor.cli.output import echo

    del param
    if value and not ctx.resilient_parsing:
        echo(f"nctwatch, version {__version__}")
        ctx.exit()


def command_at(ctx: click.Context, path: Iterable[str]) -> click.Context:
    """Return a context of the command at a path of names, below that of the root.

    Raises:
        click.UsageError: there is none; the message names one that is like it.

    """
    for name in path:
        group = ctx.command
        if not isinstance(group, Group):
            raise click.UsageError(f"{ctx.command_path!r} has no commands.", ctx)
        _, command, _ = group.resolve_command(ctx, [name])
        if command is not None:
            ctx = click.Context(command, ctx, info_name=name, **command.context_settings)
    return ctx
