"""Sentences about results: submitted, posted, amended, removed, overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import count, field_name, shown, span
from monitor.core.presentation.sentences.general import general
from monitor.core.presentation.sentences.model import Sentence

if TYPE_CHECKING:
    from monitor.model import Change

_SUBMISSION = {
    "submitted": "Results were submitted to the registry and wait to be posted",
    "cancelled": "The sponsor took back the results that waited to be posted",
    "returned": "The registry returned the submitted results to the sponsor for correction",
}


def results(change: Change) -> Sentence:
    """Return what happened to the results."""
    details = change.details
    if change.event == "posted":
        measures, submitted = details.get("measures"), details.get("submitted")
        text = "Results were posted" + (f", with {count(measures, 'outcome measure')}" if measures else "")
        return Sentence(text, f"; they were first submitted on {submitted}." if submitted else ".")
    if change.event == "removed" and change.after is False:
        return Sentence("The posted results were removed from the record")
    if change.event == "amended":
        items = f" ({shown(details['items'])})" if details.get("items") else ""
        module = field_name(str(details["module"]))
        return Sentence(
            f"The posted results were amended: {module}{items}, {count(int(details['places']), 'place')}"
        )
    if change.event == "overdue":
        return Sentence(
            f"Results look overdue: they were due by {change.after}, {span(int(details['days']))} ago, and the record "
            "has none. This is inferred from its dates; whether the law asks for them is not in the record"
        )
    if change.event == "violation":
        return Sentence(
            "A violation of the reporting law is recorded", f": {shown(change.after or change.before)}."
        )
    if change.event in _SUBMISSION:
        return _submission(change)
    if details.get("same"):
        return Sentence("The record says in another way that it has no results; nothing changed")
    if change.event == "edited" and "day" in details:
        return Sentence("Submission of results", f": {shown(change.after)}.")
    return general(change)


def _submission(change: Change) -> Sentence:
    day = change.details.get("day")
    if change.event == "submitted" and change.details.get("tracked"):
        return Sentence(f"Results were submitted to the registry on {day} and wait to be posted")
    words = _SUBMISSION[change.event]
    return Sentence(f"{words} ({day})" if day else words)
