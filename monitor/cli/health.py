"""``nctwatch health``: for the container's health check."""

from __future__ import annotations

import click

from monitor.cli.common import as_json, load_config, print_json
from monitor.clock import now
from monitor.core.health import health as judge
from monitor.errors import NothingStored
from monitor.store.opening import open_for_reading
from monitor.store.state import HEARTBEAT, LAST_SUCCESS_AT, get_state


@click.command()
@as_json
@click.pass_context
def health(ctx: click.Context, as_json: bool) -> None:
    """Exit 0 while the service is alive and its last successful poll is fresh, else 1."""
    config = load_config(ctx)
    beat = success = None
    try:
        with open_for_reading(config.store.path) as reader:
            beat, success = get_state(reader, HEARTBEAT), get_state(reader, LAST_SUCCESS_AT)
    except NothingStored:
        pass  # no store is no service
    well = judge(now(), beat, success, config.schedule.stale_after)
    if as_json:
        print_json(
            {"alive": well.alive, "fresh": well.fresh, "heartbeat_at": beat, "last_success_at": success}
        )
    else:
        click.echo(
            f"service {'alive' if well.alive else 'not alive'} (heartbeat {beat or 'never'}); "
            f"registry {'fresh' if well.fresh else 'stale'} (last successful poll {success or 'never'})"
        )
    ctx.exit(0 if well.alive and well.fresh else 1)
