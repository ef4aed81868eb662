"""``nctwatch check --registry``: whether the live registry does what this client relies on."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from monitor.cli.common import note
from monitor.cli.output import print_json
from monitor.cli.table import print_table
from monitor.core.presentation.labels import count

if TYPE_CHECKING:
    from monitor.config.model import Config


def ask_registry(config: Config, *, as_json: bool) -> int:
    """Ask the registry, print a line for each thing that is relied on, and return the exit status."""
    from monitor.registry_check import MOST_REQUESTS, Verdict, check_registry, exit_status

    note(
        f"Asking {config.registry.url}: at most {MOST_REQUESTS} requests, "
        f"{config.registry.requests_per_second:g} a second."
    )
    lines = list(check_registry(config))
    if as_json:
        print_json([asdict(line) for line in lines])
    else:
        rows = [(line.verdict, line.name, line.expected, line.seen, line.breaks) for line in lines]
        print_table(("verdict", "what", "expected", "seen", "what breaks otherwise"), rows)
        held, different, unknown = (sum(line.verdict is verdict for line in lines) for verdict in Verdict)
        note(
            f"{held} of {count(len(lines), 'expectation')} hold, {different} differ, {unknown} could not be asked."
        )
    return exit_status(lines)
