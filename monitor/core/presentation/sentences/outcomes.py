"""Sentences about outcome measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.edits import LIMIT
from monitor.core.presentation.labels import count, cut
from monitor.core.presentation.redline import sides
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences.general import general
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.presentation.text import ended, quoted, shortened
from monitor.core.presentation.vocabulary import OUTCOME_LISTS
from monitor.core.records.accessors import get

if TYPE_CHECKING:
    from monitor.model import Change, Json

STAGES = {
    "results_posted": "after results were posted",
    "primary_completion": "after the primary completion of the trial",
    "started": "after the start of the trial",
    "not_started": "before the start of the trial",
}
_ARTICLE = {"primary": "a primary", "secondary": "a secondary", "“other”": "an “other”"}
_NAMED = 3
"""The most outcomes that a sentence names."""
_TEXTS = {"measure": "name", "timeFrame": "time frame", "description": "description"}
_TIME_FRAME = {
    "moved": "changed",
    "filled_in": "was filled in",
    "cleared": "was cut",
    "reworded": "was reworded",
    "rewritten": "was written in another form",
}
_WORDING = {
    "": "was reworded",
    "rearranged": "was rearranged",
    "rewritten": "was written in another form",
}


def outcomes(change: Change) -> Sentence:
    """Return the sentence about an outcome measure, with the stage at which the trial was."""
    details = change.details
    if "stage" not in details:
        return general(change)
    stage, listed = STAGES[str(details["stage"])], OUTCOME_LISTS[str(details["list"])]
    if change.event in {"promoted", "demoted"}:
        to = OUTCOME_LISTS[str(details["to_list"])]
        main = " What counts as the main result of the trial changed." if "primary" in (listed, to) else ""
        head = f"The {listed} outcome {_name(change.subject)} became {_ARTICLE[to]} outcome {stage}"
        return Sentence(head, f".{main}")
    if change.event in {"added", "removed"}:
        return _whole(change, f"{_ARTICLE[listed].capitalize()} outcome was {change.event} {stage}")
    if details.get("nature") in {"split", "merged"}:
        return _part(change, listed, stage)
    return _edited(change, stage)


def _name(text: str) -> str:
    return f"“{cut(flat(text), LIMIT)}”"


def _whole(change: Change, head: str) -> Sentence:
    """Return the sentence that an outcome was added or removed."""
    outcome = change.after or change.before
    name, frame, text = (get(outcome, key) for key in _TEXTS)
    measured = f" (time frame: {shortened(str(frame), LIMIT)})" if frame else ""
    whole = not text and len(str(name)) <= 2 * LIMIT and len(str(frame or "")) <= LIMIT
    return Sentence(head, ended(f": {quoted(str(name), 2 * LIMIT)}{measured}"), whole)


def _part(change: Change, listed: str, stage: str) -> Sentence:
    """Return the sentence that an outcome was split, or that two were merged."""
    was, now = (_name(str(get(side, "measure"))) for side in (change.before, change.after))
    if change.details["nature"] == "split":
        head = f"A part of the {listed} outcome {was} became an outcome of its own {stage}"
    else:
        head = f"The {listed} outcome {was} became part of another outcome {stage}"
    return Sentence(head, ended(f": {now}"), complete=False)


def _edited(change: Change, stage: str) -> Sentence:
    """Return the sentence that texts of an outcome were edited, or of many in the same way."""
    details, frame = change.details, change.event == "time_frame"
    example = details.get("example") or {"before": change.before, "after": change.after}
    text, complete = _texts(example["before"], example["after"], ("timeFrame",) if frame else tuple(_TEXTS))
    listed, nature = OUTCOME_LISTS[str(details["list"])], str(details["nature"])
    if frame:
        came, went = get(example["after"], "timeFrame"), get(example["before"], "timeFrame")
        verb = _TIME_FRAME[nature] if came and went else "was added" if came else "was removed"
        text = text.removeprefix("time frame added: ").removeprefix("time frame removed: ")
    else:
        verb = _WORDING[nature]
    if "example" not in details:
        renamed = (
            complete and not frame and get(example["before"], "measure") != get(example["after"], "measure")
        )
        owner = f"{_ARTICLE[listed]} outcome" if renamed else f"the {listed} outcome {_name(change.subject)}"
        head = f"the time frame of {owner} {verb} {stage}" if frame else f"{owner} {verb} {stage}"
        return Sentence(head[:1].upper() + head[1:], ended(f": {text}"), complete)
    return _many(change, verb if frame else verb.replace("was", "were", 1), text)


def _many(change: Change, verb: str, text: str) -> Sentence:
    """Return the sentence about the same edit at many outcomes of a list: the edit of the first, and some names."""
    names: list[str] = change.after["alike"]
    named = ", ".join(f"“{cut(flat(name), 60)}”" for name in names[:_NAMED])
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    many = count(len(names), f"{OUTCOME_LISTS[str(change.details['list'])]} outcome")
    stage = STAGES[str(change.details["stage"])]
    if change.event == "time_frame":
        return Sentence(
            f"The time frame of {many} {verb} {stage}", ended(f": {text}, in {named}{more}"), complete=False
        )
    alike = "in the same way " if change.details["nature"] == "" else ""
    head = f"{many} {verb} {alike}{stage}"
    return Sentence(head, ended(f": {text}; the outcomes are {named}{more}"), complete=False)


def _texts(before: Json, after: Json, keys: tuple[str, ...]) -> tuple[str, bool]:
    """Return the texts that differ, "from … to …", and whether they are in full."""
    parts, whole = [], True
    differing = [key for key in keys if get(before, key) != get(after, key)]
    for key in differing:
        was, now = (flat(str(get(side, key) or "")) for side in (before, after))
        whole = whole and max(len(was), len(now)) <= LIMIT
        label = f"{_TEXTS[key]} " if len(differing) > 1 else ""
        if was and now:
            old, new = sides(was, now, limit=LIMIT)
            parts.append(f"{label}from {old.quoted()} to {new.quoted()}")
        else:
            verb = "added" if now else "removed"
            parts.append(f"{_TEXTS[key]} {verb}: {quoted(now or was, LIMIT)}")
    return "; ".join(parts), whole
