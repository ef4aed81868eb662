"""What the demo does, step by step, with the real commands."""

from __future__ import annotations

import os
import queue
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.demo.next_steps import next_steps
from monitor.demo.receivers import Receivers
from monitor.errors import NctwatchError
from monitor.simulator import Registry, SimulatedRegistry, demo_releases, seed_records
from monitor.terminal import folded, folded_lines, takes_styles

if TYPE_CHECKING:
    from monitor.demo.receivers import Received

TRIAL = "NCT03822858"

_CONFIG = """\
[registry]
url = "{registry}"
requests_per_second = 50

[store]
path = "{folder}/nctwatch.db"

[[watch]]
trial = "NCT03822858"
related = ["NCT01933802", "NCT03355365", "NCT03778333", "NCT01730547", "NCT02034188"]

[[channel]]
name = "web-hook"
url = "json://127.0.0.1:{hook}/"

[[channel]]
name = "mail"
url = "mailto://127.0.0.1:{mail}/?from=nctwatch@example.org&to=you@example.org&mode=insecure&format=text"
trials = ["NCT03822858"]
"""


def _style(text: str, **styles: Any) -> str:  # noqa: ANN401  # as click.style takes them
    return click.style(text, **styles) if takes_styles() else text


class Story:
    """One run of the demo, in a folder that goes away with it."""

    def __init__(self, folder: Path, registry: SimulatedRegistry[Registry], receivers: Receivers) -> None:
        self._receivers = receivers
        self._config = folder / "nctwatch.toml"
        self._config.write_text(
            _CONFIG.format(registry=registry.url, folder=folder, hook=receivers.hook, mail=receivers.mail),
            encoding="utf-8",
        )

    def title(self, text: str) -> None:
        """Begin a chapter."""
        click.echo("\n" + _style(folded(text, sys.stdout), bold=True, fg="cyan"))

    def command(self, *words: str) -> None:
        """Run a command as a user would, and show it with what it prints.

        Raises:
            NctwatchError: it failed.

        """
        click.echo(_style(f"$ nctwatch {shlex.join(words)}", fg="green"))
        sys.stdout.flush()
        command = [sys.executable, "-m", "monitor", "--config", str(self._config), *words]
        # the variables of whoever watches the demo are not for the demo
        environment = {key: value for key, value in os.environ.items() if not key.startswith("NCTWATCH_")}
        environment["PAGER"] = ""  # the story goes on by itself
        status = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, env=environment).returncode  # noqa: S603
        if status:
            raise NctwatchError(f"the demo's command `nctwatch {shlex.join(words)}` ended with {status}")

    def alerts(self) -> None:
        """Show what arrived since the last time."""
        try:
            while True:
                _show(self._receivers.arrived.get_nowait())
        except queue.Empty:
            pass


def _show(alert: Received) -> None:
    subject = folded(f"✉ by {alert.kind}: {alert.subject}", sys.stdout, "  ", "    ")
    click.echo("\n" + _style(subject, bold=True, fg="yellow"))
    click.echo(folded_lines(alert.body.strip(), sys.stdout, "  │ ") + "\n")


def play() -> None:
    """Run the demo and print it."""
    click.echo(
        folded(
            "nctwatch demo: a simulated registry and two receivers on this machine; nothing leaves it.",
            sys.stdout,
        )
    )
    with (
        tempfile.TemporaryDirectory(prefix="nctwatch-demo-") as folder,
        SimulatedRegistry(Registry(seed_records())) as registry,
        Receivers() as receivers,
    ):
        story = Story(Path(folder), registry, receivers)
        story.title("First the baseline: what the registry says today. It is kept, and nobody is alerted.")
        story.command("poll")
        story.title(
            "Its past: what the registry knows of the trial since 2019. Nobody is alerted of that either."
        )
        story.command("backfill", TRIAL)
        for number, release in enumerate(demo_releases(), start=1):
            story.title(f"Release {number}: {release.title}")
            registry.registry.publish(release.edits)
            story.command("poll")
            story.alerts()
        story.title("What is watched, and how it stands.")
        story.command("status")
        story.title(f"The versions of {TRIAL}, and what the newest changed.")
        story.command("history", TRIAL)
        story.command("diff", TRIAL)
        story.title("A change of eligibility, criterion by criterion.")
        story.command("diff", "NCT03778333")
        story.title("Trials like it, and why; and what the registry said that it does not say any more.")
        story.command("related", TRIAL)
        story.command("search", "--history", '"chemotherapy within one month"')
        story.title("What was sent.")
        story.command("deliveries")
    _end()


def _end() -> None:
    click.echo("\n" + _style("That was the whole job; nothing of it is left running or on disk.", bold=True))
    click.echo("Your own, from this folder:")
    for command, what in next_steps():
        click.echo(_style(f"$ {command}", fg="green") + f"\n    {what}")
