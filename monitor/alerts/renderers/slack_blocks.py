"""A text for Slack, as Apprise converted it → attachments: a colour for each severity, sections within Slack's limits."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.model import Json

MARK = "\x1d"
"""Begins a line that names the severity of what follows; texts of others have no such sign."""
MAX_SECTION = 2_900
"""Characters of a section; Slack takes 3,000."""
MAX_BLOCKS = 50
COLORS = {"high": "#b42318", "medium": "#d29922", "low": "#0a58ca", "noise": "#8c959f"}


def marked(severity: str, text: str) -> str:
    """Return a text that has the colour of a severity."""
    return f"{MARK}{severity}\n{text}"


def unmarked(text: str) -> str:
    """Return a text without what names severities."""
    return re.sub(f"{MARK}[^\n]*\n", "", text)


def attachments(title: str, text: str, color: str) -> list[Json]:
    """Return the attachments of a message.

    Args:
        title: its header.
        text: Slack's own markup, with ``marked`` texts in it.
        color: of what is not marked.

    """
    header = {
        "type": "header",
        "text": {"type": "plain_text", "text": escape(title, quote=False), "emoji": True},
    }
    made: list[Json] = []
    left = MAX_BLOCKS - 1
    for severity, lines in _groups(text.split("\n")):
        blocks = [_section(section) for section in _sections(lines) if section][:left]
        left -= len(blocks)
        if blocks:
            made.append({"color": COLORS.get(severity, color), "blocks": blocks})
    if not made:
        return [{"color": color, "fallback": title, "blocks": [header]}]
    made[0] = {"fallback": title, **made[0], "blocks": [header, *made[0]["blocks"]]}
    return made


def _groups(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines below each mark, with its severity; those above the first with ""."""
    severity = ""
    group: list[str] = []
    for line in lines:
        if line.startswith(MARK):
            yield severity, group
            severity, group = line.removeprefix(MARK), []
        else:
            group.append(line)
    yield severity, group


def _sections(lines: Sequence[str]) -> Iterator[str]:
    """Yield texts of whole lines that fit into a section each; a single line that does not is cut."""
    taken: list[str] = []
    room = MAX_SECTION
    for line in lines:
        if len(line) + 1 > room and taken:
            yield "\n".join(taken).strip("\n")
            taken, room = [], MAX_SECTION
        taken.append(line[: MAX_SECTION - 1])
        room -= len(line) + 1
    yield "\n".join(taken).strip("\n")


def _section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}
