"""``nctwatch simulate``: serve the simulated registry."""

from __future__ import annotations

import signal
import threading

import click

from monitor.cli.common import note
from monitor.cli.output import echo
from monitor.core.durations import duration
from monitor.errors import UsageError


class _Simulate(click.Command):
    """A command whose help lists the faults."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as click calls it
        """Write the faults behind the options."""
        from monitor.simulator import SCENARIOS

        with formatter.section("Faults"):
            formatter.write_dl([(name, scenario.title) for name, scenario in SCENARIOS.items()])


@click.command(cls=_Simulate)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="Port on 127.0.0.1; 0 picks a free one.",
)
@click.option(
    "--every",
    default="1m",
    show_default=True,
    metavar="TIME",
    help="Time until the next scripted release, such as 30s or 5m.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="NAME",
    help="Behave as the real registry was seen to at times: one of the faults below; may be given again.",
)
def simulate(port: int, every: str, faults: tuple[str, ...]) -> None:
    """Serve a simulated registry with scripted releases until Ctrl-C.

    It has NCT03822858 and five related trials; some of their details are invented.
    To use it, set [registry] url to the address that it prints.
    """
    from monitor.simulator import SCENARIOS, Registry, SimulatedRegistry, demo_releases, seed_records

    try:
        pause = duration(every)
    except ValueError as error:
        raise UsageError(f"--every: {error}") from error
    if unknown := set(faults).difference(SCENARIOS):
        raise UsageError(f"--fault: no fault is named {min(unknown)}; there are {', '.join(SCENARIOS)}")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    registry = Registry(seed_records())
    try:
        server = SimulatedRegistry(registry, port=port)
    except OSError as error:
        raise UsageError(
            f"port {port} of 127.0.0.1 cannot be used: {error.strerror}; --port 0 picks a free one"
        ) from error
    for name in faults:
        SCENARIOS[name].play(server)
    with server:
        echo(server.url)
        note(f'[registry] url = "{server.url}"; release {registry.timestamp}. Ctrl-C stops it.')
        for release in demo_releases():
            if stop.wait(pause):
                break
            note(f"release {registry.publish(release.edits)}: {release.title}")
        else:
            note("That was the last scripted release; the registry stays up.")
            stop.wait()
