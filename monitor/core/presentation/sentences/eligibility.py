"""Sentences about who may take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import count, cut
from monitor.core.presentation.reasons import reason_words
from monitor.core.presentation.redline import sides
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences.general import general
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.presentation.text import ended
from monitor.model import Direction

if TYPE_CHECKING:
    from monitor.model import Change

MEANING = {
    Direction.LOOSENED: "more people may fit",
    Direction.TIGHTENED: "fewer people may fit",
    Direction.UNDETERMINED: "",
}
_SEX = {"ALL": "people of any sex", "FEMALE": "only women", "MALE": "only men"}
_VOLUNTEERS = {True: "accepted", False: "not accepted", None: "not stated"}
CRITERION = frozenset({"criterion_added", "criterion_removed", "criterion_reworded"})
_LIMIT = 300
"""Characters of a criterion in a sentence; both sides of a longer one are shown around what differs."""


def eligibility(change: Change) -> Sentence:
    """Return the sentence about a change of eligibility."""
    if change.event in CRITERION:
        return _criterion(change)
    meaning = _meaning(change)
    if "bound" in change.details:
        return _age(change, meaning)
    if change.details.get("field") == "sex" and {str(change.before), str(change.after)} <= _SEX.keys():
        was, now = _SEX[str(change.before)], _SEX[str(change.after)]
        return Sentence(f"Now {now} may take part{meaning}", f"; before: {was}.")
    if change.event == "healthy_volunteers":
        return _volunteers(change, meaning)
    if change.event == "restructured" and "fields" not in change.details:
        return Sentence("The criteria were put in another order or layout; what they say is the same")
    if change.event == "edited" and "part" in change.details:
        return _lead(change)
    if change.event == "edited" and "fields" not in change.details:
        return Sentence(f"The eligibility text changed{meaning}", ".", complete=False)
    return general(change)


def _volunteers(change: Change, meaning: str) -> Sentence:
    """Return the sentence on whether healthy volunteers are accepted now, and were before."""
    was, now = (side if isinstance(side, bool) else None for side in (change.before, change.after))
    before = f"; before: {_VOLUNTEERS[was]}."
    if now is None:
        return Sentence("The record no longer says whether healthy volunteers are accepted", before)
    if was is True:
        return Sentence(f"Healthy volunteers are no longer accepted{meaning}")
    return Sentence(
        f"Healthy volunteers are {'now' if now else 'marked as'} {_VOLUNTEERS[now]}{meaning}", before
    )


def _lead(change: Change) -> Sentence:
    """Return the sentence about a heading or note, which is no criterion."""
    before, after = (flat(str(side or "")) for side in (change.before, change.after))
    was, now = sides(before, after, limit=_LIMIT)
    complete = max(len(before), len(after)) <= _LIMIT
    if before and after:
        return Sentence(
            "A heading or note in the eligibility text changed",
            ended(f" from {was.quoted()} to {now.quoted()}"),
            complete,
        )
    verb = "added" if after else "removed"
    head = f"A heading or note in the eligibility text was {verb}"
    return Sentence(head, ended(f": {(now if after else was).quoted()}"), complete)


def _alike(change: Change) -> str:
    """Return how many more criteria the change counts, ", with 12 more changes of this kind"; "" for none."""
    number = len(change.details.get("alike") or [])
    return f", with {count(number, 'more change')} of this kind" if number else ""


def _field(change: Change) -> str:
    """Return the clause on the record's age limits where a criterion contradicts them; "" otherwise."""
    says = change.details.get("field_says")
    return f", while the record's own field says: {says}" if says else ""


def _why(change: Change) -> str:
    """Return why the change has its direction, in words; "" for a change of which nothing is known."""
    return reason_words(change.details.get("reasons") or ())


def _meaning(change: Change) -> str:
    direction = MEANING[change.direction] if change.direction else ""
    words = "; ".join(filter(None, (_why(change), direction)))
    return f" ({words})" if words else ""


def _age(change: Change, meaning: str) -> Sentence:
    was, now = (str(side) if side else "no limit" for side in (change.before, change.after))
    name = "minimum" if change.details["bound"] == "minimumAge" else "maximum"
    if change.event == "restructured":
        return Sentence(f"The {name} age is the same in other words", f": {was} is {now}.")
    words = change.details.get("text_says")
    stated = f"; the criteria say {words}" if words else ""
    return Sentence(f"The {name} age changed from {was} to {now}{meaning}{stated}")


def _moved(change: Change, which: str, meaning: str) -> str:
    """Return the beginning of the sentence that a criterion moved; between the parts with both."""
    if not any(reason["what"] == "moved" for reason in change.details.get("reasons") or ()):
        return f"{which.capitalize()} moved{meaning}"
    direction = MEANING[change.direction] if change.direction else ""
    return f"Criterion {_why(change)}" + (f" ({direction})" if direction else "")


def _criterion(change: Change) -> Sentence:
    part = str(change.details.get("part", "unstated"))
    which = f"{part} criterion" if part != "unstated" else "criterion"
    meaning = f"{_under(change)}{_meaning(change)}{_alike(change)}{_field(change)}"
    before, after = flat(str(change.before or "")), flat(str(change.after or ""))
    was, now = sides(before, after, limit=_LIMIT)
    complete = max(len(before), len(after)) <= _LIMIT
    if change.event == "criterion_added":
        return Sentence(f"New {which}{meaning}", ended(f": {now.quoted()}"), complete)
    if change.event == "criterion_removed":
        return Sentence(f"{which.capitalize()} removed{meaning}", ended(f": {was.quoted()}"), complete)
    if before == after:
        return Sentence(_moved(change, which, meaning), ended(f": {now.quoted()}"), complete)
    return Sentence(
        f"{which.capitalize()} reworded{meaning}",
        ended(f": from {was.quoted()} to {now.quoted()}"),
        complete,
    )


def _under(change: Change) -> str:
    """Return the line or heading that a criterion stands under; "" for none."""
    line = change.context[-1] if change.context else str(change.details.get("heading") or "")
    return f" under “{cut(flat(line).rstrip(' :'), 80)}”" if line else ""
