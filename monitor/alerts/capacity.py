"""How much of a message a service takes, and in which format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.alerts.renderers.base import PLAIN, RENDERERS
from monitor.alerts.subject import MAX_SUBJECT

if TYPE_CHECKING:
    from monitor.alerts.renderers.base import Renderer


@dataclass(frozen=True, slots=True)
class Capacity:
    """The format that a service gets, and the room of one message in the format's own measure."""

    format: Renderer
    room: int


USUAL = Capacity(PLAIN, PLAIN.ROOM)
"""What most services take."""
JSON = "JSON"
"""Apprise's name of a hook that takes JSON."""
FOR_PROGRAMS = 30_000
"""Characters of a message for a program: nobody has to read it, and a digest is best in one."""


def capacity_of(plugin: Any) -> Capacity:  # noqa: ANN401  # apprise is not typed
    """Return what a service takes; a plain text is also bound by the service's own limit, less the subject."""
    service, takes = str(plugin.service_name), plugin.resolve_format("html").value
    for renderer in RENDERERS:
        if renderer.serves(service, takes):
            return Capacity(renderer, renderer.ROOM)
    most = FOR_PROGRAMS if service == JSON else PLAIN.ROOM
    room = room_of(plugin, MAX_SUBJECT)
    return Capacity(PLAIN, most if room is None else min(most, room))


def room_of(plugin: Any, subject: int) -> int | None:  # noqa: ANN401  # likewise
    """Return how many characters a service takes beside a subject of so many; None where it splits texts itself or has no limit."""
    if plugin.overflow_mode != "upstream" or plugin.body_maxlen <= 0:
        return None
    return max(1, int(plugin.body_maxlen) - subject - 10)
