"""Sentences about the record as a whole, and about what searches found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import status as label
from monitor.core.presentation.sentences.general import general, named
from monitor.core.presentation.sentences.model import Sentence

if TYPE_CHECKING:
    from monitor.model import Change


def record(change: Change) -> Sentence:
    """Return what happened to the record."""
    nct, details = change.subject, change.details
    if change.event == "gone":
        last = label(change.before)
        text = f"The registry no longer has {nct}; its last status was {last}. What was kept of it stays here"
        return Sentence(text)
    if change.event == "returned":
        return Sentence(f"The registry has {nct} again; its status is {label(change.after)}")
    if change.event == "renamed":
        return Sentence(
            f"The registry keeps {change.before} under the number {change.after} now; both numbers find it"
        )
    if change.event == "related_found":
        head = f"{change.after} is like {nct}, which you watch ({details['why']})"
        return Sentence(head, f": “{details['title']}”.")
    if change.event == "found":
        head = f"Your standing search “{details['search']}” now finds {nct}, which is watched from now on"
        return Sentence(head, f": “{details['title']}”.")
    if change.event == "left_search":
        return Sentence(f"Your standing search “{details['search']}” no longer finds {nct}; it stays watched")
    if change.event == "housekeeping":
        return general(change, f"Registry housekeeping: {named(change)}", str(details.get("what", "")))
    return general(change)
