"""A message as plain text: for services without markup of their own, for a mail's text part, and for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.footer import NOTICE
from monitor.alerts.outline import Alike, fitting
from monitor.alerts.template import template
from monitor.core.presentation.labels import count, cut
from monitor.core.presentation.redline import sides
from monitor.core.presentation.sanitize import plain
from monitor.core.presentation.values import clipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.alerts.digest_parts import Part
    from monitor.alerts.outline import Outline
    from monitor.core.presentation.entry import Entry

NAME = "plain"
BODY_FORMAT = "text"
MOST_ALIKE = 8
MAX_BODY = 12_000
"""Characters of a message: most services show so much whole."""
ROOM, ENOUGH, LEAST = MAX_BODY, 1_200, 500
MAX_VALUE = 1_500
MAX_BRIEF = 240
"""Characters of a change that rides along."""
MAX_LINE = 130
"""Characters of a line of a digest's contents; the number and the headline stay whole."""
MAX_NAMED = 60
"""Characters of a headline in the shortest line of a trial."""
RULE = f"\n\n{'─' * 60}\n\n"

_TRIAL = template("trial.txt")


def serves(_service: str, _takes: str) -> bool:
    """Return whether a service gets plain text: each one takes it."""
    return True


def trial(_subject: str, outline: Outline) -> str:
    """Write what happened to one trial."""
    return _trial(outline, MAX_BODY, _foot(outline))


def size(text: str) -> int:
    """Return the characters of a text, and what stands around it in a digest."""
    return len(text) + (len(RULE) if "\n" in text else 1)


def contents(outline: Outline) -> str:
    """Write a trial's line in the contents of a digest."""
    line = f"[{outline.gravest.severity}] {outline.nct}: {plain(outline.headline)}{outline.more_changes}"
    return f"{line} – {cut(plain(outline.title), max(20, MAX_LINE - len(line)))}"


def brief(outline: Outline) -> str:
    """Write the shortest line of a trial."""
    return f"[{outline.gravest.severity}] {outline.nct}: {cut(plain(outline.headline), MAX_NAMED)}"


def section(outline: Outline, room: int) -> str:
    """Write what happened to a trial of a digest."""
    contacts = [plain(contact) for contact in outline.contacts]
    foot = [*contacts, outline.noise, f"See more: {outline.diff}"]
    return _trial(outline, room, foot)


def digest(_subject: str, part: Part) -> str:
    """Put one message of a digest together."""
    head = "\n".join([*([part.intro, ""] if part.intro else []), *part.contents])
    foot = "\n".join(plain(line) for line in part.foot if line)
    if not part.sections:
        return f"{head}\n\n{foot}" if foot else head
    return RULE.join([head, *part.sections, *([foot] if foot else [])])


def notice(_subject: str, sentences: Sequence[str]) -> str:
    """Write a notice about the watch itself."""
    return "\n\n".join([*(plain(clipped(sentence, MAX_VALUE)) for sentence in sentences), NOTICE])


def _trial(outline: Outline, room: int, lines: Sequence[str]) -> str:
    foot = "\n".join(line for line in lines if line)
    head = {
        "nct": outline.nct,
        "title": plain(outline.title),
        "facts": plain(" · ".join(outline.facts)),
        "page": outline.page,
    }
    spent = len(_TRIAL.substitute(head, changes="", foot=foot)) + 100  # the line that says what is left
    return _TRIAL.substitute(head, changes=_changes(outline, room - spent), foot=foot)


def _changes(outline: Outline, room: int) -> str:
    limit = max(LEAST // 3, min(MAX_VALUE, room // 3))
    pieces = [_piece(entry, limit) for entry in outline.asked]
    if outline.others:
        pieces += [("\nAlso in this release:", 0), *(_piece(entry, 0) for entry in outline.others)]
    shown, left = fitting(pieces, room)
    rest = [f"… and {count(left, 'more change')}: {outline.diff}"] if left else []
    return "\n".join([*shown, *rest])


def _piece(entry: Entry | Alike, limit: int) -> tuple[str, int]:
    """Return what is said of a change, or of many, and how many they are."""
    if isinstance(entry, Alike):
        return f"    … and {plain(entry.words)}: {entry.command}", entry.number
    return entry_text(entry, limit), 1


def entry_text(entry: Entry, limit: int = MAX_VALUE) -> str:
    """Write one change, each of its values in about ``limit`` characters; for 0 its sentence alone."""
    mark = f"[{entry.severity}]"
    link = [f"    {entry.link}"] if entry.link else []
    if not limit:
        return "\n".join([f"{mark} {plain(entry.brief(MAX_BRIEF))}", *link])
    # a criterion that came or went is one sentence as long as it is short; two wordings are best compared
    # one below the other
    if entry.complete and (entry.was == entry.now or not (entry.was and entry.now)):
        lines = [f"{mark} {plain(clipped(entry.summary, limit))}"]
    else:
        was, now = sides(entry.was, entry.now, limit=limit)
        lines = [f"{mark} {plain(clipped(entry.head, limit))}:"]
        lines += [
            f"    {name}: {plain(str(side))}" for name, side in (("was", was), ("now", now)) if side.text
        ]
    if entry.note:
        lines.append(f"    ({plain(entry.note)})")
    return "\n".join([*lines, *link])


def _foot(outline: Outline) -> Sequence[str]:
    """Return the last paragraph, which stays when a service takes less than all."""
    return (
        *(plain(contact) for contact in outline.contacts),
        outline.noise,
        f"Record history: {outline.history}",
        f"See more: {outline.more}",
        outline.why,
        outline.identity,
    )
