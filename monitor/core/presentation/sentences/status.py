"""Sentences about the overall status, why it stopped, and expanded access: what a patient can do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.status import access
from monitor.core.presentation.labels import shown
from monitor.core.presentation.labels import status as label
from monitor.core.presentation.sentences.model import Sentence

if TYPE_CHECKING:
    from monitor.model import Change, Json

_MEANING = {
    "opened": "new patients can join",
    "closed": "no new patients are taken in",
    "paused": "no new patients are taken in for now; it may go on later",
    "resumed": "new patients can join again",
    "stopped": "the trial ended early and will not start again",
    "completed": "the trial ended as planned",
    "went_unknown": "the registry has not had the status confirmed for two years",
    "access_available": "patients can ask for the treatment outside a trial",
    "access_paused": "the treatment cannot be asked for at the moment",
    "access_ended": "the treatment can no longer be asked for",
    "access_approved": "the treatment is approved for sale",
    "withheld": "the record's details are not public",
}


def status(change: Change) -> Sentence:
    """Return what happened to the status."""
    if change.event == "why_stopped":
        return _why(change)
    if change.event == "expanded_access":
        return _expanded_access(change)
    if change.details.get("field") == "lastKnownStatus":
        return Sentence(f"The last known status changed from {label(change.before)} to {label(change.after)}")
    return _overall(change)


def _overall(change: Change) -> Sentence:
    text = f"The status went from {label(change.before)} to {label(change.after)}"
    if change.event in _MEANING:
        text += f": {_MEANING[change.event]}"
    if change.after == "ENROLLING_BY_INVITATION":
        text += ", by invitation only"
    more = ""
    known, why = change.details.get("last_known"), change.details.get("why_stopped")
    if change.event == "went_unknown" and known:
        more = f" The last known status was {label(known)}."
    if change.event in {"stopped", "paused"}:
        more = f" Reason given: {shown(why)}." if why else " No reason was given."
    return Sentence(text, f".{more}")


def _why(change: Change) -> Sentence:
    was = f"; it was {shown(change.before)}." if change.before else "."
    complete = len(str(change.before or "")) <= 160 and len(str(change.after or "")) <= 160
    if not change.after:
        return Sentence("The reason for stopping was removed", was, complete)
    now = f"{shown(change.after)}{was}"
    if complete:
        return Sentence("The reason given for stopping", f" is now {now}")
    return Sentence("The reason given for stopping changed", f": it is now {now}", complete=False)


def _expanded_access(change: Change) -> Sentence:
    was, now = _access(change.before), _access(change.after)
    if change.details.get("same"):
        return Sentence(f"The record says “{now}” of expanded access in another way; nothing changed")
    return Sentence(f"Expanded access (treatment outside the trial) was “{was}” and is now “{now}”")


def _access(info: Json) -> str:
    offered = access(info)
    if offered is None:
        return "none"
    number, state = offered
    return "offered" + (f" as {number}" if number else "") + (f", {label(state)}" if state else "")
