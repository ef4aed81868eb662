"""Which form of a message a service takes. The names are apprise's; apprise itself is not needed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.alerts.message import Message

MAIL = frozenset(
    {
        "AWS Simple Email Service (SES)",
        "Brevo",
        "E-Mail",
        "Groundmail",
        "MailerSend",
        "Mailgun",
        "Office 365",
        "Postmark",
        "Resend",
        "SMTP2Go",
        "SendGrid",
        "SendPulse",
        "SparkPost",
    }
)
"""The services that send a page as mail; others that take HTML, such as Telegram, take a few tags alone."""


def choose(message: Message, notify_format: str, service: str) -> tuple[str, str]:
    """Return the form of a message for a service, and the ``body_format`` to declare it with.

    Args:
        message: the message in all its forms.
        notify_format: what the service makes of HTML, ``plugin.resolve_format("html").value``: an address
            with ``?format=text`` has plain text.
        service: apprise's name of it, ``str(plugin.service_name)``.

    """
    if service in MAIL and notify_format == "html" and message.html:
        return message.html, "html"
    if service == "Slack" and notify_format == "markdown" and message.slack:
        return message.slack, "markdown"
    return message.body, "text"
