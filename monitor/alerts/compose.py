"""A message → what one of Apprise's plug-ins is to send: which text, with which headers, in which blocks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.alerts.capacity import JSON, room_of
from monitor.alerts.renderers import mail, slack
from monitor.alerts.renderers.base import text_for
from monitor.alerts.renderers.slack_blocks import attachments, unmarked
from monitor.alerts.subject import mail_subject

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Message

_WORKFLOWS = ("workflow", "trigger")
"""Modes of Slack's plug-in that send text alone."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A message as a service gets it; ``body_format`` is what apprise has to be told about the text."""

    title: str
    body: str
    body_format: str
    parts: tuple[tuple[str, str], ...]
    """Each part of it, for people: what kind it is of, such as ``text/plain``, and its text."""


def composed(message: Message, plugin: Any) -> Composed:  # noqa: ANN401  # apprise is not typed
    """Return what a plug-in is to send, and let it send that: with the event, the headers or the blocks that go with it."""
    service = str(plugin.service_name)
    body, form = text_for(message, service, plugin.resolve_format("html").value)
    if form == "text":  # cutting markup would break it; it is bounded as it is
        body = fitted(message, plugin)
    title, parts = message.subject, [(f"text/{'plain' if form == 'text' else form}", body)]
    if service == JSON and message.event is not None:
        plugin.payload_extras["event"] = dict(message.event)
        parts.append(
            ("application/cloudevents+json", json.dumps(message.event, ensure_ascii=False, indent=2))
        )
    if service == slack.SERVICE and form == slack.BODY_FORMAT:
        parts = [("text/markdown", unmarked(body))]
        if plugin.template or plugin.mode in _WORKFLOWS:  # these have blocks of their own, or none
            body = unmarked(body)
        else:
            _in_blocks(plugin, message)
    if service in mail.SERVICES:
        title = mail_subject(title)
        headers = _as_mail(plugin, message)
        text = (
            [("text/plain", message.body)] if form == mail.BODY_FORMAT and service in mail.TWO_PARTS else []
        )
        parts = [("headers", "\n".join(f"{name}: {value}" for name, value in headers.items())), *text, *parts]
    return Composed(title, body, form, tuple(part for part in parts if part[1]))


def _in_blocks(plugin: Any, message: Message) -> None:  # noqa: ANN401  # apprise is not typed
    """Let Slack's plug-in send sections with the colours of their severities, for which Apprise has no setting."""
    plugin.use_blocks = True  # Slack documents its markup in blocks
    plugin.include_image = False
    send = plugin._send  # noqa: SLF001  # there is no other place between the payload and the request

    def sending(url: str, payload: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        if payload.get("attachments"):
            (only,) = payload["attachments"]
            text = only["blocks"][1]["text"]["text"]
            payload = payload | {"attachments": attachments(message.subject, text, only["color"])}
        return send(url, payload, *args, **options)

    plugin._send = sending  # noqa: SLF001


def _as_mail(plugin: Any, message: Message) -> dict[str, str]:  # noqa: ANN401  # likewise
    """Let a plug-in send mail with our headers, as far as it takes some, and our text part; return those headers."""
    from monitor.alerts.mail_parts import finishing, prepare  # other services do without the library of mails

    prepare()
    taken = {}
    number = message.headers.get("Message-ID", "")
    sender = getattr(plugin, "from_addr", None)
    if number and str(plugin.service_name) == mail.SMTP and isinstance(sender, list | tuple):
        number = f"{number.partition('@')[0]}@{str(sender[1]).rpartition('@')[2]}>"
        taken["Message-ID"] = number
    if isinstance(getattr(plugin, "headers", None), dict):
        ours = {name: value for name, value in message.headers.items() if name != "Message-ID"}
        plugin.headers = ours | plugin.headers  # those of the address are the user's
        taken |= ours
    send: Callable[..., bool] = plugin.send

    def sending(*args: Any, **options: Any) -> bool:  # noqa: ANN401
        with finishing(message.body, number):
            return send(*args, **options)

    plugin.send = sending
    return taken


def fitted(message: Message, plugin: Any) -> str:  # noqa: ANN401  # likewise
    """Cut a message's plain text to what a service takes; its last paragraph, which says where the rest is, stays.

    A service refuses for good what is too long, as Discord does above 2,000 characters.
    """
    room = room_of(plugin, len(message.subject))
    if room is None or len(message.body) <= room:
        return message.body
    head, gap, foot = message.body.rpartition("\n\n")
    foot = f"{gap}{foot}" if len(foot) < room // 2 else ""
    cut = max(0, room - len(foot) - 1)
    return f"{(head if foot else message.body)[:cut].rstrip()}…{foot}"
