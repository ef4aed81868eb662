"""A message as a page for mail: colours in the tags, for programs that drop style sheets, and dark where asked.

The plain-text part of the mail is the message's plain text.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from monitor.alerts.footer import NOTICE
from monitor.alerts.renderers.mail_changes import MAX_VALUE, TONES, bytes_of, changes, paragraphs, text
from monitor.alerts.template import template
from monitor.core.presentation.labels import IMPORTANCE, cut
from monitor.core.presentation.text import COMMAND
from monitor.core.presentation.values import clipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.alerts.digest_parts import Part
    from monitor.alerts.outline import Outline

NAME = "mail"
BODY_FORMAT = "html"
MOST_ALIKE = 8
SMTP = "E-Mail"
SERVICES = frozenset(
    {
        SMTP,
        "AWS Simple Email Service (SES)",
        "Brevo",
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
"""The services that send a page as mail, by apprise's names; others that take HTML, as Telegram, take a few tags."""
TWO_PARTS = frozenset({SMTP, "Brevo", "Groundmail", "MailerSend", "SendPulse"})
"""Those of them that send the text beside the page."""
MAX_TITLE = 110
"""Characters of a title in the contents of a digest."""
MAX_NAMED = 60
"""Characters of a headline in the shortest line of a trial."""
MAX_PAGE = 60_000
"""Bytes of the changes on a page; Gmail cuts a mail at 102 KB."""
ROOM, ENOUGH, LEAST = 90_000, 2_400, 1_500
"""Of a digest, in bytes; with what stands around it, a page is below what Gmail shows."""

_PAGE, _TRIAL = template("mail.html"), template("mail-trial.html")
_LINE, _SECTION = template("mail-line.html"), template("mail-section.html")


def serves(service: str, takes: str) -> bool:
    """Return whether a service gets pages: mail whose address does not ask for text."""
    return service in SERVICES and takes == "html"


def trial(subject: str, outline: Outline) -> str:
    """Write the page of what happened to one trial."""
    return _page(
        subject,
        _TRIAL.substitute(
            **_head(outline),
            contacts=_contacts(outline),
            changes=changes(outline, MAX_PAGE),
            history=escape(outline.history),
            foot=paragraphs([outline.noise, f"See more: {outline.more}", outline.why, outline.identity]),
        ),
    )


def size(page: str) -> int:
    """Return the bytes of a piece of a page."""
    return bytes_of(page)


def contents(outline: Outline) -> str:
    """Write a trial's line in the contents of a digest."""
    title = text(cut(outline.title, MAX_TITLE))
    return _LINE.substitute(_head(outline) | {"title": title}, more=outline.more_changes)


def brief(outline: Outline) -> str:
    """Write the shortest line of a trial."""
    severity = outline.gravest.severity.capitalize()
    return f"<div>{severity}: {text(outline.nct)} {text(cut(outline.headline, MAX_NAMED))}</div>"


def section(outline: Outline, room: int) -> str:
    """Write what happened to a trial of a digest."""
    foot = paragraphs([outline.noise, f"See more: {outline.diff}"])
    parts = {**_head(outline), "contacts": _contacts(outline), "foot": foot}
    spent = size(_SECTION.substitute(parts, changes=""))
    return _SECTION.substitute(parts, changes=changes(outline, room - spent))


def digest(subject: str, part: Part) -> str:
    """Put one message of a digest together: its contents, its sections, its end."""
    head = f'<h1 class="ink" style="margin:0 0 6px;font-size:22px;line-height:1.3;color:#1f2328">{text(subject)}</h1>'
    intro = f'<p class="soft" style="margin:0 0 18px;font-size:14px;color:#57606a">{text(part.intro)}</p>'
    foot = f'<div class="rule soft" style="margin:32px 0 0;padding:16px 0 0;border-top:1px solid #d8dee4;font-size:13px;color:#57606a">{paragraphs(part.foot)}</div>'
    return _page(subject, "\n".join([head, intro, *part.contents, *part.sections, foot]))


def notice(subject: str, sentences: Sequence[str]) -> str:
    """Write the page of a notice about the watch itself."""
    head = f'<h1 class="ink" style="margin:0 0 12px;font-size:22px;line-height:1.3;color:#1f2328">{text(subject)}</h1>\n'
    shown = "\n".join(
        f'<p class="ink" dir="auto" style="margin:0 0 12px;color:#1f2328">{_commands(clipped(sentence, MAX_VALUE))}</p>'
        for sentence in sentences
    )
    foot = f'<p class="soft" style="margin:16px 0 0;font-size:13px;color:#57606a">{_commands(NOTICE)}</p>'
    return _page(subject, f"{head}{shown}\n{foot}")


def _commands(sentence: str) -> str:
    """Write a sentence with its commands set as code; by a tag that apprise leaves within its line in the text beside."""
    font = "font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.9em"
    return COMMAND.sub(rf'<span style="{font}">\1</span>', text(sentence))


def _page(subject: str, content: str) -> str:
    return _PAGE.substitute(subject=escape(subject), content=content)


def _head(outline: Outline) -> dict[str, str]:
    """Return what stands above the changes of a trial; the class is by whether it opened or closed, else by severity."""
    direction, words = outline.turn
    severity = str(outline.gravest.severity)
    name = direction or severity
    badge = f'<span class="badge {name}" style="padding:1px 8px;border:1px solid {TONES[name]};border-radius:10px;white-space:nowrap">{words}</span> '
    return {
        "name": name,
        "tone": TONES[name],
        "badge": badge if words else "",
        "importance": IMPORTANCE[severity],
        "nct": text(outline.nct),
        "headline": text(outline.headline[:1].upper() + outline.headline[1:]),
        "title": text(outline.title),
        "facts": text(" · ".join(outline.facts)),
        "page": escape(outline.page),
    }


def _contacts(outline: Outline) -> str:
    """Write whom to ask, where the trial opened."""
    if not outline.contacts:
        return ""
    style = f"margin:16px 0 0;padding:10px 12px;border:1px solid {TONES['opens']};border-radius:6px;font-size:15px;color:#1f2328"
    return f'\n<div class="opens ink" dir="auto" style="{style}">{paragraphs(outline.contacts, "margin:2px 0")}</div>'
