"""What a message format offers, which formats there are, and which service gets which.

A further format is a module of this package that offers what ``Renderer`` says, and its name in ``RENDERERS``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from monitor.alerts.renderers import mail, plain, slack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.alerts.digest_parts import Part
    from monitor.alerts.outline import Outline
    from monitor.model import Message


class Renderer(Protocol):
    """Writes messages in one format.

    ``NAME`` is the name under which a queued message keeps its text, so it never changes. ``BODY_FORMAT`` is
    what apprise has to be told about the text: ``text``, ``html`` or ``markdown``. ``MOST_ALIKE`` is how many
    changes of one event are shown one by one; the rest are counted. ``ROOM`` is what the trials of one message of
    a digest may take, ``ENOUGH`` a good size for one of them and ``LEAST`` the smallest of use, all as ``size``
    measures texts.
    """

    NAME: str
    BODY_FORMAT: str
    MOST_ALIKE: int
    ROOM: int
    ENOUGH: int
    LEAST: int

    def serves(self, service: str, takes: str, /) -> bool:
        """Return whether a service gets this format.

        Args:
            service: apprise's name of it, ``str(plugin.service_name)``.
            takes: what it makes of HTML, ``plugin.resolve_format("html").value``: an address with
                ``?format=text`` takes ``text``.

        """

    def trial(self, subject: str, outline: Outline, /) -> str:
        """Write what happened to one trial."""

    def size(self, text: str, /) -> int:
        """Return what a text takes of the room of a message."""

    def contents(self, outline: Outline, /) -> str:
        """Write a trial's line in the contents of a digest: how grave, which trial, what happened, its title."""

    def brief(self, outline: Outline, /) -> str:
        """Write the shortest line of a trial, for the contents of a digest in which another message tells it."""

    def section(self, outline: Outline, room: int, /) -> str:
        """Write what happened to a trial of a digest in about so much room."""

    def digest(self, subject: str, part: Part, /) -> str:
        """Put one message of a digest together."""

    def notice(self, subject: str, sentences: Sequence[str], /) -> str:
        """Write a notice about the watch itself, a paragraph a sentence."""


RENDERERS: tuple[Renderer, ...] = (mail, slack)
"""The formats beside plain text; of several that serve a service, the first is sent."""
PLAIN: Renderer = plain
"""The format of a message's ``body``: every service takes it."""


def text_for(message: Message, service: str, takes: str) -> tuple[str, str]:
    """Return the text of a message for a service (see ``Renderer.serves``), and its body format."""
    for renderer in RENDERERS:
        text = message.forms.get(renderer.NAME)
        if text and renderer.serves(service, takes):
            return text, renderer.BODY_FORMAT
    return message.body, PLAIN.BODY_FORMAT
