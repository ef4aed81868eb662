"""What a message is made from, and what it is made into: immutable values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Change


@dataclass(frozen=True, slots=True)
class About:
    """What a message says of the trial itself, and of the step that it tells."""

    nct: str
    title: str
    sponsor: str
    status: str | None
    from_version: int | None
    to_version: int | None
    registry_date: str | None
    public_url: str = ""
    """Where the service's pages are; "" if nowhere."""


@dataclass(frozen=True, slots=True)
class Told:
    """A change, and the id that it has in the store.

    `asked` is false for one that only rides along with what a channel asks for; it is told briefly.
    """

    id: int
    change: Change
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to a channel, in each form that a channel may take.

    `body` is plain text; `html` is a whole page for mail; `slack` is the CommonMark that apprise turns
    into Slack's own markup. The last two may be empty: then the plain text goes out.
    """

    subject: str
    body: str
    html: str = ""
    slack: str = ""
