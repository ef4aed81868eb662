"""The command line: one module for each group of commands, imported when it is used.

A new command is a module with a click command, and a line in ``COMMANDS``.
"""

from __future__ import annotations

import click

from monitor.cli.group import LazyGroup, options_of_all

COMMANDS = {
    "demo": ("demo", "Show everything offline in under a minute."),
    "init": ("setup", "Write a configuration to begin with."),
    "check": ("check", "Check the configuration, the store and the channels."),
    "poll": ("poll", "Fetch and compare once, now, and send alerts."),
    "run": ("run", "Run the service, which polls on schedule."),
    "backfill": ("backfill", "Fetch the registry's own history of trials."),
    "status": ("status", "Show the watched trials, the channels and the service."),
    "history": ("history", "List the versions of a trial."),
    "show": ("show", "Show the record of a trial."),
    "diff": ("diff", "Show what changed in a trial between two versions."),
    "changes": ("changes", "List changes, newest first."),
    "search": ("search", "Search the stored records."),
    "deliveries": ("deliveries", "List messages: sent, queued or dead."),
    "related": ("related", "List trials similar to a trial."),
    "export": ("export", "Write trials, changes or versions for other tools."),
    "report": ("report", "Write an HTML page, an Atom feed or a calendar."),
    "mcp": ("mcp", "Answer an assistant's questions, read-only."),
    "verify": ("verify", "Recompute every checksum in the store."),
    "backup": ("backup", "Copy the store while it is in use."),
    "prune": ("prune", "Delete the records of old versions."),
    "health": ("health", "Exit with 0 if the service is healthy, else 1."),
    "simulate": ("simulate", "Serve a simulated registry."),
    "completion": ("completion", "Print the completion script of a shell."),
    "help": ("help", "Show the help of a command."),
}
"""Command → (module below ``monitor.cli``, short help of at most 60 characters), in the order of the help."""

SECTIONS = {
    "demo": "To begin and to run",
    "status": "To ask",
    "export": "For other tools and people",
    "verify": "To look after the store and the service",
    "simulate": "Besides",
}
"""First command of a section of the help → its heading."""


@click.group(
    cls=LazyGroup,
    modules=COMMANDS,
    sections=SECTIONS,
    params=options_of_all(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
def nctwatch() -> None:
    """Watch ClinicalTrials.gov trials, and alert people to the changes that matter.

    Start with `nctwatch demo`, which shows everything offline in under a minute.
    The options below may stand after the command too.
    """
