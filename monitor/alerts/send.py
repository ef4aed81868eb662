"""A message and an Apprise URL → sent, try later, or give up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.capacity import USUAL, capacity_of
from monitor.alerts.compose import composed
from monitor.alerts.connections import ANSWER_SECONDS
from monitor.alerts.outcome import Result, SendStatus
from monitor.alerts.plugins import service_for, targets
from monitor.alerts.sending import Sending
from monitor.alerts.services import type_for
from monitor.redact import Redactor

if TYPE_CHECKING:
    from monitor.alerts.capacity import Capacity
    from monitor.alerts.compose import Composed
    from monitor.model import Message


SEND_SECONDS = 20.0
"""A send as a whole may take so long."""


def target_names(url: str) -> list[str]:
    """Return the names of the targets of an Apprise URL, each of which gets a send of its own.

    [""] where the URL is not split, or is none that works; a send then says so.
    """
    return [target.name for target in targets(url)] or [""]


def send(url: str, message: Message, *, seconds: float = SEND_SECONDS, target: str = "") -> Result:
    """Send a message to one target of an Apprise URL, once.

    Args:
        url: the address; its secrets are never shown, not even in what is returned.
        message: its subject, and its text in every format.
        seconds: the send as a whole may take so long.
        target: one of ``target_names``.

    """
    service = next((service_for(found) for found in targets(url) if found.name == target), None)
    if service is None:
        # later, not dead: it is ours to mend, and then what waits goes out
        return Result(SendStatus.LATER, "this is no Apprise URL that works; `nctwatch check` says more")
    plugin = service[0]
    plugin.redirects = False  # a POST that is redirected becomes a GET, which proves nothing
    # A receiver that takes its time must not count as failed: it would get the message again and again.
    plugin.socket_connect_timeout, plugin.socket_read_timeout = seconds, ANSWER_SECONDS
    notify = type_for(str(plugin.service_name), message.notify)
    redact = Redactor([url], shown=[target])
    sending = Sending(service, composed(message, plugin), notify, redact, seconds)
    sending.wait(seconds)
    return sending.result() or sending.timed_out(redact(url))


def works(url: str) -> bool:
    """Return whether an address is an Apprise URL that can be sent to."""
    return bool(targets(url))


def preview(url: str, message: Message) -> Composed | None:
    """Return a message as an address gets it, without sending it; None for an address that does not work."""
    service = next(map(service_for, targets(url)), None)
    return composed(message, service[0]) if service else None


def capacity(url: str) -> Capacity:
    """Return the format and the room of a message to an address; the usual ones for an address that does not work."""
    service = next(map(service_for, targets(url)), None)
    return capacity_of(service[0]) if service else USUAL
