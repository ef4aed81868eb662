"""``nctwatch health``: for a container's health check."""

from __future__ import annotations

import click

from monitor.cli.common import as_json, load_config
from monitor.cli.output import echo, print_json
from monitor.clock import now
from monitor.core.health import health as assess_health
from monitor.core.presentation.labels import moment
from monitor.errors import NothingStored
from monitor.store.opening import open_for_reading
from monitor.store.state import ALIVE_AT, LAST_SUCCESS_AT, STOPPED_AT, UNDER_WAY, get_state


@click.command()
@as_json
@click.pass_context
def health(ctx: click.Context, as_json: bool) -> None:
    """Exit with 0 while the service runs, its last successful poll is recent and no job is stuck, else with 1."""
    config = load_config(ctx)
    alive_at = last_success_at = stopped_at = under_way = None
    try:
        with open_for_reading(config.store.path) as reader:
            alive_at, stopped_at = get_state(reader, ALIVE_AT), get_state(reader, STOPPED_AT)
            last_success_at, under_way = get_state(reader, LAST_SUCCESS_AT), get_state(reader, UNDER_WAY)
    except NothingStored:
        pass  # without a store, the service has never run
    state = assess_health(now(), alive_at, last_success_at, config.schedule.stale_after, under_way)
    if as_json:
        print_json(
            {
                "alive": state.alive,
                "fresh": state.fresh,
                "stuck": list(state.stuck),
                "alive_at": alive_at,
                "last_success_at": last_success_at,
            }
        )
    else:
        echo(
            f"Service: {service_state(state.alive, alive_at, stopped_at)}.\n"
            f"Last successful poll: {moment(last_success_at) or 'none'}"
            f"{'' if state.fresh or not last_success_at else ' (too long ago)'}."
        )
        for job in state.stuck:
            echo(f"Stuck: the job `{job}` has not got ahead since {moment((under_way or {})[job])}.")
    ctx.exit(0 if state.is_good else 1)


def service_state(alive: bool, alive_at: str | None, stopped_at: str | None) -> str:
    """Return whether the service runs and, if not, when it stopped or was last seen.

    Args:
        alive: whether it runs now.
        alive_at: when it last wrote that it is alive; None since it stopped cleanly, or if it never ran.
        stopped_at: when it last stopped cleanly; None if it never did.

    """
    if alive:
        return f"running (last seen {moment(alive_at)})"
    if alive_at:
        return f"not running, without a clean stop (last seen {moment(alive_at)})"
    return f"stopped cleanly at {moment(stopped_at)}" if stopped_at else "not running"
