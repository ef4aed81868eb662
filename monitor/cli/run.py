"""``nctwatch run``: the service."""

from __future__ import annotations

import click

from monitor.cli import addresses
from monitor.cli.common import load_config
from monitor.errors import ConfigError


@click.command()
@click.pass_context
def run(ctx: click.Context) -> None:
    """Run the service, which polls and sends alerts on schedule until SIGTERM or Ctrl-C.

    Logs go to standard error.
    """
    from monitor.cli.printing import print_alert
    from monitor.logs import set_up
    from monitor.network.summary import proxy_faults
    from monitor.service.run import Service

    config = load_config(ctx)
    if faults := proxy_faults():
        raise ConfigError(faults)
    addresses.require(config, apart=True)
    set_up([secret.reveal() for secret in config.secrets])
    Service(config, print_alert).run()
