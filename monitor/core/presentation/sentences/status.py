"""Sentences about the overall status, why it stopped, and expanded access: what a patient can do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.status import access
from monitor.core.presentation.codes import code_words
from monitor.core.presentation.labels import status as label
from monitor.core.presentation.redline import sides
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.presentation.text import ended, quoted

if TYPE_CHECKING:
    from monitor.model import Change, Json

_OPEN = {"RECRUITING", "ENROLLING_BY_INVITATION"}
_JOINED = {  # new status → what it means if patients could join before, and if they could not
    "ACTIVE_NOT_RECRUITING": (
        "new patients can no longer join; the trial goes on with those who take part",
        "the trial goes on without new patients",
    ),
    "NOT_YET_RECRUITING": ("patients cannot join for now", "patients cannot join yet"),
    "SUSPENDED": (
        "patients cannot join for now; the trial may go on later",
        "the trial is on hold and may go on later",
    ),
    "TERMINATED": (
        "the trial ended early, and patients can no longer join",
        "the trial ended early and will not start again",
    ),
    "WITHDRAWN": (
        "the trial was withdrawn before it began, and patients can no longer join",
        "the trial was withdrawn before it began",
    ),
    "COMPLETED": (
        "the trial has ended normally, and patients can no longer join",
        "the trial has ended normally",
    ),
}
_MEANING = {
    "UNKNOWN": "nobody has confirmed the status for two years",
    "WITHHELD": "the record's details are not public",
    "AVAILABLE": "patients can ask for the treatment outside a trial",
    "TEMPORARILY_NOT_AVAILABLE": "patients cannot ask for the treatment outside a trial at the moment",
    "NO_LONGER_AVAILABLE": "patients can no longer get the treatment through this programme",
    "APPROVED_FOR_MARKETING": "the treatment is approved for sale",
}
_ACCESS = {
    "AVAILABLE": "is available",
    "TEMPORARILY_NOT_AVAILABLE": "is temporarily not available",
    "NO_LONGER_AVAILABLE": "is no longer available",
    "APPROVED_FOR_MARKETING": "has ended, since the treatment is approved for sale",
}
_LIMIT = 300
"""Characters of a reason in a sentence."""


def status(change: Change) -> Sentence:
    """Return the sentence about a change of the status, the reason for stopping, or expanded access."""
    if change.event == "why_stopped":
        return _why(change)
    if change.event == "expanded_access":
        return _expanded_access(change)
    if change.details.get("field") == "lastKnownStatus":
        return Sentence(f"The last known status changed from {label(change.before)} to {label(change.after)}")
    return _overall(change)


def _overall(change: Change) -> Sentence:
    if _letters(change.before) == _letters(change.after):
        return Sentence(
            f"The registry writes the status {label(change.before)} in another form; nothing changed"
        )
    text = f"The status went from {label(change.before)} to {label(change.after)}"
    meaning = _meaning(change)
    more = ""
    known, why = change.details.get("last_known"), change.details.get("why_stopped")
    if change.event == "went_unknown" and known and known != change.before:
        more = f" The last known status was {label(known)}."
    if change.event in {"stopped", "paused"}:
        more = f" Reason given: {ended(quoted(str(why), _LIMIT))}" if why else " No reason was given."
    return Sentence(f"{text}: {meaning}" if meaning else text, f".{more}")


def _letters(status: Json) -> str:
    """Return the letters of a status, to compare it without case and punctuation."""
    return "".join(letter for letter in str(status).casefold() if letter.isalnum())


def _meaning(change: Change) -> str:
    """Return what a status means to somebody who wants to join."""
    before, after = str(change.before), str(change.after)
    again = " again" if change.event == "resumed" else ""
    if after == "RECRUITING":
        return (
            "new patients can join without an invitation"
            if before == "ENROLLING_BY_INVITATION"
            else f"new patients can join{again}"
        )
    if after == "ENROLLING_BY_INVITATION":
        return f"only patients who are invited can join{' from now on' if before == 'RECRUITING' else again}"
    if after == "SUSPENDED" and before == "NOT_YET_RECRUITING":
        return "the trial is on hold before it began and may begin later"
    if after in _JOINED:
        return _JOINED[after][0 if before in _OPEN else 1]
    if after == "AVAILABLE" and before in {"TEMPORARILY_NOT_AVAILABLE", "NO_LONGER_AVAILABLE"}:
        return "patients can ask for the treatment outside a trial again"
    return _MEANING.get(after, "")


def _why(change: Change) -> Sentence:
    was, now = (flat(str(side)) if side else "" for side in (change.before, change.after))
    complete = max(len(was), len(now)) <= _LIMIT
    if not now:
        return Sentence(
            "The reason for stopping was removed", ended(f"; it was {quoted(was, _LIMIT)}"), complete
        )
    if not was:
        return Sentence("A reason for stopping was given", ended(f": {quoted(now, _LIMIT)}"), complete)
    old, new = sides(was, now, limit=_LIMIT)
    return Sentence(
        "The reason given for stopping changed",
        ended(f" from {old.quoted()} to {new.quoted()}"),
        complete,
    )


def _expanded_access(change: Change) -> Sentence:
    if change.details.get("same"):
        return Sentence("The record says in another form what it said about expanded access; nothing changed")
    was, now = access(change.before), access(change.after)
    if now is None:
        state = f" ({code_words(str(was[1]))})" if was and was[1] else ""
        programme = (
            f"the expanded-access programme {was[0]}" if was and was[0] else "an expanded-access programme"
        )
        return Sentence(f"The record no longer names {programme}{state}")
    if was is None:
        programme = f": {now[0]}" if now[0] else ""
        state = f" ({code_words(str(now[1]))})" if now[1] else ""
        return Sentence(
            f"The record now names a programme for treatment outside the trial (expanded access){programme}{state}"
        )
    return Sentence(_moved(was, now))


def _moved(was: tuple[Json, Json], now: tuple[Json, Json]) -> str:
    """Return the sentence about an expanded-access programme that the record names before and after."""
    name = f"The expanded-access programme{f' {now[0]}' if now[0] else ''}"
    if was[0] != now[0]:
        if not now[0]:
            return f"The record no longer says under which number the expanded-access programme is; it was {was[0]}"
        state = f" ({code_words(str(now[1]))})" if now[1] else ""
        former = f" instead of {was[0]}" if was[0] else ""
        return f"The expanded-access programme is now {now[0]}{state}{former}"
    if now[1] is None:
        return f"{name} has no status any more; it was “{code_words(str(was[1]))}”"
    words = _ACCESS.get(str(now[1]), f"has the status “{code_words(str(now[1]))}”")
    again = now[1] == "AVAILABLE" and str(was[1]) in {"TEMPORARILY_NOT_AVAILABLE", "NO_LONGER_AVAILABLE"}
    return f"{name} {words}{' again' if again else ''}"
