"""Sentences about outcome measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import count, cut, shown
from monitor.core.presentation.sentences.general import general, is_short
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.records.accessors import get

if TYPE_CHECKING:
    from monitor.model import Change, Json

STAGES = {
    "results_posted": "after results were posted",
    "primary_completion": "after the primary completion of the trial",
    "started": "after the start of the trial",
    "not_started": "before the start of the trial",
}
_ARTICLE = {"primary": "a primary", "secondary": "a secondary", "other": "an other"}
_NAME = 160
_NAMED = 3
"""So many of many outcomes are named in a sentence."""
_TIME_FRAME = {
    "moved": "measured at another time",
    "filled_in": "more exact about when it is measured",
    "cleared": "less exact about when it is measured",
    "reworded": "described with another wording of its time frame",
    "rewritten": "described with its time frame in another form",
}
_WORDING = {
    "": "worded differently",
    "rearranged": "described with the same words in other places",
    "rewritten": "described with another spelling or punctuation",
}


def outcomes(change: Change) -> Sentence:
    """Return what happened to an outcome measure, and where the trial stood."""
    details = change.details
    if "stage" not in details:
        return general(change)
    stage, listed = STAGES[str(details["stage"])], str(details["list"])
    measure = cut(change.subject, _NAME)
    if change.event in {"promoted", "demoted"}:
        to = str(details["to_list"])
        main = " What counts as the main result of the trial changed." if "primary" in (listed, to) else ""
        return Sentence(
            f"The {listed} outcome “{measure}” became {_ARTICLE[to]} outcome, {stage}", f".{main}"
        )
    if change.event in {"added", "removed"}:
        frame = get(change.after or change.before, "timeFrame")
        measured = f", measured {shown(frame)}" if frame else ""
        head = f"{_ARTICLE[listed].capitalize()} outcome was {change.event}, {stage}"
        return Sentence(head, f": “{measure}”{measured}.", is_short(change.before) and is_short(change.after))
    if details.get("nature") in {"split", "merged"}:
        return _part(change, listed, stage)
    if change.event == "time_frame":
        return _edited(change, _TIME_FRAME, ("timeFrame",), stage)
    return _edited(change, _WORDING, ("measure", "timeFrame", "description"), stage)


def _part(change: Change, listed: str, stage: str) -> Sentence:
    """Return that an outcome was split, or that two were merged."""
    was, now = (cut(str(get(side, "measure")), _NAME) for side in (change.before, change.after))
    if change.details["nature"] == "split":
        head = f"A part of the {listed} outcome “{was}” became an outcome of its own, {stage}"
    else:
        head = f"The {listed} outcome “{was}” became part of another outcome, {stage}"
    return Sentence(head, f": “{now}”.", complete=False)


def _edited(change: Change, words: dict[str, str], keys: tuple[str, ...], stage: str) -> Sentence:
    """Return that the texts of one outcome, or the same in many, were edited."""
    details = change.details
    what, listed = words[str(details["nature"])], str(details["list"])
    example = details.get("example") or {"before": change.before, "after": change.after}
    was, now = _values(example["before"], example["after"], keys)
    values = f": from {shown(was)} to {shown(now)}"
    if "example" not in details:
        head = f"The {listed} outcome “{cut(change.subject, _NAME)}” is now {what}, {stage}"
        return Sentence(head, f"{values}.", is_short(was) and is_short(now))
    names: list[str] = change.after["alike"]
    named = ", ".join(f"“{cut(name, 60)}”" for name in names[:_NAMED])
    more = f" and {count(len(names) - _NAMED, 'more', 'more')}" if len(names) > _NAMED else ""
    head = f"{count(len(names), f'{listed} outcome')} are now {what}, {stage}"
    return Sentence(head, f"{values}, in {named}{more}.", complete=False)


def _values(before: Json, after: Json, keys: tuple[str, ...]) -> tuple[Json, Json]:
    """Return the texts that differ: alone where it is one of several, each under its name."""
    texts = [key for key in keys if get(before, key) != get(after, key)]
    if len(texts) == 1:
        return get(before, texts[0]), get(after, texts[0])
    return {key: get(before, key) for key in texts}, {key: get(after, key) for key in texts}
