"""The changes of a trial as pieces of a mail's page, with what was taken out and put in marked."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from monitor.alerts.outline import Alike, fitting
from monitor.alerts.template import template
from monitor.core.presentation.labels import IMPORTANCE, count
from monitor.core.presentation.redline import redline, sides
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.values import clipped, more

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.alerts.outline import Outline
    from monitor.core.eligibility import Span
    from monitor.core.presentation.entry import Entry

MAX_VALUE = 1_500
MAX_BRIEF = 240
TONES = {
    "opens": "#116329",
    "closes": "#b42318",
    "high": "#6e40c9",
    "medium": "#8a5a00",
    "low": "#57606a",
    "noise": "#57606a",
}
"""Colours by class: what opens a trial is green, what closes it red; else by severity."""

_CHANGE = template("mail-change.html")
_BOX = "margin:8px 0 0;padding:10px 12px;background:#f6f8fa;border:1px solid #d8dee4;border-radius:6px;font-size:15px;color:#1f2328"
_STYLES = {
    "delete": ("del", "background:#ffebe9;color:#82071e;text-decoration:line-through"),
    "insert": ("ins", "background:#dafbe1;color:#0f5323;text-decoration:underline;font-weight:bold"),
}
_SIDE_BY_SIDE = re.compile(r"(</del>)(<ins)")


def text(value: str) -> str:
    """Return a text as one line of a page."""
    return escape(flat(value))


def paragraphs(lines: Sequence[str], style: str = "margin:0 0 4px") -> str:
    """Return a paragraph for each line that is not empty."""
    return "".join(f'<p style="{style}">{text(line)}</p>' for line in lines if line)


def bytes_of(page: str) -> int:
    """Return the bytes of a text: a Chinese one has three times as many as signs."""
    return len(page.encode())


def changes(outline: Outline, room: int) -> str:
    """Write the changes of a trial, as many as there is room for."""
    limit = max(MAX_BRIEF, min(MAX_VALUE, room // 3))
    pieces = list(_pieces(outline.asked, limit))
    if outline.others:
        title = (
            '\n<h2 class="ink" style="margin:28px 0 0;font-size:16px;color:#1f2328">Also in this release</h2>'
        )
        pieces += [(title, 0), *_pieces(outline.others, 0)]
    shown, left = fitting(pieces, room, bytes_of)
    rest = [_aside(f"… and {count(left, 'more change')}: {outline.diff}")] if left else []
    return "".join([*shown, *rest])


def _aside(words: str) -> str:
    return f'\n<p class="soft" style="margin:12px 0 0;font-size:14px;color:#57606a">{text(words)}</p>'


def _pieces(entries: Sequence[Entry | Alike], limit: int) -> Iterator[tuple[str, int]]:
    """Yield what is said of each change, or of many, and how many they are; each value in about ``limit`` bytes, 0 for none."""
    last = ""
    for entry in entries:
        if isinstance(entry, Alike):
            yield _aside(f"… and {entry.words}: {entry.command}"), entry.number
            last = ""
            continue
        label = f"{IMPORTANCE[entry.severity]} · {entry.kind}"
        yield _entry(entry, "" if label == last else label, limit), 1
        last = label


def _entry(entry: Entry, label: str, limit: int) -> str:
    """Write one change; without a label it goes on where the last one ended."""
    name = entry.turn or str(entry.severity)
    sentence, values = _full(entry, limit) if limit else (entry.brief(MAX_BRIEF), "")
    note = paragraphs([entry.note], "margin:4px 0 0;font-size:14px") if limit else ""
    page = _CHANGE.substitute(
        name=name,
        tone=TONES[name],
        gap="24px" if label else "0",
        inset="0" if label else "14px",
        label=f'<p class="soft" style="margin:0 0 4px;font-size:13px;font-weight:bold;color:#57606a">{text(label)}</p>'
        if label
        else "",
        sentence=text(sentence),
        values=values + note + _link(entry.link),
    )
    return f"\n{page}" if label else page


def _link(address: str) -> str:
    if not address:
        return ""
    shown = escape(address)
    return f'<p style="margin:4px 0 0;font-size:14px"><a href="{shown}" style="color:#0a58ca">{shown}</a></p>'


def _full(entry: Entry, limit: int) -> tuple[str, str]:
    """Return the sentence of a change, and what is shown below it."""
    if entry.criterion:
        spans, left = redline(entry.was, entry.now, limit=2 * limit)
        rest = f" {more(left)}" if left else ""
        shown = _SIDE_BY_SIDE.sub(r"\1 \2", "".join(_span(span) for span in spans))
        return (
            f"{clipped(entry.head, limit)}:",
            f'<div class="box" dir="auto" style="{_BOX}">{shown}{rest}</div>',
        )
    if entry.complete:
        return clipped(entry.summary, limit), ""
    was, now = sides(entry.was, entry.now, limit=limit)
    rows = [
        f'<p dir="auto" style="margin:{"6px" if place else "0"} 0 0"><strong>{name}:</strong> {text(str(value))}</p>'
        for place, (name, value) in enumerate(
            (name, value) for name, value in (("Was", was), ("Now", now)) if value.text
        )
    ]
    return f"{clipped(entry.head, limit)}:", f'<div class="box" style="{_BOX}">{"".join(rows)}</div>'


def _span(span: Span) -> str:
    shown = escape(_flat(span.text))
    if span.op == "equal":
        return shown
    tag, style = _STYLES[span.op]
    return f'<{tag} style="{style}">{shown}</{tag}>'


def _flat(value: str) -> str:
    """Return the harmless form of a piece of a text, with the spaces at its ends."""
    start = " " if value[:1].isspace() else ""
    end = " " if value[-1:].isspace() and value.strip() else ""
    return f"{start}{flat(value)}{end}"
