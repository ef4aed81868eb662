"""Changes → sentences, by a function for each kind; all formats use these sentences.

To word an event otherwise, change the function of its kind. A new kind is a file and a line in ``_BY_KIND``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.core.presentation.sentences.counted import counted
from monitor.core.presentation.sentences.dates import dates
from monitor.core.presentation.sentences.eligibility import eligibility
from monitor.core.presentation.sentences.enrollment import enrollment
from monitor.core.presentation.sentences.general import general, is_short
from monitor.core.presentation.sentences.headlines import headline
from monitor.core.presentation.sentences.locations import locations
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.presentation.sentences.outcomes import outcomes
from monitor.core.presentation.sentences.programmes import meaning
from monitor.core.presentation.sentences.record import record
from monitor.core.presentation.sentences.results import results
from monitor.core.presentation.sentences.status import status
from monitor.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Change

__all__ = ["Sentence", "headline", "sentence", "summary"]

_BY_KIND: dict[Kind, Callable[[Change], Sentence]] = {
    Kind.STATUS: status,
    Kind.RESULTS: results,
    Kind.ELIGIBILITY: eligibility,
    Kind.OUTCOMES: outcomes,
    Kind.DATES: dates,
    Kind.ENROLLMENT: enrollment,
    Kind.LOCATIONS: locations,
    Kind.RECORD: record,
}
"""Kinds with sentences of their own; all others have those of ``general``."""
_ALWAYS_COMPLETE = {
    (Kind.RESULTS, "posted"),
    (Kind.RESULTS, "removed"),
    (Kind.LOCATIONS, "site_added"),
    (Kind.LOCATIONS, "site_removed"),
    (Kind.RECORD, "gone"),
    (Kind.RECORD, "returned"),
}
"""Events whose sentences, as earlier releases recorded them, have all that matters without the values."""


class _Itself:
    """A change as a key of the sentences made last: that very object, since its values cannot be hashed."""

    __slots__ = ("change",)

    def __init__(self, change: Change) -> None:
        self.change = change

    def __hash__(self) -> int:
        return id(self.change)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.change is self.change


def sentence(change: Change) -> Sentence:
    """Return the sentence about a change."""
    return _worded(_Itself(change))


@lru_cache(maxsize=64)  # a message has each change in four forms, and the log of changes has it too
def _worded(found: _Itself) -> Sentence:
    change = found.change
    if change.recorded_summary is not None:
        return _recorded(change, change.recorded_summary)
    if "counted" in change.details:
        return counted(change)
    words = _BY_KIND.get(change.kind, general)(change)
    addition = meaning(change)
    return replace(words, values=f"{words.values}{addition}") if addition else words


def summary(change: Change) -> str:
    """Return the whole sentence about a change as text."""
    return sentence(change).text


def _recorded(change: Change, text: str) -> Sentence:
    """Return the sentence that an earlier release recorded in one piece; its head is the headline."""
    title = headline(change)
    short = is_short(change.before) and is_short(change.after)
    complete = short or (change.kind, change.event) in _ALWAYS_COMPLETE
    return Sentence(title[:1].upper() + title[1:], complete=complete, recorded=text)
