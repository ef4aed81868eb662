"""Sentences about outcome measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import cut, shown
from monitor.core.presentation.sentences.general import general, is_short
from monitor.core.presentation.sentences.model import Sentence

if TYPE_CHECKING:
    from monitor.model import Change, Json

STAGES = {
    "results_posted": "after results were posted",
    "primary_completion": "after the primary completion of the trial",
    "started": "after the start of the trial",
    "not_started": "before the start of the trial",
}
_ARTICLE = {"primary": "a primary", "secondary": "a secondary", "other": "an other"}


def outcomes(change: Change) -> Sentence:
    """Return what happened to an outcome measure, and where the trial stood."""
    details = change.details
    if "stage" not in details:
        return general(change)
    stage, listed = STAGES[str(details["stage"])], str(details["list"])
    measure = cut(change.subject, 160)
    if change.event in {"promoted", "demoted"}:
        to = str(details["to_list"])
        main = " What counts as the main result of the trial changed." if "primary" in (listed, to) else ""
        return Sentence(
            f"The {listed} outcome “{measure}” became {_ARTICLE[to]} outcome, {stage}", f".{main}"
        )
    if change.event in {"added", "removed"}:
        frame = details.get("time_frame")
        measured = f", measured {shown(frame)}" if frame else ""
        head = f"{_ARTICLE[listed].capitalize()} outcome was {change.event}, {stage}"
        return Sentence(head, f": “{measure}”{measured}.", is_short(change.before) and is_short(change.after))
    what = "when it is measured" if change.event == "time_frame" else "its wording"
    was, now = _only_value(change.before), _only_value(change.after)
    return Sentence(
        f"The {listed} outcome “{measure}” changed in {what}, {stage}",
        f": from {shown(was)} to {shown(now)}.",
        is_short(was) and is_short(now),
    )


def _only_value(value: Json) -> Json:
    """Return the value of an object that has one alone; anything else as it is."""
    return next(iter(value.values())) if isinstance(value, dict) and len(value) == 1 else value
