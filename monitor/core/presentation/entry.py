"""One change as a message tells it, before any format: its sentence, and what was and is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.presentation.harmless import flat
from monitor.core.presentation.labels import cut
from monitor.core.presentation.values import said, says_all
from monitor.model import Kind, Origin, Severity

if TYPE_CHECKING:
    from monitor.model import Change

_CRITERION = {"criterion_added", "criterion_removed", "criterion_reworded"}
# Where a summary turns from what happened to the values, and what stays of the turn without them.
_TURNS = {
    ": it was “": "",
    ": “": "",
    " changed from ": " changed",
    " changed: ": " changed",
    " is now ": " changed",
    " was added: ": " was added",
    " was removed; it was ": " was removed",
}
BY_REGISTRY = "Changed by the registry itself, not by the sponsor."


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: its sentence, and what was and is where the sentence does not say it in full.

    `head` is the sentence up to the values, without an end; a criterion always has its texts in `was`
    and `now`.
    """

    severity: Severity
    kind: str
    summary: str
    head: str
    criterion: bool = False
    whole: bool = True
    was: str = ""
    now: str = ""
    note: str = ""
    link: str = ""

    def brief(self, limit: int) -> str:
        """The sentence, without the values if it is long."""
        return self.summary if len(self.summary) <= limit else cut(f"{self.head}.", limit)


def entry(change: Change, link: str = "") -> Entry:
    """Say what there is to say of one change; ``link`` is where its own page is, if it has one."""
    criterion = change.event in _CRITERION
    summary = flat(change.summary)
    whole = says_all(change)
    turns = [(place, stays) for turn, stays in _TURNS.items() if (place := summary.find(turn)) > 0]
    place, stays = min(turns, default=(len(summary), ""))
    show = criterion or not whole
    return Entry(
        severity=change.severity,
        kind=str(change.kind),
        summary=summary,
        head=f"{summary[:place].rstrip('.')}{stays}",
        criterion=criterion,
        whole=whole,
        was=said(change.before) if show and change.before is not None else "",
        now=said(change.after) if show and change.after is not None else "",
        note=BY_REGISTRY if change.origin == Origin.REGISTRY and change.kind != Kind.RECORD else "",
        link=link,
    )
