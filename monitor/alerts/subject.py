"""The subject of a message."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from monitor.core.presentation.labels import cut
from monitor.core.presentation.sanitize import plain

if TYPE_CHECKING:
    from monitor.alerts.outline import Outline

MAX_SUBJECT = 150
"""Characters of a subject, escaped: a header of Slack's takes no more, and mail programs show fewer."""


def subject(outline: Outline) -> str:
    """Name the trial, what happened to it, and its title, on one line."""
    return one_line(f"{outline.nct}: {outline.headline}{outline.more_changes} – {outline.title}")


def one_line(text: str) -> str:
    """Return text as a subject: harmless, and no longer than any service takes."""
    line = plain(text)
    limit = MAX_SUBJECT - 2
    while len(html.escape(cut(line, limit), quote=False)) > MAX_SUBJECT:
        limit -= 10
    return cut(line, limit)


_PLAIN_SIGNS = str.maketrans(
    {"–": "-", "—": "-", "→": "->", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "}
)


def mail_subject(subject: str) -> str:
    """Return the subject of a mail: in ASCII if its letters allow that, as others are not read by all that sort mails."""
    ascii_subject = subject.translate(_PLAIN_SIGNS)
    return ascii_subject if ascii_subject.isascii() else subject
