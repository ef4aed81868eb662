"""Sentences about the record as a whole, and about what searches found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import status as label
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences.general import general, plain
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.presentation.text import ended, quoted
from monitor.model import Severity

if TYPE_CHECKING:
    from monitor.model import Change

_TITLE = 300
"""Characters of a title in a sentence."""


def record(change: Change) -> Sentence:
    """Return the sentence about a change of the record as a whole."""
    nct, details = change.subject, change.details
    if change.event == "gone":
        last = f"; its last status was {label(change.before)}" if change.before else ""
        return Sentence(f"The registry no longer has {nct}{last}. What is stored of it stays here")
    if change.event == "returned":
        state = f"; its status is {label(change.after)}" if change.after else ""
        return Sentence(f"The registry has {nct} again{state}")
    if change.event == "renamed":
        return Sentence(
            f"The registry now has {change.before} under the number {change.after}; both numbers find it"
        )
    if change.event == "related_found":
        head = f"{change.after} is like {nct}, which you watch ({details['why']})"
        return Sentence(head, ended(f": {quoted(str(details['title']), _TITLE)}"))
    if change.event == "found":
        head = f"Your standing search “{details['search']}” now finds {nct}, which is watched from now on"
        return Sentence(head, ended(f": {quoted(str(details['title']), _TITLE)}"))
    if change.event == "left_search":
        return Sentence(f"Your standing search “{details['search']}” no longer finds {nct}; it stays watched")
    if change.event == "housekeeping":
        routine = plain(change)
        return Sentence(f"Registry housekeeping: {routine.head}", routine.values, routine.complete)
    if "respelled" in details:
        was, now = (flat(str(name)) for name in details["respelled"])
        form = "" if change.severity is Severity.NOISE else "; what it holds is written in another form"
        return Sentence(f"The registry's field “{was}” is now called “{now}”{form}")
    return general(change)
