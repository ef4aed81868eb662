"""The subject of a message."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from monitor.core.presentation.labels import cut
from monitor.core.presentation.sanitize import plain
from monitor.core.presentation.sentences import headline

if TYPE_CHECKING:
    from monitor.alerts.message import About
    from monitor.model import Change

MAX_SUBJECT = 150
"""Characters of a subject, escaped: a header of Slack's takes no more, and mail programs show fewer."""


def subject(about: About, change: Change, number: int) -> str:
    """Name the trial, what happened to it, and its title, on one line."""
    more = f" (+{number - 1} more)" if number > 1 else ""
    return one_line(f"{about.nct}: {headline(change)}{more} – {about.title}")


def one_line(text: str) -> str:
    """Return text as a subject: harmless, and no longer than any service takes."""
    line = plain(text)
    limit = MAX_SUBJECT - 2
    while len(html.escape(cut(line, limit), quote=False)) > MAX_SUBJECT:
        limit -= 10
    return cut(line, limit)
