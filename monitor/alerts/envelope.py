"""What goes with a message: its event for programs in full, and the headers of its mail."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.alerts.renderers.event import TRIAL, envelope
from monitor.clock import now, stamp
from monitor.core.presentation.sanitize import flat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from monitor.model import Json, Message

DOMAIN = "nctwatch.invalid"
"""The right side of identifiers that name no message; RFC 2606 keeps the name free."""
LIST_DOMAIN = "nctwatch.localhost"
"""The right side of a list's identifier that no domain vouches for (RFC 2919)."""


def enveloped(message: Message, *, number: str, queued_at: str, channel: str, public_url: str) -> Message:
    """Return a message as it goes out.

    Args:
        message: as it was queued.
        number: names it for programs, the same for each attempt.
        queued_at: when it was queued, ISO 8601.
        channel: the name of the channel.
        public_url: where the pages are; "" for nowhere.

    """
    event = message.event
    headers = dict(_headers(event or {}, number, channel))
    if event is not None:
        event = envelope(event, number=number, time=queued_at, source=public_url)
    return replace(message, event=event, headers=headers)


def channel_test(words: str, channel: str) -> Message:
    """Return a message that tries a channel, as complete as any other."""
    from monitor.alerts.render import notice  # noqa: PLC0415  # only a test renders here

    message = notice("nctwatch: a test message", [words], name="test")
    return enveloped(message, number=uuid.uuid4().hex, queued_at=stamp(now()), channel=channel, public_url="")


def _headers(event: Mapping[str, Json], number: str, channel: str) -> Iterator[tuple[str, str]]:
    """Yield the headers of a mail: that it is automatic, of which list and thread, and which changes it tells of."""
    yield "Message-ID", f"<{number}@{DOMAIN}>"
    yield "Auto-Submitted", "auto-generated"  # RFC 3834
    yield "X-Auto-Response-Suppress", "All"  # Exchange takes no notice of the line before
    yield "List-Id", f"nctwatch <{_slug(channel)}.{LIST_DOMAIN}>"
    if event.get("type") == TRIAL:
        # the first mail of a thread answers one that nobody has: what they have in common is enough for mail programs
        thread = f"<{_slug(event['subject'])}.trial@{DOMAIN}>"
        yield from {"In-Reply-To": thread, "References": thread, "X-Nctwatch-Trial": event["subject"]}.items()
        data = event["data"]
        yield "X-Nctwatch-Versions", f"{data['from_version']} {data['to_version']}"
        yield "X-Nctwatch-Severity", data["severity"]
        yield "X-Nctwatch-Changes", " ".join(str(change["id"]) for change in data["changes"][:100])


def _slug(name: str) -> str:
    """Return a name as a part of an identifier: ``MS team`` → ``ms-team``."""
    return re.sub(r"[^a-z0-9]+", "-", flat(name).lower()).strip("-") or "channel"
