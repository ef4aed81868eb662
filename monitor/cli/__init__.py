"""The command line: one module for each group of commands, imported when it is used.

A new command is a module with a click command, and a line in ``COMMANDS``.
"""

from __future__ import annotations

import importlib

import click

from monitor import __version__

COMMANDS = {
    "demo": ("demo", "Show everything offline in under a minute."),
    "init": ("setup", "Write a configuration to begin with."),
    "check": ("check", "Check the configuration, the store and the channels."),
    "poll": ("poll", "Fetch and compare once, now, and send alerts."),
    "run": ("run", "Run the service, which polls on schedule."),
    "status": ("status", "Show the watched trials, the channels and the service."),
    "history": ("history", "List the versions of a trial."),
    "show": ("show", "Show the record of a trial."),
    "diff": ("diff", "Show what changed in a trial between two versions."),
    "changes": ("changes", "List changes, newest first."),
    "search": ("search", "Search the stored records."),
    "deliveries": ("deliveries", "List messages: sent, queued or dead."),
    "related": ("related", "List trials similar to a trial."),
    "backfill": ("backfill", "Fetch the registry's own history of trials."),
    "export": ("export", "Write changes or versions as JSON, CSV or Parquet."),
    "report": ("report", "Write an HTML page, an Atom feed or a calendar."),
    "mcp": ("mcp", "Answer an assistant's questions, read-only."),
    "verify": ("verify", "Recompute every checksum in the store."),
    "backup": ("backup", "Copy the store while it is in use."),
    "prune": ("prune", "Delete the records of old versions."),
    "health": ("health", "Exit with 0 if the service is healthy, else 1."),
    "simulate": ("simulate", "Serve a simulated registry."),
}
"""Command → (module below ``monitor.cli``, short help of at most 60 characters), in the order of the help."""


class _LazyGroup(click.Group):
    """A group that imports a command's module when the command is used, and lists commands without importing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of ``COMMANDS``."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None if there is none of this name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"monitor.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands with their short helps, never cut."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, short_help) for name, (_, short_help) in COMMANDS.items()])


@click.group(
    cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.option(
    "--config",
    metavar="FILE",
    help="The configuration file. Default: $NCTWATCH_CONFIG, else config/nctwatch.toml, else the built-in one.",
)
@click.version_option(__version__, "-V", "--version", prog_name="nctwatch")
@click.pass_context
def nctwatch(ctx: click.Context, config: str | None) -> None:
    """Watch ClinicalTrials.gov trials, and alert people to the changes that matter.

    Start with `nctwatch demo`, which shows everything offline in under a minute.
    """
    ctx.obj = config
