"""One change as every format shows it: its sentence, and what was and is where the sentence has no room for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.presentation.labels import cut
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences import sentence
from monitor.core.presentation.sentences.eligibility import CRITERION
from monitor.core.presentation.turn import turn
from monitor.core.presentation.values import both_sides
from monitor.model import Kind, Origin, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.core.presentation.turn import Turn
    from monitor.model import Change

BY_REGISTRY = "Changed by the registry itself, not by the sponsor."


@dataclass(frozen=True, slots=True)
class Entry:
    """One change, every text of it on one line and harmless.

    `summary` is the whole sentence, `head` the sentence without the values and without an end. `complete`
    says that the summary has the values in full; else, and for every criterion, they are in `was` and `now`.
    """

    severity: Severity
    kind: str
    summary: str
    head: str
    criterion: bool = False
    complete: bool = True
    was: str = ""
    now: str = ""
    note: str = ""
    link: str = ""
    turn: Turn = ""
    """Whether more people can join after it, or fewer."""
    alike: tuple[str, ...] = ()
    """The other criteria of a change that tells of many: their text, or what it was and is."""

    def brief(self, limit: int) -> str:
        """Return the sentence, without the values if it is longer than ``limit`` characters."""
        return self.summary if len(self.summary) <= limit else cut(f"{self.head}.", limit)


def entry(change: Change, link: str = "") -> Entry:
    """Return what every format shows of one change; ``link`` is the change's own page, "" for none."""
    words = sentence(change)
    criterion = change.event in CRITERION
    show = criterion or not words.complete
    was, now = both_sides(change) if show else ("", "")
    return Entry(
        severity=change.severity,
        kind=str(change.kind),
        summary=flat(words.text),
        head=flat(words.head),
        criterion=criterion,
        complete=words.complete,
        was=was,
        now=now,
        note=BY_REGISTRY if change.origin == Origin.REGISTRY and change.kind != Kind.RECORD else "",
        link=link,
        turn=turn(change),
        alike=tuple(map(_other, change.details.get("alike") or ())),
    )


def _other(texts: Mapping[str, str | None]) -> str:
    """Return one of the criteria that a change tells of together, on one line."""
    return " → ".join(f"“{flat(text)}”" for text in (texts["before"], texts["after"]) if text)
