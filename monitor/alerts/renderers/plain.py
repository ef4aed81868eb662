"""A message as plain text: for services without markup of their own, and for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.outline import Alike, fitting
from monitor.alerts.template import template
from monitor.core.presentation.labels import count
from monitor.core.presentation.redline import sides
from monitor.core.presentation.sanitize import plain
from monitor.core.presentation.values import clipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.alerts.outline import Outline
    from monitor.core.presentation.entry import Entry

NAME = "plain"
BODY_FORMAT = "text"
MOST_ALIKE = 8
MAX_BODY = 12_000
"""Characters of a message: most services show so much whole."""
MAX_VALUE = 1_500
LEAST = 1_000
"""Characters that each trial of a digest may have."""
MAX_BRIEF = 240
"""Characters of a change that rides along."""

_TRIAL = template("trial.txt")


def serves(_service: str, _takes: str) -> bool:
    """Say whether a service gets plain text: each one takes it."""
    return True


def trial(_subject: str, outline: Outline) -> str:
    """Write what happened to one trial."""
    return _trial(outline, MAX_BODY)


def digest(_subject: str, outlines: Sequence[Outline]) -> str:
    """Write many trials one after another."""
    each = max(MAX_BODY // max(1, len(outlines)), LEAST)
    shown, left = fitting([(_trial(outline, each), 1) for outline in outlines], MAX_BODY)
    rest = [f"… and {count(left, 'more trial')}: `nctwatch changes` lists all changes."] if left else []
    return f"\n\n{'─' * 60}\n\n".join([*shown, *rest])


def notice(_subject: str, sentences: Sequence[str]) -> str:
    """Write a notice about the watch itself."""
    return "\n\n".join(
        [
            *(plain(clipped(sentence, MAX_VALUE)) for sentence in sentences),
            "A notice of nctwatch about itself: `nctwatch status` says more.",
        ]
    )


def _trial(outline: Outline, room: int) -> str:
    foot = "\n".join(line for line in _foot(outline) if line)
    head = {
        "nct": outline.nct,
        "title": plain(outline.title),
        "facts": plain(" · ".join(outline.facts)),
        "page": outline.page,
    }
    spent = len(_TRIAL.substitute(head, changes="", foot=foot)) + 100  # the line that says what is left
    return _TRIAL.substitute(head, changes=_changes(outline, room - spent), foot=foot)


def _changes(outline: Outline, room: int) -> str:
    pieces = [_piece(entry, brief=False) for entry in outline.asked]
    if outline.others:
        pieces += [("\nAlso in this release:", 0), *(_piece(entry, brief=True) for entry in outline.others)]
    shown, left = fitting(pieces, room)
    rest = [f"… and {count(left, 'more change')}: {outline.diff}"] if left else []
    return "\n".join([*shown, *rest])


def _piece(entry: Entry | Alike, *, brief: bool) -> tuple[str, int]:
    """Return what is said of a change, or of many, and how many they are."""
    if isinstance(entry, Alike):
        return f"    … and {plain(entry.words)}: {entry.command}", entry.number
    return entry_text(entry, brief=brief), 1


def entry_text(entry: Entry, *, brief: bool = False) -> str:
    """Write one change; briefly, its sentence alone."""
    mark = f"[{entry.severity}]"
    link = [f"    {entry.link}"] if entry.link else []
    if brief:
        return "\n".join([f"{mark} {plain(entry.brief(MAX_BRIEF))}", *link])
    # a criterion that came or went is one sentence as long as it is short; two wordings are best compared
    # one below the other
    if entry.complete and (entry.was == entry.now or not (entry.was and entry.now)):
        lines = [f"{mark} {plain(clipped(entry.summary, MAX_VALUE))}"]
    else:
        was, now = sides(entry.was, entry.now, limit=MAX_VALUE)
        lines = [f"{mark} {plain(clipped(entry.head, MAX_VALUE))}:"]
        lines += [f"    {name}: {plain(text)}" for name, text in (("was", was), ("now", now)) if text]
    if entry.note:
        lines.append(f"    ({entry.note})")
    return "\n".join([*lines, *link])


def _foot(outline: Outline) -> Sequence[str]:
    """Return the last paragraph, which stays when a service takes less than all."""
    return (
        *(plain(contact) for contact in outline.contacts),
        outline.noise,
        f"Record history: {outline.history}",
        f"See more: {outline.diff}",
        outline.why,
        outline.identity,
    )
