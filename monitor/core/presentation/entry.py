"""One change as every format shows it: its sentence, and both values if the sentence has no room for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.presentation.labels import cut
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences import sentence
from monitor.core.presentation.sentences.eligibility import CRITERION
from monitor.core.presentation.turn import turn
from monitor.core.presentation.values import both_sides
from monitor.core.records.near import how_near, sites_near
from monitor.model import Kind, Origin, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.core.presentation.turn import Turn
    from monitor.core.records.near import Circle
    from monitor.model import Change

BY_REGISTRY = "Changed by the registry itself, not by the sponsor."


@dataclass(frozen=True, slots=True)
class Entry:
    """One change, with every text on one line and without control characters.

    `summary` is the whole sentence, `head` its beginning without values and end punctuation. `complete`: the summary has
    the values in full; if not, and for every criterion, they are in `was` and `now`.
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
        """Return the sentence; if it is longer than ``limit`` characters, only its beginning without the values."""
        return self.summary if len(self.summary) <= limit else cut(f"{self.head}.", limit)


def entry(change: Change, link: str = "", near: Circle | None = None) -> Entry:
    """Return what every format shows of one change.

    Args:
        change: what happened.
        link: the change's own page; "" for none.
        near: the place from which the distance of its site is told; None for nowhere.

    """
    words = sentence(change)
    criterion = change.event in CRITERION
    show = criterion or not words.complete
    was, now = both_sides(change) if show else ("", "")
    distance = flat(how_near(sites_near(change, near), near)) if near else ""
    by_registry = BY_REGISTRY if change.origin == Origin.REGISTRY and change.kind != Kind.RECORD else ""
    return Entry(
        severity=change.severity,
        kind=str(change.kind),
        summary=flat(words.text),
        head=flat(words.head),
        criterion=criterion,
        complete=words.complete,
        was=was,
        now=now,
        note=" ".join(filter(None, (distance, by_registry))),
        link=link,
        turn=turn(change),
        alike=tuple(map(_other, change.details.get("alike") or ())),
    )


def _other(texts: Mapping[str, str | None]) -> str:
    """Return another criterion of a change about many, on one line: its text, or the texts before and after."""
    return " → ".join(f"“{flat(text)}”" for text in (texts["before"], texts["after"]) if text)
