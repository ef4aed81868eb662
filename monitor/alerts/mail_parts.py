"""A mail of Apprise's, finished: its text part is the message's own, its headers are folded, its identifier stays the same."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from email.header import Header, decode_header, make_header
from email.parser import HeaderParser
from email.policy import compat32
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WIDTH = 76
"""Characters of a line with an encoded word (RFC 2047)."""
_TEXT: ContextVar[str | None] = ContextVar("text", default=None)
_MESSAGE_ID: ContextVar[str] = ContextVar("message_id", default="")


@contextmanager
def finishing(text: str, message_id: str) -> Iterator[None]:
    """Let mails that are sent in this thread have a text part and an identifier; "" for one of Apprise's."""
    tokens = _TEXT.set(text), _MESSAGE_ID.set(message_id)
    try:
        yield
    finally:
        _TEXT.reset(tokens[0])
        _MESSAGE_ID.reset(tokens[1])


@cache
def prepare() -> None:
    """Put what finishes mails into Apprise's plug-ins."""
    from apprise.plugins import brevo, groundmail, mailersend, sendpulse
    from apprise.plugins.email import base

    for module in (
        base,
        brevo,
        groundmail,
        mailersend,
        sendpulse,
    ):  # these make a mail's text part from its page
        module.convert_between = _with_text(module.convert_between)
    base.NotifyEmail.prepare_emails = staticmethod(_folding(base.NotifyEmail.prepare_emails))


def _with_text(convert: Callable[..., str]) -> Callable[..., str]:
    """Return a conversion that gives the text of the message for its page."""

    def converted(before: Any, after: Any, content: str, *args: Any, **options: Any) -> str:  # noqa: ANN401
        text = _TEXT.get()
        if text is not None and (before, after) == ("html", "text"):
            return text
        return convert(before, after, content, *args, **options)

    return converted


def _folding(prepared: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def prepare_emails(*args: Any, **options: Any) -> Iterator[Any]:  # noqa: ANN401
        for mail in prepared(*args, **options):
            yield replace(mail, body=folded(mail.body, _MESSAGE_ID.get()))

    return prepare_emails


def folded(mail: str, message_id: str = "") -> str:
    """Return a mail with headers of lines that are not too long, in the fewest encoded words; its body is left alone."""
    head, gap, body = mail.partition("\n\n")
    policy = compat32.clone(max_line_length=WIDTH)
    lines = []
    for name, value in HeaderParser(policy=compat32).parsestr(head).items():
        if name == "Subject":
            text = str(make_header(decode_header(value)))
            shown: Any = Header(text, None if text.isascii() else "utf-8", maxlinelen=WIDTH, header_name=name)
        elif name == "Message-ID" and message_id:
            shown = message_id
        else:
            shown = value
        lines.append(policy.fold(name, shown))
    return "".join(lines).rstrip("\n") + gap + body
