"""``nctwatch run``: the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli import addresses
from monitor.cli.common import load_config
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.model import Message


@click.command()
@click.pass_context
def run(ctx: click.Context) -> None:
    """Run the service, which polls and sends alerts on schedule until SIGTERM or Ctrl-C.

    Logs go to standard error.
    """
    from monitor.logs import set_up
    from monitor.network.summary import proxy_faults
    from monitor.service.run import Service

    config = load_config(ctx)
    if faults := proxy_faults():
        raise ConfigError(faults)
    addresses.require(config, apart=True)
    set_up([secret.reveal() for secret in config.secrets])
    Service(config, _show).run()


def _show(message: Message) -> None:
    click.echo(f"{message.subject}\n{'─' * min(len(message.subject), 100)}\n{message.body}\n")
