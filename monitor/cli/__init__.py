"""The command line: one module for each group of commands, imported when it is used.

A new command is a module with a click command in it, and a line in ``COMMANDS``.
"""

from __future__ import annotations

import importlib

import click

from monitor import __version__

COMMANDS = {
    "demo": "demo",
    "init": "setup",
    "check": "check",
    "poll": "poll",
    "run": "run",
    "status": "status",
    "history": "history",
    "show": "show",
    "diff": "diff",
    "changes": "changes",
    "search": "search",
    "deliveries": "deliveries",
    "related": "related",
    "backfill": "backfill",
    "export": "export",
    "report": "report",
    "verify": "verify",
    "backup": "backup",
    "prune": "prune",
    "health": "health",
    "simulate": "simulate",
}
"""Name of a command → module below ``monitor.cli`` that has it, in the order of the help."""


class _Lazy(click.Group):
    """A group whose commands are imported only when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"monitor.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--config",
    metavar="FILE",
    help="The configuration; else $NCTWATCH_CONFIG, else config/nctwatch.toml, else the built-in one.",
)
@click.version_option(__version__, "-V", "--version", prog_name="nctwatch")
@click.pass_context
def nctwatch(ctx: click.Context, config: str | None) -> None:
    """Watch ClinicalTrials.gov trials, and tell people when something matters.

    Start with `nctwatch demo`, which shows the whole job offline in under a minute.
    """
    ctx.obj = config
