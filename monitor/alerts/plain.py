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

MAX_BODY = 12_000
"""Characters of a message: most services show so much whole."""
MAX_VALUE = 1_500
LEAST = 1_000
"""Characters that each trial of a digest may have."""
MAX_BRIEF = 240
"""Characters of a change that rides along."""

_TRIAL = template("trial.txt")


def trial(seen: Outline, room: int = MAX_BODY) -> str:
    """Write what happened to one trial."""
    foot = "\n".join(line for line in _foot(seen) if line)
    head = {
        "nct": seen.nct,
        "title": plain(seen.title),
        "facts": plain(" · ".join(seen.facts)),
        "page": seen.page,
    }
    spent = len(_TRIAL.substitute(head, changes="", foot=foot)) + 100  # the line that says what is left
    return _TRIAL.substitute(head, changes=_changes(seen, room - spent), foot=foot)


def _changes(seen: Outline, room: int) -> str:
    pieces = [_piece(one, brief=False) for one in seen.asked]
    if seen.rides:
        pieces += [("\nAlso in this release:", 0), *(_piece(one, brief=True) for one in seen.rides)]
    shown, left = fitting(pieces, room)
    rest = [f"… and {count(left, 'more change')}: {seen.diff}"] if left else []
    return "\n".join([*shown, *rest])


def _piece(one: Entry | Alike, *, brief: bool) -> tuple[str, int]:
    """Return what is said of a change, or of many, and how many they are."""
    if isinstance(one, Alike):
        return f"    … and {plain(one.words)}: {one.command}", one.number
    return _entry(one, brief=brief), 1


def _entry(entry: Entry, *, brief: bool) -> str:
    mark = f"[{entry.severity}]"
    link = [f"    {entry.link}"] if entry.link else []
    if brief:
        return "\n".join([f"{mark} {plain(entry.brief(MAX_BRIEF))}", *link])
    # a criterion that came or went is one sentence as long as it is short; two wordings are best compared
    # one below the other
    told = entry.complete and not (entry.was and entry.now)
    lines = [
        f"{mark} {plain(clipped(entry.summary if told else entry.head, MAX_VALUE))}{'' if told else ':'}"
    ]
    if not told:
        was, now = sides(entry.was, entry.now, limit=MAX_VALUE)
        lines += [f"    was: {plain(was) or 'nothing'}", f"    now: {plain(now) or 'nothing'}"]
    if entry.note:
        lines.append(f"    ({entry.note})")
    return "\n".join([*lines, *link])


def _foot(seen: Outline) -> Sequence[str]:
    """Return the last paragraph, which stays when a service takes less than all."""
    return (
        seen.noise,
        f"Record history: {seen.history}",
        f"Look further: {seen.diff}",
        seen.why,
        seen.identity,
    )


def digest(seen: Sequence[Outline]) -> str:
    """Write many trials one after another."""
    each = max(MAX_BODY // max(1, len(seen)), LEAST)
    shown, left = fitting([(trial(one, each), 1) for one in seen], MAX_BODY)
    rest = [f"… and {count(left, 'more trial')}: `nctwatch changes` lists all changes."] if left else []
    return f"\n\n{'─' * 60}\n\n".join([*shown, *rest])


def notice(sentences: Sequence[str]) -> str:
    """Write a notice about the watch itself."""
    return "\n\n".join(
        [
            *(plain(clipped(one, MAX_VALUE)) for one in sentences),
            "A notice of nctwatch about itself: `nctwatch status` says more.",
        ]
    )
