"""``nctwatch deliveries``: the messages sent, queued or dead."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from monitor.cli import addresses, suggestions
from monitor.cli.common import as_json, load_config, note, store_path, when
from monitor.cli.delivery_parts import parts, print_parts
from monitor.cli.group import Group
from monitor.cli.output import echo, print_json, style
from monitor.cli.pager import paged
from monitor.cli.table import print_table
from monitor.core.presentation.labels import count
from monitor.errors import ConfigError, NothingStored, UsageError
from monitor.store.deliveries import backlog, list_deliveries, load_delivery, make_due
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.rests import interrupt_rests

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.config.model import Config
    from monitor.store.connection import Connection


@click.group(cls=Group, invoke_without_command=True)
@click.option(
    "--state",
    type=click.Choice(["queued", "sent", "dead"]),
    metavar="STATE",
    help="Only queued, sent or dead messages.",
)
@click.option(
    "--channel", metavar="NAME", shell_complete=suggestions.channels, help="Only messages to this channel."
)
@click.option(
    "--limit", type=click.IntRange(min=0), default=0, metavar="N", help="At most so many messages; 0 for all."
)
@as_json
@click.pass_context
@paged
def deliveries(ctx: click.Context, state: str | None, channel: str | None, limit: int, as_json: bool) -> None:
    """List the messages sent, queued or dead, with the last error; newest first."""
    if ctx.invoked_subcommand:
        return
    with open_for_reading(store_path(ctx)) as reader:
        rows = list_deliveries(reader, state=state, channel=channel, limit=limit)
    if as_json:
        print_json(rows)
    elif rows:
        print_table(
            ("id", "channel", "state", "tried", "queued (UTC)", "sent or due", "subject", "error"),
            [
                (
                    row["id"],
                    row["channel"],
                    row["state"],
                    row["attempts"],
                    when(row["queued_at"]),
                    when(row["sent_at"] or row["next_attempt_at"]),
                    row["subject"],
                    row["last_error"],
                )
                for row in rows
            ],
            wide=-2,
        )
        if limit and len(rows) == limit:
            note(f"The newest {limit}; without --limit all are shown.")
    elif channel is not None and channel not in (names := _channels(ctx)):
        note(f"There is no channel {channel}; there is {', '.join(names)}.")
    else:
        note("No deliveries.")


def _channels(ctx: click.Context) -> list[str]:
    """Return the names of the channels that are configured, and of others that had messages."""
    with open_for_reading(store_path(ctx)) as reader:
        had = list(backlog(reader))
    with suppress(ConfigError):
        return list(dict.fromkeys([*(each.name for each in load_config(ctx).alert_channels), *had]))
    return had


_FIELDS = {
    "id": "id",
    "channel": "channel",
    "state": "state",
    "attempts": "attempts",
    "queued at": "queued_at",
    "sent at": "sent_at",
    "next attempt at": "next_attempt_at",
    "answer": "said",
}


@deliveries.command(short_help="Show a whole message.")
@click.argument("number", metavar="ID", type=int)
@as_json
@click.pass_context
@paged
def show(ctx: click.Context, number: int, as_json: bool) -> None:
    """Show the whole message ID, each part as it was or will be sent."""
    as_json = as_json or bool(ctx.parent and ctx.parent.params["as_json"])
    with open_for_reading(store_path(ctx)) as reader:
        rows = list_deliveries(reader, delivery=number)
        delivery = load_delivery(reader, number)
    if delivery is None:
        raise NothingStored(f"there is no delivery {number}; `nctwatch deliveries` lists them")
    row = rows[0]
    subject, shown = parts(ctx, delivery)
    if as_json:
        print_json(row | {"parts": [{"type": kind, "text": text} for kind, text in shown]})
        return
    from monitor.core.presentation.sanitize import safe_line

    for name, key in _FIELDS.items():
        if row[key] is not None:
            echo(style(name, bold=True), f": {safe_line(str(row[key]))}")
    echo(style("changes", bold=True), f": {', '.join(map(str, row['changes'])) or 'none'}\n")
    if row["targets"]:
        print_table(
            ("to", "state", "tried", "settled", "answer"),
            [
                (each["target"], each["state"], each["attempts"], each["settled_at"], each["answer"])
                for each in row["targets"]
            ],
            wide=-1,
        )
        echo()
    print_parts(subject, shown)


@deliveries.command(short_help="Send waiting messages now.")
@click.argument("numbers", metavar="[ID]...", type=int, nargs=-1)
@click.option(
    "--channel", metavar="NAME", shell_complete=suggestions.channels, help="Only messages to this channel."
)
@click.option("--dead", is_flag=True, help="Also dead messages.")
@click.pass_context
def retry(ctx: click.Context, numbers: tuple[int, ...], channel: str | None, dead: bool) -> None:
    """Send what waits now, due or not; or the messages ID, dead ones too.

    What waits for a digest or for the end of quiet hours stays with them, and what belongs to a digest goes out as a digest.
    """
    from monitor.cli.printing import print_alert
    from monitor.clock import now, stamp
    from monitor.deliver import deliver
    from monitor.digest import queue_digests
    from monitor.logs import keep_silent
    from monitor.service.printing import print_due

    keep_silent()
    config = load_config(ctx)
    channels = [known for known in config.alert_channels if channel in (None, known.name)]
    if channel is not None and not channels:
        raise UsageError(f"there is no channel {channel}; `nctwatch status` lists them")
    addresses.require(config)
    with open_for_reading(config.store.path) as reader:
        waiting = _find(reader, config, numbers)
    with open_for_writing(config.store.path) as store:
        queue_digests(store, channels, now(), config.service.public_url)
        interrupt_rests(store, [known.name for known in channels], stamp(now()))
        chosen = make_due(store, stamp(now()), ids=waiting, channel=channel, dead=dead)
        done = (
            deliver(store, channels, only=chosen, public_url=config.service.public_url)
            if config.channels
            else print_due(config.store.path, print_alert, only=chosen)
        )
    waits = len(chosen) - done.sent - done.failed
    note(f"{done.sent} of {len(chosen)} sent, {done.failed} failed{f', {waits} not tried' if waits else ''}.")
    if done.failed:
        note("`nctwatch deliveries` shows the errors.")
    ctx.exit(1 if done.failed else 0)


@deliveries.command(short_help="Give the messages of a channel to another.")
@click.argument("old", shell_complete=suggestions.channels)
@click.argument("new", shell_complete=suggestions.channels)
@click.pass_context
def move(ctx: click.Context, old: str, new: str) -> None:
    """Give what waits for the channel OLD, such as one that was renamed, to the channel NEW, dead messages too.

    It is sent by the next poll, by the service, or by `nctwatch deliveries retry`.
    """
    from monitor.clock import now, stamp
    from monitor.store import moving

    config = load_config(ctx)
    names = [channel.name for channel in config.alert_channels]
    if new not in names or old == new:
        raise UsageError(f"{new} is no other channel that is configured; there is {', '.join(names)}")
    with open_for_writing(config.store.path) as store:
        moved = moving.move(store, old, new, stamp(now()))
    if not moved:
        raise NothingStored(
            f"nothing waits for the channel {old}; `nctwatch deliveries` lists what waits for which"
        )
    note(
        f"{count(moved, 'message')} of {old} moved to {new}; `nctwatch deliveries retry` sends what waits now."
    )


def _find(reader: Connection, config: Config, numbers: Sequence[int]) -> list[int]:
    """Return the deliveries that were asked for, which have to exist and not to wait for a digest."""
    digests = {channel.name for channel in config.channels if channel.send is not None}
    for number in numbers:
        rows = list_deliveries(reader, delivery=number)
        if not rows:
            raise NothingStored(f"there is no delivery {number}; `nctwatch deliveries` lists them")
        row = rows[0]
        if row["state"] == "queued" and not row["attempts"] and row["channel"] in digests:
            raise UsageError(
                f"delivery {number} waits for the digest of channel {row['channel']}, which is due at {row['next_attempt_at']}"
            )
    return list(numbers)
