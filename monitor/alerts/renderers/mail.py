"""A message as a page for mail: colours in the tags, for programs that drop style sheets, and dark where asked.

The plain-text part of the mail is apprise's doing, from this page: a line break between two blocks of the
templates becomes an empty line there, no tag leaves a trace, and of a link only its text is left. That is
why addresses are written out, and why each mark of a redline has signs with it that the page does not show.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from monitor.alerts.outline import Alike, fitting
from monitor.alerts.template import template
from monitor.core.presentation.labels import IMPORTANCE, count
from monitor.core.presentation.redline import MARKS, redline, sides
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.values import clipped, more

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.alerts.outline import Outline
    from monitor.core.eligibility import Span
    from monitor.core.presentation.entry import Entry

NAME = "mail"
BODY_FORMAT = "html"
MOST_ALIKE = 8
SERVICES = frozenset(
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
"""The services that send a page as mail, by apprise's names; others that take HTML, as Telegram, take a few tags."""
MAX_PAGE = 60_000
"""Bytes of the changes on a page; Gmail cuts a mail at 102 KB."""
MAX_VALUE = 1_500
LEAST = 4_000
"""Bytes that the changes of each trial of a digest may have."""
MAX_BRIEF = 240

_PAGE, _TRIAL, _CHANGE = template("mail.html"), template("mail-trial.html"), template("mail-change.html")
_TONES = {"high": "#b42318", "medium": "#8a5a00", "low": "#57606a", "noise": "#57606a"}
_BOX = "margin:8px 0 0;padding:10px 12px;background:#f6f8fa;border:1px solid #d8dee4;border-radius:6px;font-size:15px;color:#1f2328"
_STYLES = {
    "delete": ("del", "background:#ffebe9;color:#82071e;text-decoration:line-through"),
    "insert": ("ins", "background:#dafbe1;color:#0f5323;text-decoration:underline;font-weight:bold"),
}
_RULE = '\n<hr class="rule" style="margin:28px 0;border:0;border-top:3px solid #d8dee4">\n'
_SIDE_BY_SIDE = re.compile(r"(</del>)(<ins)")
_UNSEEN = "display:none;font-size:0;mso-hide:all"


def serves(service: str, takes: str) -> bool:
    """Say whether a service gets pages: mail whose address does not ask for text."""
    return service in SERVICES and takes == "html"


def trial(subject: str, outline: Outline) -> str:
    """Write the page of what happened to one trial."""
    return _page(subject, _trial(outline, MAX_PAGE, level="h1"))


