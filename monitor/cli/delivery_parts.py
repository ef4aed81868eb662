"""Each part of a delivery, as it went out or will."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from monitor.cli.common import load_config, note
from monitor.cli.output import echo, style
from monitor.errors import ConfigError
from monitor.terminal import folded_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    import click

    from monitor.store.deliveries import Delivery

    Part = tuple[str, str]
    """What kind a part is of, such as ``text/plain``, and its text."""


def parts(ctx: click.Context, delivery: Delivery) -> tuple[str, Sequence[Part]]:
    """Return the subject and each part of a delivery as its channel gets it.

    Where the channel's address is not to be had, the parts are all forms that the message is kept in, which is said.
    """
    from monitor.alerts.envelope import enveloped
    from monitor.alerts.send import preview

    message = delivery.message
    try:
        config = load_config(ctx)
        channel = next(each for each in config.alert_channels if each.name == delivery.channel)
        if channel.prints:
            return message.subject, [("text/plain", message.body)]
        sent = preview(
            channel.url.reveal(),
            enveloped(
                message,
                number=delivery.uid,
                queued_at=delivery.queued_at,
                channel=delivery.channel,
                public_url=config.service.public_url,
            ),
        )
    except (ConfigError, StopIteration):
        sent = None
    if sent is not None:
        return sent.title, sent.parts
    note(f"The address of the channel {delivery.channel} is not to be had; it gets one of these forms.")
    return message.subject, [("text/plain", message.body), *message.forms.items()]


def print_parts(subject: str, parts: Sequence[Part]) -> None:
    """Print the subject, and each part below its kind."""
    echo(style(folded_lines(subject, sys.stdout), bold=True))
    for kind, text in parts:
        shown = folded_lines(text, sys.stdout) if kind == "text/plain" else text
        echo("\n", style(f"── {kind} ──", dim=True), f"\n\n{shown}")
