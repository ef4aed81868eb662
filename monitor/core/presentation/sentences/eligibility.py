"""Sentences about who may take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import count, cut, shown
from monitor.core.presentation.redline import sides
from monitor.core.presentation.sentences.general import general
from monitor.core.presentation.sentences.model import Sentence
from monitor.model import Direction

if TYPE_CHECKING:
    from monitor.model import Change

MEANING = {
    Direction.LOOSENED: "more people may fit",
    Direction.TIGHTENED: "fewer people may fit",
    Direction.UNDETERMINED: "",
}
_SEX = {"ALL": "all", "FEMALE": "women only", "MALE": "men only"}
_VOLUNTEERS = {True: "accepted", False: "not accepted", None: "not mentioned"}
CRITERION = frozenset({"criterion_added", "criterion_removed", "criterion_reworded"})
_LIMIT = 300
"""Characters of a criterion in a sentence; both sides of a longer one are shown around what differs."""


def eligibility(change: Change) -> Sentence:
    """Return what happened to the eligibility."""
    if change.event in CRITERION:
        return _criterion(change)
    meaning = _meaning(change)
    if "bound" in change.details:
        return _age(change, meaning)
    if change.details.get("field") == "sex":
        was, now = (_SEX.get(str(value), shown(value)) for value in (change.before, change.after))
        return Sentence(f"Who may take part by sex went from {was} to {now}{meaning}")
    if change.event == "healthy_volunteers":
        was, now = (
            _VOLUNTEERS[value if isinstance(value, bool) else None] for value in (change.before, change.after)
        )
        return Sentence(f"Healthy volunteers were {was} and are now {now}{meaning}")
    if change.event == "restructured" and "fields" not in change.details:
        return Sentence("The criteria were put in another order or markup; what they say is the same")
    if change.event == "edited" and "part" in change.details:
        return _lead(change)
    if change.event == "edited" and "fields" not in change.details:
        return Sentence(f"The eligibility text changed{meaning}", ".", complete=False)
    return general(change, event=str(change.details.get("what", "")))


def _lead(change: Change) -> Sentence:
    """Return what happened to a heading or a note, which is no criterion."""
    was, now = (str(side) if side else "" for side in (change.before, change.after))
    complete = max(len(was), len(now)) <= _LIMIT
    if not was or not now:
        verb = "removed" if was else "added"
        return Sentence(
            f"A heading or note in the eligibility text was {verb}", f": “{was or now}”.", complete
        )
    return Sentence(
        "A heading or note in the eligibility text changed", f": it was “{was}” and is now “{now}”.", complete
    )


def _alike(change: Change) -> str:
    """Return how many more changes of this sort the step has; "" for none."""
    number = len(change.details.get("alike") or [])
    return f", with {count(number, 'more change')} of this kind" if number else ""


def _meaning(change: Change) -> str:
    direction = MEANING[change.direction] if change.direction else ""
    words = "; ".join(filter(None, (str(change.details.get("reason") or ""), direction)))
    return f" ({words})" if words else ""


def _age(change: Change, meaning: str) -> Sentence:
    if change.event == "restructured":
        return Sentence(f"The same age in other words: {change.before} is {change.after}")
    end = "youngest" if change.details["bound"] == "minimumAge" else "oldest"
    was, now = (value or "no limit" for value in (change.before, change.after))
    return Sentence(f"The {end} age that may take part went from {was} to {now}{meaning}")


def _criterion(change: Change) -> Sentence:
    part = str(change.details.get("part", "unstated"))
    which = f"{part} criterion" if part != "unstated" else "criterion"
    heading = str(change.details.get("heading") or "")
    under = f" for “{cut(heading, 60)}”" if heading else ""
    meaning = _meaning(change) + _alike(change)
    before, after = str(change.before or ""), str(change.after or "")
    was, now = sides(before, after, limit=_LIMIT)
    complete = max(len(before), len(after)) <= _LIMIT
    if change.event == "criterion_added":
        return Sentence(f"A new {which}{under}{meaning}", f": “{now}”.", complete)
    subject = which.capitalize() if part != "unstated" else "A criterion"
    if change.event == "criterion_removed":
        verb = "removed" if part != "unstated" else "was removed"
        return Sentence(f"{subject}{under} {verb}{meaning}", f": “{was}”.", complete)
    verb = "reworded" if part != "unstated" else "was reworded"
    return Sentence(f"{subject}{under} {verb}{meaning}", f": it was “{was}” and is now “{now}”.", complete)