def digest(subject: str, outlines: Sequence[Outline]) -> str:
    """Write the page of many trials one after another."""
    each = max(MAX_PAGE // max(1, len(outlines)), LEAST)
    trials = [(_trial(outline, each, level="h2"), 1) for outline in outlines]
    shown, left = fitting(trials, MAX_PAGE, _size)
    rest = [_aside(f"… and {count(left, 'more trial')}: nctwatch changes lists all changes.")] if left else []
    head = f'<h1 class="ink" style="margin:0 0 24px;font-size:24px;line-height:1.3;color:#1f2328">{_text(subject)}</h1>\n'
    return _page(subject, head + _RULE.join([*shown, *rest]))


def notice(subject: str, sentences: Sequence[str]) -> str:
    """Write the page of a notice about the watch itself."""
    head = f'<h1 class="ink" style="margin:0 0 12px;font-size:22px;line-height:1.3;color:#1f2328">{_text(subject)}</h1>\n'
    paragraphs = "\n".join(
        f'<p class="ink" dir="auto" style="margin:0 0 12px;color:#1f2328">{_text(clipped(sentence, MAX_VALUE))}</p>'
        for sentence in sentences
    )
    foot = "A notice of nctwatch about itself: nctwatch status says more."
    foot = f'<p class="soft" style="margin:16px 0 0;font-size:13px;color:#57606a">{foot}</p>'
    return _page(subject, f"{head}{paragraphs}\n{foot}")


def _page(subject: str, content: str) -> str:
    return _PAGE.substitute(subject=escape(subject), content=content)


def _trial(outline: Outline, room: int, *, level: str) -> str:
    """Write what happened to one trial; ``level`` is the tag of its headline."""
    return _TRIAL.substitute(
        severity=outline.severity,
        tone=_TONES[outline.severity],
        importance=IMPORTANCE[outline.severity],
        nct=_text(outline.nct),
        level=level,
        headline=_text(outline.headline[:1].upper() + outline.headline[1:]),
        title=_text(outline.title),
        facts=_text(" · ".join(outline.facts)),
        changes=_changes(outline, room),
        page=escape(outline.page),
        history=escape(outline.history),
        foot=_paragraphs(
            [*outline.contacts, outline.noise, f"See more: {outline.diff}", outline.why, outline.identity]
        ),
    )


def _text(text: str) -> str:
    return escape(flat(text))


def _paragraphs(lines: Sequence[str], style: str = "margin:0 0 4px") -> str:
    return "".join(f'<p style="{style}">{_text(line)}</p>' for line in lines if line)


def _changes(outline: Outline, room: int) -> str:
    pieces = list(_pieces(outline.asked, brief=False))
    if outline.others:
        title = (
            '\n<h2 class="ink" style="margin:28px 0 0;font-size:16px;color:#1f2328">Also in this release</h2>'
        )
        pieces += [(title, 0), *_pieces(outline.others, brief=True)]
    shown, left = fitting(pieces, room, _size)
    rest = [_aside(f"… and {count(left, 'more change')}: {outline.diff}")] if left else []
    return "".join([*shown, *rest])


def _size(text: str) -> int:
    """Return the bytes of a text: a Chinese one has three times as many as signs."""
    return len(text.encode())


def _aside(text: str) -> str:
    return f'\n<p class="soft" style="margin:12px 0 0;font-size:14px;color:#57606a">{_text(text)}</p>'


def _pieces(entries: Sequence[Entry | Alike], *, brief: bool) -> Iterator[tuple[str, int]]:
    """Yield what is said of each change, or of many, and how many they are."""
    last = ""
    for entry in entries:
        if isinstance(entry, Alike):
            yield _aside(f"… and {entry.words}: {entry.command}"), entry.number
            last = ""
            continue
        label = f"{IMPORTANCE[entry.severity]} · {entry.kind}"
        yield _entry(entry, "" if label == last else label, brief=brief), 1
        last = label


def _entry(entry: Entry, label: str, *, brief: bool) -> str:
    """Write one change; without a label it goes on where the last one ended."""
    tone = _TONES[entry.severity]
    sentence, values = (entry.brief(MAX_BRIEF), "") if brief else _full(entry)
    note = "" if brief else _paragraphs([entry.note], "margin:4px 0 0;font-size:14px")
    text = _CHANGE.substitute(
        severity=entry.severity,
        tone=tone,
        gap="24px" if label else "0",
        inset="0" if label else "14px",
        label=f'<p class="{entry.severity}" style="margin:0 0 4px;font-size:13px;font-weight:bold;color:{tone}">{_text(label)}</p>'
        if label
        else "",
        sentence=_text(sentence),
        values=values + note + _link(entry.link),
    )
    return f"\n{text}" if label else text


def _link(address: str) -> str:
    if not address:
        return ""
    shown = escape(address)
    return f'<p style="margin:4px 0 0;font-size:14px"><a href="{shown}" style="color:#0a58ca">{shown}</a></p>'


def _full(entry: Entry) -> tuple[str, str]:
    """Return the sentence of a change, and what is shown below it."""
    if entry.criterion:
        spans, left = redline(entry.was, entry.now, limit=2 * MAX_VALUE)
        rest = f" {more(left)}" if left else ""
        shown = _SIDE_BY_SIDE.sub(r"\1 \2", "".join(_span(span) for span in spans))
        return (
            f"{clipped(entry.head, MAX_VALUE)}:",
            f'<div class="box" dir="auto" style="{_BOX}">{shown}{rest}</div>',
        )
    if entry.complete:
        return clipped(entry.summary, MAX_VALUE), ""
    was, now = sides(entry.was, entry.now, limit=MAX_VALUE)
    rows = [
        f'<p dir="auto" style="margin:{"6px" if place else "0"} 0 0"><strong>{name}:</strong> {_text(value)}</p>'
        for place, (name, value) in enumerate(
            (name, text) for name, text in (("Was", was), ("Now", now)) if text
        )
    ]
    return f"{clipped(entry.head, MAX_VALUE)}:", f'<div class="box" style="{_BOX}">{"".join(rows)}</div>'


def _span(span: Span) -> str:
    text = escape(_flat(span.text))
    if span.op == "equal":
        return text
    tag, style = _STYLES[span.op]
    left, right = (f'<span style="{_UNSEEN}">{mark}</span>' for mark in MARKS[span.op])
    return f'<{tag} style="{style}">{left}{text}{right}</{tag}>'


def _flat(text: str) -> str:
    """Return the harmless form of a piece of a text, with the spaces at its ends."""
    start = " " if text[:1].isspace() else ""
    end = " " if text[-1:].isspace() and text.strip() else ""
    return f"{start}{flat(text)}{end}"
