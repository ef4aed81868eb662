"""Outcome measures: added, removed, reworded, measured at another time, and moved between the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes.context import PROTOCOL, STATUS_MODULE, by_item
from monitor.core.changes.counted import NAMED
from monitor.core.changes.dates import days_between
from monitor.core.changes.events import severity as usual_severity
from monitor.core.changes.general import change_at
from monitor.core.outcomes import compare_outcomes, load_outcomes
from monitor.core.records.accessors import get
from monitor.core.records.identity import MAX_LABEL, label
from monitor.core.results.submission import has_results
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.changes.context import Step
    from monitor.core.outcomes import Outcome, OutcomeChange
    from monitor.model import Change, Difference, Json, Path

MODULE = (PROTOCOL, "outcomesModule")
_LISTS = {"primaryOutcomes", "secondaryOutcomes", "otherOutcomes"}
_TEXTS = {"measure", "timeFrame", "description"}


def outcomes(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    """Yield the changes of outcome measures, each with the stage at which the trial was."""
    texts = any(_is_text(difference) for difference in differences)
    found = compare_outcomes(load_outcomes(step.old), load_outcomes(step.new)) if texts else []
    reached = stage(step) if found else ""
    yield from (_change(step, change, reached) for change in found)
    rest = [difference for difference in differences if not found or not _is_text(difference)]
    for path, group in by_item(rest).items():
        yield change_at(step, Kind.OUTCOMES, path, group)


def _is_text(difference: Difference) -> bool:
    """Return whether a difference is a whole outcome or one of its texts; ``compare_outcomes`` covers these."""
    path = difference.path
    if len(path) < 4 or path[2] not in _LISTS:
        return False
    if len(path) == 4:
        return all(
            value is None or (isinstance(value, dict) and value.keys() <= _TEXTS)
            for value in (difference.before, difference.after)
        )
    return len(path) == 5 and path[4] in _TEXTS


def _change(step: Step, change: OutcomeChange, reached: str) -> Change:
    details: dict[str, Json] = {
        "list": (change.before or change.outcome).list,
        "to_list": change.outcome.list,
        "nature": change.nature,
        "stage": reached,
    }
    before, after = (side.as_json() if side else None for side in (change.before, change.after))
    path = _path(change.outcome)
    if change.event == "edited":
        return _uncompared(step, change, details)
    if change.alike:
        details["example"] = {"before": before, "after": after}
        before = None
        after = {"count": len(change.alike), "list": change.outcome.list, "alike": list(change.alike)}
        path = path[:3]
    elif change.event == "time_frame":
        path = (*path, "timeFrame")
    return step.change(
        Kind.OUTCOMES,
        change.event,
        path,
        before,
        after,
        subject=change.outcome.measure or "unnamed",
        severity=severity_of(change),
        **details,
    )


def _uncompared(step: Step, change: OutcomeChange, details: dict[str, Json]) -> Change:
    """Return the change of a list in which too many names came and went to see which is which."""
    listed, names = change.outcome.list, [name[:MAX_LABEL] for name in change.alike[:NAMED]]
    before = {"count": change.gone, "list": listed}
    after = {"count": len(change.alike), "list": listed, "alike": names}
    severity = usual_severity(Kind.OUTCOMES, "added", primary=change.primary)
    details |= {"counted": len(change.alike), "gone": change.gone}
    path = (*MODULE, f"{listed}Outcomes")
    return step.change(Kind.OUTCOMES, "edited", path, before, after, severity=severity, **details)


def _path(outcome: Outcome) -> Path:
    path = (*MODULE, f"{outcome.list}Outcomes")
    return (*path, f"[{label({'measure': outcome.measure, 'timeFrame': outcome.time_frame}, path)}]")


def severity_of(change: OutcomeChange) -> Severity:
    """Return the severity of an outcome change: the event's own, or less if only words changed or a time was filled in."""
    usual = usual_severity(Kind.OUTCOMES, change.event, primary=change.primary)
    if change.event in {"promoted", "demoted"}:
        return usual
    if change.nature == "rewritten":
        return Severity.NOISE
    if change.nature in {"reworded", "rearranged"}:
        return Severity.LOW
    if change.nature in {"filled_in", "cleared"}:
        return Severity.MEDIUM if change.primary else Severity.LOW
    return usual


def stage(step: Step) -> str:
    """Return how far the trial was by the dates of the new record; a late change of an outcome is more suspect.

    One of ``results_posted``, ``primary_completion``, ``started``, ``not_started``.
    """
    if has_results(step.new):
        return "results_posted"
    module = get(step.new, *STATUS_MODULE)
    posted = {"date": get(module, "lastUpdatePostDateStruct", "date")}
    for key, reached in (
        ("primaryCompletionDateStruct", "primary_completion"),
        ("startDateStruct", "started"),
    ):
        passed = days_between(get(module, key), posted)
        if passed is not None and passed >= 0 and get(module, key, "type") != "ESTIMATED":
            return reached
    return "not_started"
